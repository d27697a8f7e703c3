/** The files of a workspace that may hold certificates or keys: by name only, in any case of letters. */

/** Extensions of the language `pem`, of DER and PKCS#12, and of files that other programs write. */
export const certificateExtensions = [
  'pem',
  'crt',
  'cer',
  'key',
  'csr',
  'crl',
  'p7b',
  'p7c',
  'der',
  'p12',
  'pfx',
  'cert',
  'p8',
  'pk8',
  'ca-bundle',
] as const;

const ending = new RegExp(`\\.(${certificateExtensions.join('|')})$`, 'i');
/** Folders that are left out, in a path. */
export const leftOut = /(^|\/)(node_modules|\.git)\//;

/** Folders that hold other people's certificates, or none. */
export const foldersLeftOut = '**/{node_modules,.git}/**';

/** @param path with `/` between its parts */
export const isCertificatePath = (path: string): boolean => ending.test(path) && !leftOut.test(path);

const inBothCases = (names: readonly string[]): string =>
  `*.{${names.map((name) => name.replace(/[a-z]/g, (letter) => `[${letter}${letter.toUpperCase()}]`)).join(',')}}`;

/**
 * A glob for the names. Globs are case-sensitive on some systems, so each letter is written in both cases. Pure, so
 * that activation goes without it.
 */
export const certificateNames = /* @__PURE__ */ inBothCases(certificateExtensions);

/** A manifest whose very name says that there are certificates in it: it is marked where it is in sight, unopened. */
export const isLikelyManifest = (path: string): boolean => likely.test(path) && !leftOut.test(path);

const likely = /(^|\/)([^/]*(secret|tls|ssl|cert)[^/]*|kubeconfig|apisix|adc|acme)\.(ya?ml|json|toml)$|\/kubeconfig$/i;

/**
 * Returns whether a text may hold a certificate or key, or says by which Secret a host is served. One look from the
 * front to the back: most texts have none of this, and nothing more is done with them.
 */
export const mayHoldCertificate = (text: string): boolean => signs.some((sign) => sign.test(text));

/**
 * BEGIN of a block, with dashes of whatever kind; the same in base64, at each of the three places that it may begin at,
 * twice encoded, and the dashes of it in UTF-16; a SEQUENCE of more than 255 bytes or of no definite length, as
 * certificates, RSA keys and PKCS#12 files are, or the dashes: in base64, also in the letters of URLs, in hexadecimal,
 * and as decimal or escaped bytes; a value that SOPS or ansible-vault has encrypted; a token long enough for a chain; a
 * Java keystore in base64, or DER that was taken for text; manifests that bind hosts to Secrets (`ApisixTls`,
 * `secretName`, `certificateRefs`, cut short: each window loads this).
 */
const signs = [
  /[-\u2010-\u2014\u2212]{2} ?BEGIN.{0,3}[A-Z]|CRUdJT|QkVHSU4|JFR0lO|TFMwdExTMUNS|AC0ALQAt/,
  /(?<![\w+/-])(?:MI[AE-I][\w+/\\\s-]{45}|TUl[H-J]\w{9}|\/u3\+7Q|zs7Ozg|MO\+\/v|eyJ[\w-]{500})|sixTls|cretName|ateRefs/,
  /30.{0,11}82[\da-fxty ,:()]{30}|(?:2d){5}42|\\(?:x30.x8|x2..x2|060.20|055.05)|ENC\[[AP]|ANSIBLE_V/i,
  /\b4(?:8[,\s]+-?1[23]\d|5[,\s]+45\b)/,
];
