// The bundler takes style sheets out of the script and beside it.
declare module '*.css';

/** Outlines of an icon of VS Code: see build/codicons.mjs. */
declare module 'codicon:*' {
  export const outlines: readonly string[];
}
