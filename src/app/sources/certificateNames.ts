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

const likely =
  /(^|\/)(?:[^/]*(?:secret|tls|ssl|cert)[^/]*|kubeconfig|apisix|adc|acme)\.(?:ya?ml|json|toml)$|\/kubeconfig$/i;
