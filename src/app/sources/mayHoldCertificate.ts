/**
 * Returns whether a text may hold a certificate or key, or says by which Secret a host is served. One look from the
 * front to the back: most texts have none of this, and nothing more is done with them.
 */
export const mayHoldCertificate = (text: string): boolean => signs.test(text);

/**
 * BEGIN of a block; the same in base64, at each of the three places that it may begin at, and twice encoded; a SEQUENCE
 * of more than 255 bytes in base64, also in the letters of URLs, or in hexadecimal, as certificates, RSA keys and
 * PKCS#12 files are; a value that SOPS or ansible-vault has encrypted; a Java keystore in base64; manifests that bind
 * hosts to Secrets.
 */
const signs = new RegExp(
  [
    '-----BEGIN(?:[ \\u00a0+]|%20)?[A-Z]',
    'LS0tLS1CRUdJTi|0tLS0tQkVHSU4|tLS0tLUJFR0lO|LS0tLUJFR0lOI',
    'TFMwdExTMUNSVWRKVG',
    '(?<![A-Za-z0-9+/_-])MI[IE-H][A-Za-z0-9+/_\\-\\\\\\s]{45}',
    '(?<![0-9A-Fa-f])3082[0-9A-Fa-f]{44}|2[dD]2[dD]2[dD]424547494[eE]',
    'ENC\\[AES256_GCM,|\\$ANSIBLE_VAULT;',
    '(?<![A-Za-z0-9+/])(?:/u3\\+7Q|zs7Ozg)',
    '\\bkind["\']?\\s*:\\s*["\']?ApisixTls\\b|\\bsecretName\\b|\\bcertificateRefs\\b',
  ].join('|'),
);
