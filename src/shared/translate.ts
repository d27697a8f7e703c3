/**
 * Puts an English sentence into the user's language. `{name}` in the sentence is replaced by `values.name`.
 * The host passes VS Code's own `l10n.t`; everything else (tests, tools) passes {@link english}.
 */
export type Translate = (sentence: string, values?: Readonly<Record<string, string | number>>) => string;

/** The identity translation: fills the places in, changes nothing else. */
export const english: Translate = (sentence, values = {}) =>
  sentence.replace(/\{(\w+)\}/g, (place, name: string) => String(values[name] ?? place));
