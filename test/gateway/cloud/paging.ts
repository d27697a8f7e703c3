import type { Answer } from '../http/exchange';
import type { Json, JsonObject } from '../json';
import { textAt, textsOf } from '../json';
import { succeedWithList } from './envelope';

const countAt = (query: URLSearchParams, name: string, otherwise: number): number => {
  const value = Number(query.get(name) ?? '');
  return Number.isInteger(value) && value > 0 ? value : otherwise;
};

/** Searches names and labels, in part. The real service does not document where `search` looks. */
const holds = (item: JsonObject, search: string): boolean =>
  [textAt(item, 'name') ?? '', ...textsOf(item['snis']), ...textsOf(item['labels']), ...textsOf(item['hosts'])].some(
    (text) => text.includes(search),
  );

export interface PagingOptions {
  readonly query: URLSearchParams;
  /** Largest page; more is cut down to it in silence. Whether and how the real one limits is not documented. */
  readonly cap: number;
}

/** Pages of 10 from 1 unless asked otherwise. Past the end: an empty list. */
export function answerList(
  items: readonly JsonObject[],
  { query, cap }: PagingOptions,
  toAnswer: (item: JsonObject) => Json,
): Answer {
  const search = query.get('search') ?? '';
  const found = search === '' ? items : items.filter((item) => holds(item, search));
  const size = Math.min(countAt(query, 'page_size', 10), cap);
  const start = (countAt(query, 'page', 1) - 1) * size;
  return succeedWithList(found.slice(start, start + size).map(toAnswer), found.length);
}
