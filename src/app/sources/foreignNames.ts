/** The files of a workspace in which certificates and keys may be values: by name only. */
import { leftOut } from './certificateNames';

/** Manifests and configurations, in which certificates and keys may be values. */
const manifestExtensions = [
  ...['yaml', 'yml', 'json', 'jsonc', 'json5', 'toml', 'env', 'properties', 'conf', 'cfg', 'ini', 'xml', 'config'],
  ...['tf', 'tfvars', 'tfstate', 'hcl', 'tpl', 'gotmpl', 'j2', 'ovpn', 'ipynb'],
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

/**
 * Globs for the names of manifests and configurations, and of programs. Braces in braces find nothing in VS Code's
 * search.
 */
export const manifestNames = `{${manifestExtensions.map((ending) => `*.${ending}`).join(',')},.env,.env.*,kubeconfig}`;
export const programNames = `*.{${programExtensions.join(',')}}`;
