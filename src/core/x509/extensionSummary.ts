import type { Sentence } from '../../shared/translate';
import type { Certificate, Extension } from '../model';
import { repeatedExtensions } from './extensionFaults';

type Summary = Pick<
  Certificate,
  'sans' | 'extendedKeyUsage' | 'keyUsage' | 'isCa' | 'pathLength' | 'subjectKeyId' | 'authorityKeyId'
>;

/** Summarises what most callers ask of the extensions. Of two that say the same thing the first one counts. */
export function summary(extensions: readonly Extension[]): Summary {
  let facts: { -readonly [K in keyof Summary]?: Summary[K] } = {};
  for (const { oid, content } of extensions) {
    switch (content.kind) {
      case 'subjectAltName':
        facts.sans ??= content.entries;
        break;
      case 'extendedKeyUsage':
        facts.extendedKeyUsage ??= content.oids;
        break;
      case 'keyUsage':
        facts.keyUsage ??= content.usages;
        break;
      case 'basicConstraints':
        if (facts.isCa === undefined) {
          facts.isCa = content.isCa;
          facts.pathLength = content.pathLength;
        }
        break;
      case 'subjectKeyIdentifier':
        facts.subjectKeyId ??= content.keyId;
        break;
      case 'authorityKeyIdentifier':
        facts.authorityKeyId ??= content.keyId;
        break;
      case 'malformed':
        facts = { ...malformed.get(oid), ...facts };
        break;
      default:
    }
  }
  return {
    sans: facts.sans,
    extendedKeyUsage: facts.extendedKeyUsage,
    keyUsage: facts.keyUsage,
    isCa: facts.isCa ?? false,
    pathLength: facts.pathLength,
    subjectKeyId: facts.subjectKeyId,
    authorityKeyId: facts.authorityKeyId,
  };
}

/** Facts of a malformed extension: nothing may be concluded from its absence, and it allows nothing. */
const malformed: ReadonlyMap<string, Partial<Summary>> = new Map<string, Partial<Summary>>([
  ['2.5.29.17', { sans: [] }],
  ['2.5.29.37', { extendedKeyUsage: [] }],
  ['2.5.29.15', { keyUsage: [] }],
]);

/** Returns notes in plain words on extensions that are malformed, or there more than once. */
export const extensionNotes = (extensions: readonly Extension[]): readonly Sentence[] => [
  ...extensions.flatMap(({ name, content }) =>
    content.kind === 'malformed'
      ? [{ text: 'The extension {name} is malformed: {reason}', values: { name }, words: { reason: content.reason } }]
      : [],
  ),
  ...repeatedExtensions({ extensions }).map(({ name }) => ({
    text: 'The extension {name} occurs twice; the first one counts.',
    values: { name },
  })),
];
