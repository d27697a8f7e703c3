import assert from 'node:assert/strict';
import type { UploadDraft } from '../../../../src/app/writes/upload';
import { leavesOf, proposedNames } from '../../../../src/app/writes/upload';
import { proposedType } from '../../../../src/core/x509/purpose';
import type { Authority, MadeCertificate } from '../../../fixtures/certificates';
import { materialOf } from './madeMaterial';

/** Returns the proposed draft of a certificate with its issuer and key at hand, with `change` applied. */
export function draftOf(
  made: MadeCertificate,
  { intermediate }: Pick<Authority, 'intermediate'>,
  change: Partial<UploadDraft> = {},
): UploadDraft {
  const material = materialOf([made, intermediate], [made]);
  const [found] = leavesOf(material);
  assert(found);
  return {
    ...found,
    key: material.keys[0],
    type: proposedType(found.leaf),
    names: proposedNames(found.leaf),
    labels: [],
    ...change,
  };
}
