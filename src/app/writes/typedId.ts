import type { Translate } from '../../shared/translate';

/** `incomplete`: right so far. `padded`: right but for white space around it. */
export type TypedIdFault = 'empty' | 'incomplete' | 'padded' | 'otherCase' | 'wrong';

/**
 * Compares a typed ID with the certificate's, character by character: nothing is trimmed and no case is folded.
 * Undefined where they are the same.
 */
export function checkTypedId(typed: string, id: string): TypedIdFault | undefined {
  if (id !== '' && typed === id) return undefined;
  const inside = typed.trim();
  if (inside === '') return 'empty';
  if (inside === id) return 'padded';
  if (inside.toLowerCase() === id.toLowerCase()) return 'otherCase';
  return id.startsWith(typed) ? 'incomplete' : 'wrong';
}

/** The faults of several IDs that were typed. At least one of the lists has something in it. */
export interface TypedIdsFault {
  readonly missing: readonly string[];
  /** Typed, and none of those wanted, or typed once too often. */
  readonly extra: readonly string[];
}

/**
 * Checks that each ID is there, character by character, and nothing else: separated by white space or commas, in any
 * order. One that two objects have is wanted twice.
 */
export function checkTypedIds(typed: string, ids: readonly string[]): TypedIdsFault | undefined {
  const [missing, extra] = [without(ids, typedIds(typed)), without(typedIds(typed), ids)];
  return missing.length === 0 && extra.length === 0 && ids.length > 0 ? undefined : { missing, extra };
}

/** Returns the rest of a list when each of the others has taken one of its kind away. */
function without(words: readonly string[], others: readonly string[]): readonly string[] {
  const left = new Map<string, number>();
  for (const word of others) left.set(word, (left.get(word) ?? 0) + 1);
  return words.filter((word) => {
    const count = left.get(word) ?? 0;
    left.set(word, count - 1);
    return count <= 0;
  });
}

export const typedIds = (typed: string): readonly string[] => typed.split(/[\s,]+/).filter(Boolean);

/** Returns the sentence of the prompt while the ID is not the one. */
export function typedIdSentence(fault: TypedIdFault, translate: Translate): string {
  switch (fault) {
    case 'empty':
      return translate('Type the ID of the certificate.');
    case 'incomplete':
      return translate('This is not the whole ID yet.');
    case 'padded':
      return translate('There is white space around the ID.');
    case 'otherCase':
      return translate('Upper and lower case differ from the ID.');
    case 'wrong':
      return translate('This is not the ID of the certificate.');
  }
}
