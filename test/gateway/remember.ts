/** The number of answers that are kept: more than any test has certificates, fewer than a long run would pile up. */
const most = 500;

/**
 * Returns a function that asks `compute` once for the same texts. The same few certificates and keys are sent and
 * judged a thousand times in a run of the tests, and OpenSSL takes a millisecond for each.
 */
export function remember<Result>(compute: (...texts: string[]) => Result): (...texts: string[]) => Result {
  const known = new Map<string, { readonly result: Result }>();
  return (...texts) => {
    const key = texts.join('\0');
    const found = known.get(key) ?? { result: compute(...texts) };
    // The last used is the last to go.
    known.delete(key);
    known.set(key, found);
    const [oldest] = known.keys();
    if (known.size > most && oldest !== undefined) known.delete(oldest);
    return found.result;
  };
}

/** Returns a function that asks `compute` once for the same list, which nobody changes. */
export function rememberOfList<List extends object, Result>(compute: (list: List) => Result): (list: List) => Result {
  const known = new WeakMap<List, { readonly result: Result }>();
  return (list) => {
    const found = known.get(list) ?? { result: compute(list) };
    known.set(list, found);
    return found.result;
  };
}
