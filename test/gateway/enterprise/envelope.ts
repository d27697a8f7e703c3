import type { Answer } from '../http/exchange';
import type { Json, JsonObject } from '../json';
import { isObject } from '../json';
import { rememberOfList } from '../remember';

const answer = (status: number, body: Json): Answer => ({
  status,
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify(body),
});

/** Success is always HTTP 200, for creating too. */
export const succeed = (value: Json): Answer => answer(200, { value });

/** The answer to DELETE: a text without content. */
export const succeedEmpty = (): Answer => answer(200, '');

/**
 * 400 is the only documented status of an error; 401 is assumed. The words are ours, where the real ones are not known.
 */
export const fail = (words: string, status = 400): Answer => answer(status, { value: {}, error_msg: words });

const countAt = (query: URLSearchParams, name: string): number | undefined => {
  const value = Number(query.get(name) ?? '');
  return Number.isInteger(value) && value > 0 ? value : undefined;
};

/** Returns what fits all `labels[KEY]=VALUE` of a query. */
function withLabels(items: readonly JsonObject[], query: URLSearchParams): readonly JsonObject[] {
  const wanted = [...query].flatMap(([name, value]) => {
    const key = /^labels\[(.+)\]$/.exec(name)?.[1];
    return key === undefined ? [] : [{ key, value }];
  });
  if (wanted.length === 0) return items;
  return items.filter(({ labels }) => wanted.every(({ key, value }) => isObject(labels) && labels[key] === value));
}

type Time = 'created_at' | 'updated_at';

/** Sorting is stable: what was made in the same second stays in the order it was made in. */
const sorter = (by: Time, sign: 1 | -1) =>
  rememberOfList((items: readonly JsonObject[]) =>
    items.toSorted((a, b) => sign * (Number(a[by] ?? 0) - Number(b[by] ?? 0))),
  );

const sorters = {
  created_at: { asc: sorter('created_at', 1), desc: sorter('created_at', -1) },
  updated_at: { asc: sorter('updated_at', 1), desc: sorter('updated_at', -1) },
};

/** Newest change first unless asked otherwise; all of them without page parameters, as adc expects. */
export function answerList(
  items: readonly JsonObject[],
  { query, ignoresPaging }: { readonly query: URLSearchParams; readonly ignoresPaging: boolean },
): Answer {
  const by = query.get('order_by') === 'created_at' ? 'created_at' : 'updated_at';
  const direction = query.get('direction') === 'asc' ? 'asc' : 'desc';
  const found = sorters[by][direction](withLabels(items, query));
  const size = countAt(query, 'page_size');
  const page = countAt(query, 'page') ?? 1;
  const shown = size === undefined || ignoresPaging ? found : found.slice((page - 1) * size, page * size);
  return answer(200, { list: shown, total: found.length });
}
