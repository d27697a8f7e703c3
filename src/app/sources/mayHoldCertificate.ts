/**
 * Returns whether a text may hold a certificate or key, or says by which Secret a host is served. One look from the
 * front to the back: most texts have none of this, and nothing more is done with them.
 */
export const mayHoldCertificate = (text: string): boolean => signs.test(text);

/**
 * BEGIN of a block; the same in base64, at each of the three places that it may begin at, and twice encoded; a SEQUENCE
 * of more than 255 bytes in base64, as certificates, RSA keys and PKCS#12 files are; a Java
 * keystore in base64; manifests that bind hosts to Secrets.
 */
const signs = new RegExp(
  [
    '-----BEGIN(?:[ \\u00a0+]|%20)?[A-Z]',
    'LS0tLS1CRUdJTi|0tLS0tQkVHSU4|tLS0tLUJFR0lO|LS0tLUJFR0lOI',
    'TFMwdExTMUNSVWRKVG',
    '(?<![A-Za-z0-9+/])MI[IE-H][A-Za-z0-9+/\\\\\\s]{45}',
    '(?<![A-Za-z0-9+/])(?:/u3\\+7Q|zs7Ozg)',
    '\\bkind["\']?\\s*:\\s*["\']?ApisixTls\\b|\\bsecretName\\b|\\bcertificateRefs\\b',
  ].join('|'),
);
