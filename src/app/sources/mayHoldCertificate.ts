/**
 * Returns whether a text may hold a certificate or key, or says by which Secret a host is served. One look from the
 * front to the back: most texts have none of this, and nothing more is done with them.
 */
export const mayHoldCertificate = (text: string): boolean => signs.some((sign) => sign.test(text));

/**
 * BEGIN of a block, with dashes of whatever kind; the same in base64, at each of the three places that it may begin at,
 * twice encoded, and the dashes of it in UTF-16; a SEQUENCE of more than 255 bytes, as certificates, RSA keys and PKCS#12
 * files are, or the dashes: in base64, also in the letters of URLs, in hexadecimal, and as decimal or escaped bytes; a
 * value that SOPS or ansible-vault has encrypted; a token long enough for a chain; a Java keystore in base64; manifests that bind hosts to
 * Secrets (`ApisixTls`, `secretName`, `certificateRefs`, cut short: each window loads this).
 */
const signs = [
  /[-\u2010-\u2014\u2212]{2} ?BEGIN.{0,3}[A-Z]|CRUdJTi|QkVHSU4|JFR0lOI|TFMwdExTMUNS|AC0ALQAt/,
  /(?<![\w+/-])(?:MI[IE-H][\w+/\\\s-]{45}|\/u3\+7Q|zs7Ozg|eyJ[\w-]{500})|sixTls|cretName|ateRefs/,
  /30[ ,:0x]{0,4}82[\da-fx ,:]{30}|(?:2d){5}42|\\(?:x30.x8|x2..x2|060.20|055.05)|ENC\[[AP]|ANSIBLE_V/i,
  /\b4(?:8[,\s]+-?1[23]\d|5[,\s]+45\b)/,
];
