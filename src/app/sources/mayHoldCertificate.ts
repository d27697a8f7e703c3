/**
 * Returns whether a text may hold a certificate or key, or says by which Secret a host is served. One look from the
 * front to the back: most texts have none of this, and nothing more is done with them.
 */
export const mayHoldCertificate = (text: string): boolean => signs.test(text);

/**
 * BEGIN of a block, with dashes of whatever kind; the same in base64, at each of the three places that it may begin at,
 * twice encoded, and the dashes of it in UTF-16; a SEQUENCE of more than 255 bytes, as certificates, RSA keys and PKCS#12
 * files are, or the dashes: in base64, also in the letters of URLs, in hexadecimal, and as decimal or escaped bytes; a
 * value that SOPS or ansible-vault has encrypted; a Java keystore in base64; manifests that bind hosts to Secrets.
 */
const signs = new RegExp(
  [
    '[-\\u2010-\\u2014\\u2212]{2} ?BEGIN(?:[ _\\u00a0+]|%20)?[A-Z]',
    'CRUdJTi|QkVHSU4|JFR0lOI',
    'TFMwdExTMUNSVWRKVG|AC0ALQAt',
    '(?<![\\w+/-])(?:MI[IE-H][\\w+/\\-\\\\\\s]{45}|/u3\\+7Q|zs7Ozg)',
    '30[ ,:]{0,2}(?:0x)?82[\\da-fA-Fx ,:]{30}|(?:2[dD]){5}424547',
    '(?<![\\w.-])(?:48[,\\s]{1,40}(?:1(?:29|3[0-2])|-12[4-7])[,\\s]|45[,\\s]{1,40}45[,\\s]{1,40}45[,\\s])',
    '\\\\(?:x30\\\\x8|x2[dD]\\\\x2[dD]|060\\\\20[1-4]|055\\\\055)',
    'ENC\\[[AP]|\\$ANSIBLE_V',
    '\\b(?:ApisixTls|secretName|certificateRefs)\\b',
  ].join('|'),
);
