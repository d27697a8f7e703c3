import type { Json } from '../json';
import { readJson } from '../json';

export type DecodedBody = { readonly ok: true; readonly value: Json } | { readonly ok: false; readonly reason: string };

/** 1.5 MiB. */
const largestBody = 1_572_864;

type Token = 'value' | 'string' | '{' | '}' | '[' | ']' | ':' | ',' | 'end' | 'bad';

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
};

const patterns: readonly (readonly [Token, RegExp])[] = [
  ['string', /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y],
  ['value', /true|false|null|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y],
];

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
      return { token, at };
    }
  }
  return { token: 'bad', at };
}

/**
 * Where and how a text stops being JSON, worded as APISIX's JSON reader words it. The wording for an object's key is
 * recorded; the others follow the same reader's habit.
 */
function describeBreakage(text: string): string {
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
    if (expected === 'the end') return fail;
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
    return { ok: false, reason: `request size ${size} is greater than the maximum size ${largestBody} allowed` };
  }
  try {
    return { ok: true, value: readJson(text) };
  } catch {
    return { ok: false, reason: describeBreakage(text) };
  }
}
