/** Lists the files beside a certificate (or key) that may hold its counterpart: by name only, nothing is read here. */
import { certificateEnding, stem } from './nameStem';

/** `chain`: the intermediate certificates of a leaf that stands alone. */
export type Wanted = 'key' | 'certificate' | 'chain';

const keyNames =
  /(\.(key|p8|pk8)$|^(priv(ate)?[-_.]?)?key\d*\.(pem|der)$|[-_.](priv(ate)?[-_.]?)?key\d*\.(pem|der)$|^id_.*\.pem$)/i;
const certificateNames = /\.(crt|cer|cert|pem|der)$/i;
const chainNames = /(chain|bundle|intermediates?|issuer|(^|[-_.])ca\d*)(?=\d*\.|$)/i;

/**
 * Returns names of `siblings` worth reading, likeliest first.
 *
 * @param name the file at hand, e.g. `fullchain.pem`
 * @param siblings names of the other files of its folder
 * @returns at most 20 names
 */
export function siblingCandidates(name: string, siblings: readonly string[], wanted: Wanted): readonly string[] {
  const own = stem(name);
  return siblings
    .filter((sibling) => sibling !== name)
    .map((sibling) => ({ sibling, score: suits[wanted](sibling) + (stem(sibling) === own ? 4 : 0) }))
    .filter(({ sibling }) => suits[wanted](sibling) > 0)
    .sort((a, b) => b.score - a.score || a.sibling.localeCompare(b.sibling, 'en'))
    .slice(0, 20)
    .map((each) => each.sibling);
}

/** Rates how well a name suits what is wanted; 0 means not at all. */
const suits: Readonly<Record<Wanted, (name: string) => number>> = {
  key: (name) => (keyNames.test(name) ? 3 : /\.pem$/i.test(name) ? 1 : 0),
  // A file with the whole chain spares looking for the rest.
  certificate: (name) =>
    !certificateNames.test(name) ? 0 : keyNames.test(name) ? 1 : /fullchain|bundle/i.test(name) ? 4 : 3,
  chain: (name) =>
    certificateEnding.test(name) && !keyNames.test(name) && chainNames.test(name)
      ? /fullchain/i.test(name)
        ? 1
        : 2
      : 0,
};
