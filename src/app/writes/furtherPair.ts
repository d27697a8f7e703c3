/**
 * Decides what speaks for or against a further pair: a certificate with a key of another kind, which an object presents
 * to clients that take no key of the first kind, e.g. RSA beside EC. Pure.
 */
import { certificatesOf, readPemDocument } from '../../core/document/document';
import { isMisplaced, misplacedText } from '../../core/gmPair';
import type { Certificate } from '../../core/model';
import type { Capabilities, CertificateChange } from '../../gateway/gateway';
import { dayText } from '../../shared/dayText';
import type { Translate } from '../../shared/translate';
import { toShortText } from '../../shared/visibleText';
import type { FullEntry } from '../inventory/certificateEntry';
import type { UploadKey } from '../sources/material';
import { nameGapChecks } from './conflictChecks';
import type { UploadDraft, UploadLeaf } from './upload';
import { toBundle } from './upload';
import type { UploadCheck } from './uploadCheck';
import { worstFirst } from './uploadCheck';
import { checkUpload } from './uploadChecks';

export interface FurtherPair {
  readonly draft: UploadDraft;
  /** Certificates of the further pairs that there are. */
  readonly existing: readonly Certificate[];
}

type PairCapabilities = Pick<Capabilities, 'canHavePairs'>;

/** Reads the leaf of each further pair, as far as it can be read. */
export const furtherLeaves = ({ stored }: FullEntry): readonly Certificate[] =>
  stored.extraCertificates.flatMap((pem) => certificatesOf(readPemDocument(pem)).slice(0, 1));

export const toFurtherPair = (leaf: UploadLeaf, key: UploadKey | undefined, current: FullEntry): FurtherPair => ({
  draft: { ...leaf, key, type: 'server', names: current.stored.names, labels: [] },
  existing: furtherLeaves(current),
});

/** Makes the change that leaves this pair alone beside the first. */
export function toPairChange({ draft }: FurtherPair): CertificateChange {
  const { certificate, privateKey } = toBundle(draft);
  return { furtherPairs: [{ certificate, privateKey }] };
}

/** Says why an object cannot have other further pairs than it has; undefined where it can. */
export function pairBar(
  { stored, type, connection }: FullEntry,
  { canHavePairs }: PairCapabilities,
  t: Translate,
): string | undefined {
  const gateway = toShortText(connection.name, 60);
  if (!canHavePairs && connection.dialect === 'api7cloud')
    return t('{gateway} keeps one pair in an object: a further one cannot be added.', { gateway });
  if (!canHavePairs)
    return t('{gateway} changes further pairs only together with the private keys of all pairs.', { gateway });
  if (type === 'client')
    return t(
      'Its type is client: only the first pair is presented to upstreams, and a further one would never be used.',
    );
  return stored.extraCertificates.length > 1
    ? t(
        'It has {count} further pairs, whose private keys the gateway does not return: adding one would lose the others. Remove the further pairs first.',
        { count: stored.extraCertificates.length },
      )
    : undefined;
}

export interface PairFacts {
  readonly current: FullEntry;
  readonly now: number;
  readonly warningDays: number | null;
  readonly translate: Translate;
}

/** Finds everything that speaks for or against sending it, worst first. */
export function checkFurtherPair({ draft, existing }: FurtherPair, facts: PairFacts): readonly UploadCheck[] {
  const { current, translate: t } = facts;
  const [first] = current.chain;
  const isSameKind = first !== undefined && first.key.algorithm === draft.leaf.key.algorithm;
  const [replaced] = existing;
  return worstFirst([
    ...checkUpload(draft, { ...facts, wantsNames: true }),
    // With `gm` both are SM2: one encrypts, the other signs.
    ...(isSameKind && !current.stored.isGm
      ? [
          {
            id: 'keyChoice',
            outcome: 'stop',
            sentence: t(
              'The first pair has a key of the same kind ({key}): a gateway presents only one of each kind. Update the certificate instead',
              { key: first.key.name },
            ),
          } as const,
        ]
      : []),
    ...(current.stored.isGm && isMisplaced('further', draft.leaf)
      ? [{ id: 'keyUsage', outcome: 'stop', sentence: misplacedText('further', t) } as const]
      : []),
    ...(first === undefined
      ? [
          {
            id: 'keyChoice',
            outcome: 'warning',
            sentence: t(
              'The kind of key in the first pair is not known: of two pairs of the same kind, only one is presented',
            ),
          } as const,
        ]
      : []),
    // The names stay those of the object: what this one has beside them is no matter.
    ...nameGapChecks(draft, t).filter(({ id }) => id === 'unnamed'),
    ...(current.stored.extraCertificates.length === 1
      ? [
          {
            id: 'duplicate',
            outcome: 'note',
            sentence: replaced
              ? t('It replaces the existing further pair: {key}, valid until {until}', {
                  key: replaced.key.name,
                  until: dayText(replaced.validity.notAfter),
                })
              : t('It replaces the existing further pair'),
          } as const,
        ]
      : []),
  ]);
}

/** Says who loses what when the further pairs are removed. */
export function removalSentences(current: FullEntry, t: Translate): readonly string[] {
  const [first] = current.chain;
  const kinds = [...new Set(furtherLeaves(current).map(({ key }) => key.name))];
  return [
    first === undefined || kinds.length === 0
      ? t('Clients that do not support the first pair’s kind of key can no longer connect')
      : t('Clients that support {kinds} but not {key} can no longer connect', {
          kinds: toShortText(kinds.join(', '), 200),
          key: first.key.name,
        }),
    t('The private keys of the further pairs are deleted with them; the gateway does not return them'),
  ];
}
