/** Names of certificate files and of their parts, which show what belongs together. */

export const certificateEnding = /\.(pem|crt|cer|cert|key|der|p8|pk8|ca-bundle)$/i;
/** Requests say whether a key and a certificate that do not fit are a renewal under way. */
const requestNames = /\.(csr|req)$/i;

/**
 * Returns the name without what only says which part it is: `fullchain`, `privkey`, `-cert`, `.key`. A number at the
 * end stays.
 */
export const stem = (name: string): string =>
  name
    .toLowerCase()
    .replace(certificateEnding, '')
    .replace(requestNames, '')
    .replace(
      /[-_.]?(fullchain|ca[-_.]?chain|chain|ca[-_.]?bundle|bundle|intermediates?|issuer|certificate|cert|crt|privkey|private[-_.]?key|private|key)(?=\d*$)/,
      '',
    );

/**
 * Returns whether two names differ only in what they say of the part: `example.crt` and `example.key`, `fullchain.pem`
 * and `privkey.pem`.
 */
export const isNamedAlike = (name: string, other: string): boolean => stem(name) === stem(other);

/** Returns true for the name of a certificate request. */
export const isRequestName = (name: string): boolean => requestNames.test(name);
