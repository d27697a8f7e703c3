/** Which files beside a certificate (or key) may hold its counterpart: by name only, nothing is read here. */

export type Wanted = 'key' | 'certificate';

const keyNames = /(\.key|^(priv)?key\d*\.pem|[-_.](priv)?key\d*\.pem|^id_.*\.pem)$/i;
const certificateNames = /\.(crt|cer|pem)$/i;

/** The name without what only says its part: `fullchain`, `privkey`, `-cert`, `.key`, a number at the end stays. */
const stem = (name: string): string =>
  name
    .toLowerCase()
    .replace(/\.(pem|crt|cer|key)$/, '')
    .replace(/[-_.]?(fullchain|chain|bundle|certificate|cert|crt|privkey|private|key|tls|server|client)(?=\d*$)/, '');

/**
 * Names of `siblings` worth reading, likeliest first.
 *
 * @param name the file at hand, e.g. `fullchain.pem`
 * @param siblings names of the other files of its folder
 * @returns at most 20 names
 */
export function besideCandidates(name: string, siblings: readonly string[], wanted: Wanted): readonly string[] {
  const own = stem(name);
  const score = (sibling: string): number => {
    const looksLikeKey = keyNames.test(sibling);
    if (wanted === 'key' ? !looksLikeKey && !/\.pem$/i.test(sibling) : !certificateNames.test(sibling)) return 0;
    return 1 + (stem(sibling) === own ? 4 : 0) + (looksLikeKey === (wanted === 'key') ? 2 : 0);
  };
  return siblings
    .filter((sibling) => sibling !== name)
    .map((sibling) => ({ sibling, score: score(sibling) }))
    .filter((each) => each.score > 0)
    .sort((a, b) => b.score - a.score || a.sibling.localeCompare(b.sibling, 'en'))
    .slice(0, 20)
    .map((each) => each.sibling);
}
