import { readFileSync } from 'node:fs';
import type { Sentences } from './l10nSentences';
import { placesIn } from './l10nSentences';

/** A bundle as VS Code loads it: English sentence to translation. */
export type Bundle = Readonly<Record<string, string>>;

/** @throws where the file is not JSON, or not an object of texts. */
export function readBundle(path: string): Bundle {
  const json: unknown = JSON.parse(readFileSync(path, 'utf8'));
  if (typeof json !== 'object' || json === null || Array.isArray(json)) throw new Error(`${path} is no object.`);
  return Object.fromEntries(
    Object.entries(json).map(([sentence, translation]) => {
      if (typeof translation !== 'string' || translation === '')
        throw new Error(`${path}: “${sentence}” is not translated by a text.`);
      return [sentence, translation];
    }),
  );
}

export function compareBundle(bundle: Bundle, { places }: Sentences) {
  const differ = (sentence: string, translation: string): boolean =>
    placesIn(sentence).join() !== placesIn(translation).join();
  return {
    untranslated: [...places]
      .filter(([sentence]) => !Object.hasOwn(bundle, sentence))
      .map(([sentence, [first = '']]) => `${first}  ${JSON.stringify(sentence)}`),
    'said by nobody': Object.keys(bundle).filter((sentence) => !places.has(sentence)),
    'with other places than the English': Object.entries(bundle)
      .filter(([sentence, translation]) => differ(sentence, translation))
      .map(([sentence, translation]) => `${JSON.stringify(sentence)} → ${JSON.stringify(translation)}`),
  } as const;
}
