import { besideCandidates, isNamedAlike } from './beside';

/**
 * Names of `siblings` that belong to a file so surely that one whose key does not fit is wrong: they differ from its own only
 * in what they say of the part. Nothing is read here.
 *
 * @param wanted what the file does not have itself
 * @returns the likeliest first
 */
export function otherHalfNames(name: string, siblings: readonly string[], wanted: 'key' | 'certificate'): readonly string[] {
  if (wanted === 'key' && issuerNames.test(name)) return [];
  const others = wanted === 'key' ? siblings : siblings.filter((sibling) => !issuerNames.test(sibling));
  return besideCandidates(name, others, wanted).filter((sibling) => isNamedAlike(name, sibling));
}

/**
 * Names of `siblings` to be read for it. For a certificate that is missing, other keys too: one of them may be the one that
 * the certificate goes with.
 */
export const besideNames = (name: string, siblings: readonly string[], wanted: 'key' | 'certificate'): readonly string[] => [
  ...new Set((wanted === 'key' ? [wanted] : [wanted, 'key'] as const).flatMap((each) => otherHalfNames(name, siblings, each))),
];

/** Files of intermediates are named like their leaf's, and go with no key. */
const issuerNames = /(?<!full[-_.]?)chain|intermediates?|issuer|ca[-_.]?bundle/i;
