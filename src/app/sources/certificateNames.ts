/** The files of a workspace that may hold certificates or keys: by name only, in any case of letters. */

/** Those of the language `pem`, and those that hold DER or PKCS#12, or that other programs write. */
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
const leftOut = /(^|\/)(node_modules|\.git)\//;

/** Folders that hold other people's certificates, or none. */
export const foldersLeftOut = '**/{node_modules,.git}/**';

/** @param path with `/` between its parts */
export const isCertificatePath = (path: string): boolean => ending.test(path) && !leftOut.test(path);

/** A glob for the names. Globs tell small letters from capitals on some systems, so each letter is written in both. */
export const certificateNames = `*.{${certificateExtensions.map((extension) => extension.replace(/[a-z]/g, (letter) => `[${letter}${letter.toUpperCase()}]`)).join(',')}}`;

/** Manifests and configurations, in which certificates and keys may be values. */
const manifestExtensions = [
  ...['yaml', 'yml', 'json', 'jsonc', 'json5', 'toml', 'env', 'properties', 'conf', 'cfg', 'ini', 'xml', 'config'],
  ...['tf', 'tfvars', 'hcl', 'tpl', 'gotmpl', 'j2'],
];

/** Programs, in which they may be strings. */
const programExtensions = [
  ...['js', 'mjs', 'cjs', 'jsx', 'ts', 'mts', 'cts', 'tsx', 'py', 'rb', 'go', 'java', 'kt', 'kts', 'scala', 'groovy'],
  ...['cs', 'fs', 'vb', 'php', 'rs', 'c', 'h', 'cc', 'cpp', 'hpp', 'swift', 'm', 'dart', 'lua', 'pl', 'ex', 'exs'],
  ...['sh', 'bash', 'zsh', 'ps1'],
];

const foreignEnding = new RegExp(
  `(\\.(${[...manifestExtensions, ...programExtensions].join('|')})|/\\.env(\\.[\\w-]+)?|/kubeconfig)$`,
  'i',
);

/** Returns whether a file is, by its name, about something else than certificates, which may be values in it. */
export const isForeignPath = (path: string): boolean => foreignEnding.test(path) && !leftOut.test(path);

/** A manifest whose very name says that there are certificates in it: it is marked where it is in sight, unopened. */
export const isLikelyManifest = (path: string): boolean => likely.test(path) && !leftOut.test(path);

const likely =
  /(^|\/)(?:[^/]*(?:secret|tls|ssl|cert)[^/]*|kubeconfig|apisix|adc|acme)\.(?:ya?ml|json|toml)$|\/kubeconfig$/i;

/** Globs for the names of manifests and configurations, and of programs. */
export const manifestNames = `{*.{${manifestExtensions.join(',')}},.env,.env.*,kubeconfig}`;
export const programNames = `*.{${programExtensions.join(',')}}`;
