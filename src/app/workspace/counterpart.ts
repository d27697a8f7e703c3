import { besideCandidates, isNamedAlike } from '../sources/siblings';

/**
 * Names of `siblings` that belong to a file so surely that one whose key does not fit is wrong: they differ from its own only
 * in what they say of the part. Nothing is read here.
 *
 * @param wanted what the file does not have itself
 * @returns the likeliest first
 */
export function otherHalfNames(
  name: string,
  siblings: readonly string[],
  wanted: 'key' | 'certificate',
): readonly string[] {
  if (wanted === 'key' && issuerNames.test(name)) return [];
  const others = wanted === 'key' ? siblings : siblings.filter((sibling) => !issuerNames.test(sibling));
  return besideCandidates(name, others, wanted).filter((sibling) => isNamedAlike(name, sibling));
}

/** Names of `siblings` to be read for it: other halves first, then others of its own kind, of which one may go with such a half. */
export function besideNames(
  name: string,
  siblings: readonly string[],
  wanted: 'key' | 'certificate',
): readonly string[] {
  const halves = otherHalfNames(name, siblings, wanted);
  return halves.length === 0
    ? []
    : [...new Set([...halves, ...otherHalfNames(name, siblings, wanted === 'key' ? 'certificate' : 'key')])];
}

/** Files of intermediates are named like their leaf's, and go with no key. */
const issuerNames = /(?<!full[-_.]?)chain|intermediates?|issuer|ca[-_.]?bundle/i;
