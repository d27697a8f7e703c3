import { isNamedAlike } from '../sources/nameStem';
import { siblingCandidates } from '../sources/siblings';

/**
 * Returns names of `siblings` that belong to a file so surely that one whose key does not fit is wrong: they differ
 * from its own only in what they say of the part. Nothing is read here.
 * @param wanted what the file does not have itself
 * @returns the likeliest first
 */
export function counterpartNames(
  name: string,
  siblings: readonly string[],
  wanted: 'key' | 'certificate',
): readonly string[] {
  if (wanted === 'key' && issuerNames.test(name)) return [];
  const others = wanted === 'key' ? siblings : siblings.filter((sibling) => !issuerNames.test(sibling));
  return siblingCandidates(name, others, wanted).filter((sibling) => isNamedAlike(name, sibling));
}

/**
 * Returns the names of `siblings` to be read for it: possible counterparts first, then files of its own kind, of which
 * one may belong to such a counterpart.
 */
export function siblingNames(
  name: string,
  siblings: readonly string[],
  wanted: 'key' | 'certificate',
): readonly string[] {
  const keyParts = counterpartNames(name, siblings, wanted);
  return keyParts.length === 0
    ? []
    : [...new Set([...keyParts, ...counterpartNames(name, siblings, wanted === 'key' ? 'certificate' : 'key')])];
}

/** Matches names of files of intermediates, which are named like their leaf's and go with no key. */
const issuerNames = /(?<!full[-_.]?)chain|intermediates?|issuer|ca[-_.]?bundle/i;
