import type { Json } from '../json';
import { readJson } from '../json';

export type DecodedBody =
  | { readonly ok: true; readonly value: Json }
  /** `isEchoed`: the answer holds the whole body, keys included. */
  | { readonly ok: false; readonly reason: string; readonly isEchoed: boolean };

/** 1.5 MiB. */
const largestBody = 1_572_864;

/** The depth that cjson takes by default. */
const deepest = 1_000;

type Token = 'value' | 'string' | '{' | '}' | '[' | ']' | ':' | ',' | 'end' | 'bad' | 'badEscape';

const names: Readonly<Record<Token, string>> = {
  value: 'T_VALUE',
  string: 'T_STRING',
  '{': 'T_OBJ_BEGIN',
  '}': 'T_OBJ_END',
  '[': 'T_ARR_BEGIN',
  ']': 'T_ARR_END',
  ':': 'T_COLON',
  ',': 'T_COMMA',
  end: 'T_END',
  bad: 'invalid token',
  badEscape: 'invalid unicode escape code',
};

const patterns: readonly (readonly [Token, RegExp])[] = [
  ['string', /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y],
  // This reader takes numbers that JSON does not have.
  ['value', /true|false|null|NaN|-?Infinity|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y],
];

/** Finds an escaped half of a character without the other half. */
function findLoneSurrogate(text: string): number | undefined {
  for (const { index, 0: run } of text.matchAll(/(?:\\u[0-9a-fA-F]{4}|\\[^u])+/g)) {
    const lone = run.replace(/\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}/g, ' '.repeat(12));
    const at = lone.search(/\\u[dD][89a-fA-F]/);
    if (at >= 0) return index + at;
  }
  return undefined;
}

interface Cursor {
  at: number;
}

function nextToken(text: string, cursor: Cursor): { readonly token: Token; readonly at: number } {
  while (/[ \t\r\n]/.test(text.charAt(cursor.at))) cursor.at += 1;
  const { at } = cursor;
  const char = text.charAt(at);
  if (char === '') return { token: 'end', at };
  if (char === '{' || char === '}' || char === '[' || char === ']' || char === ':' || char === ',') {
    cursor.at += 1;
    return { token: char, at };
  }
  for (const [token, pattern] of patterns) {
    pattern.lastIndex = at;
    if (pattern.test(text)) {
      cursor.at = pattern.lastIndex;
      const escape = token === 'string' ? findLoneSurrogate(text.slice(at, cursor.at)) : undefined;
      return escape === undefined ? { token, at } : { token: 'badEscape', at: at + escape };
    }
  }
  return { token: 'bad', at };
}

/**
 * Finds where and how a text stops being what APISIX's JSON reader takes, in its words; undefined where it does not.
 * The wording for an object's key is recorded; the others follow the same reader's habit.
 */
function findBreakage(text: string): string | undefined {
  const cursor = { at: 0 };
  const open: ('{' | '[')[] = [];
  let expected: 'value' | 'object key string' | 'colon' | 'comma or object end' | 'comma or array end' | 'the end' =
    'value';
  let isFirst = false;
  const afterValue = (): typeof expected => {
    const container = open.at(-1);
    if (container === undefined) return 'the end';
    return container === '{' ? 'comma or object end' : 'comma or array end';
  };
  for (;;) {
    const { token, at } = nextToken(text, cursor);
    const fail = `Expected ${expected} but found ${names[token]} at character ${at + 1}`;
    if (expected === 'the end') return token === 'end' ? undefined : fail;
    if (expected === 'colon') {
      if (token !== ':') return fail;
      expected = 'value';
    } else if (expected === 'object key string') {
      if (token === '}' && isFirst) {
        open.pop();
        expected = afterValue();
      } else if (token === 'string') expected = 'colon';
      else return fail;
    } else if (expected === 'value') {
      if (token === '{' || token === '[') {
        open.push(token);
        if (open.length > deepest)
          return `Found too many nested data structures (${open.length}) at character ${at + 1}`;
        expected = token === '{' ? 'object key string' : 'value';
        isFirst = true;
        continue;
      }
      if (token === ']' && isFirst && open.at(-1) === '[') open.pop();
      else if (token !== 'string' && token !== 'value') return fail;
      expected = afterValue();
    } else if (token === ',') {
      expected = open.at(-1) === '{' ? 'object key string' : 'value';
    } else if (token === (open.at(-1) === '{' ? '}' : ']')) {
      open.pop();
      expected = afterValue();
    } else return fail;
    isFirst = false;
  }
}

export function decodeBody(text: string): DecodedBody {
  const size = Buffer.byteLength(text);
  if (size > largestBody) {
    const reason = `request size ${size} is greater than the maximum size ${largestBody} allowed`;
    return { ok: false, reason, isEchoed: false };
  }
  const reason = findBreakage(text);
  if (reason !== undefined) return { ok: false, reason, isEchoed: true };
  // Outside of texts these words are numbers; JSON has none such, but one that is too large is infinite.
  const number = (word: string, name?: string): string => (name === undefined ? word : '1e999');
  return { ok: true, value: readJson(text.replace(/"(?:[^"\\]|\\.)*"|(NaN|Infinity)/g, number)) };
}
