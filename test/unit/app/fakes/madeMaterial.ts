import assert from 'node:assert/strict';
import type { Material, UploadKey } from '../../../../src/app/sources/material';
import { noMaterial } from '../../../../src/app/sources/material';
import { readPrivateKey } from '../../../../src/core/keys/keys';
import type { Certificate } from '../../../../src/core/model';
import { blockPem, scanPem } from '../../../../src/core/pem/scan';
import { parseCertificate } from '../../../../src/core/x509/certificate';
import type { MadeCertificate } from '../../../fixtures/certificates';

export function parseMade(made: MadeCertificate | undefined): Certificate {
  const reading = parseCertificate(made?.der ?? new Uint8Array());
  assert.ok(reading.ok);
  return reading.value;
}

export function toUploadKey(pem: string, place: string): UploadKey {
  const [block] = scanPem(pem).blocks;
  assert.ok(block);
  return { place, reading: readPrivateKey(pem, block), toPem: () => blockPem(pem, block) ?? '' };
}

/** Certificates as if each came from a file of its own, `0.pem`, `1.pem` …, and the keys of some. */
export const materialOf = (
  made: readonly (MadeCertificate | undefined)[],
  keysOf: readonly MadeCertificate[] = [],
): Material => ({
  ...noMaterial,
  certificates: made.map((each, index) => ({ place: `${index}.pem`, certificate: parseMade(each) })),
  keys: keysOf.map(({ keyPem }, index) => toUploadKey(keyPem, `${index}.key`)),
});
