/**
 * Puts an English sentence into the user's language. `{name}` in the sentence is replaced by `values.name`.
 * The host passes VS Code's own `l10n.t`; everything else (tests, tools) passes {@link english}.
 */
export type Translate = (sentence: string, values?: Readonly<Record<string, string | number>>) => string;

/** The identity translation: fills the places in, changes nothing else. */
export const english: Translate = (sentence, values = {}) =>
  sentence.replace(/\{(\w+)\}/g, (place, name: string) => String(values[name] ?? place));

/**
 * An English sentence that is translated where it is shown, not where it arises. `values` are facts and stay as they
 * are; `words` are English, and are translated too.
 */
export type Sentence =
  | string
  | {
      readonly text: string;
      readonly values?: Readonly<Record<string, string | number>>;
      readonly words?: Readonly<Record<string, Sentence>>;
    };

export function translateSentence(sentence: Sentence, translate: Translate): string {
  if (typeof sentence === 'string') return translate(sentence);
  const values = { ...sentence.values };
  for (const [name, word] of Object.entries(sentence.words ?? {})) values[name] = translateSentence(word, translate);
  return translate(sentence.text, values);
}
