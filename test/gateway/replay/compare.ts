import assert from 'node:assert/strict';
import type { Json } from '../json';
import { isList, isObject, readJson } from '../json';
import type { RawAnswer } from '../wire';
import type { RecordedAnswer } from './recording';

/** Headers that the recordings leave out. */
const unrecorded = /^(Date|Server|Transfer-Encoding|Connection|Access-Control-.*)$/i;

const sorted = (headers: readonly (readonly [string, string])[]): readonly string[] =>
  headers.map(([name, value]) => `${name}: ${value}`).sort();

const countCertificates = (text: string): number => text.split('-----BEGIN CERTIFICATE-----').length;

/** Ids that are counters, and etcd's own counters as text, differ from run to run. */
const blur = (text: string): string => text.replace(/\d{20}/g, 'counter');

function compareTexts(recorded: string, actual: string, path: string): void {
  if (recorded.includes('-----BEGIN')) {
    assert.equal(
      actual.slice(0, actual.indexOf('-----')),
      recorded.slice(0, recorded.indexOf('-----')),
      `${path}: what comes before the armour`,
    );
    assert.equal(countCertificates(actual), countCertificates(recorded), `${path}: number of certificates`);
  } else if (recorded.includes('…')) {
    // Ciphertext. Its first block depends only on the keyring and the armour, so its beginning is the same everywhere.
    assert.equal(actual.slice(0, 16), recorded.slice(0, 16), `${path}: beginning of the ciphertext`);
    assert.match(actual, /^[A-Za-z0-9+/]+=*$/, path);
  } else if (/\.(create_revision|mod_revision)$/.test(path)) {
    assert.match(actual, /^\d+$/, path);
  } else assert.equal(blur(actual), blur(recorded), path);
}

function compareNumbers(recorded: number, actual: number, path: string): void {
  const isTime = /\.(create_time|update_time)$/.test(path) && recorded > 1_000_000_000;
  if (isTime) assert.ok(actual > 1_000_000_000, `${path}: ${actual} is no time`);
  else if (/\.(createdIndex|modifiedIndex)$/.test(path)) assert.ok(Number.isInteger(actual) && actual > 0, path);
  else assert.equal(actual, recorded, path);
}

/** @param isPart the recording stops in the middle: what it lacks may be there. */
function compareJson(
  recorded: Json,
  actual: Json | undefined,
  { path, isPart }: { readonly path: string; readonly isPart: boolean },
): void {
  if (isList(recorded)) {
    if (!isList(actual)) assert.fail(`${path}: no list`);
    if (!isPart) assert.equal(actual.length, recorded.length, `${path}: length`);
    for (const [index, item] of recorded.entries())
      compareJson(item, actual[index], { path: `${path}[${index}]`, isPart });
  } else if (isObject(recorded)) {
    if (!isObject(actual)) assert.fail(`${path}: no object`);
    if (!isPart) assert.deepEqual(Object.keys(actual).sort(), Object.keys(recorded).sort(), `${path}: members`);
    for (const [name, value] of Object.entries(recorded))
      compareJson(value, actual[name], { path: `${path}.${name}`, isPart });
    if (typeof recorded['createdIndex'] === 'number') {
      const isUnchanged = recorded['createdIndex'] === recorded['modifiedIndex'];
      assert.equal(
        actual['createdIndex'] === actual['modifiedIndex'],
        isUnchanged,
        `${path}: whether it was changed since it was created`,
      );
    }
  } else if (typeof recorded === 'string') {
    if (typeof actual !== 'string') assert.fail(`${path}: no text`);
    compareTexts(recorded, actual, path);
  } else if (typeof recorded === 'number' && typeof actual === 'number') compareNumbers(recorded, actual, path);
  else assert.equal(actual, recorded, path);
}

/** Closes a JSON text that was cut off, after the last value that is whole. */
function apply(text: string): string {
  let open = '';
  let isInText = false;
  let fixed = '';
  for (let at = 0; at < text.length; at += 1) {
    const char = text.charAt(at);
    if (isInText && char === '\\') at += 1;
    else if (char === '"') isInText = !isInText;
    else if (!isInText && (char === '{' || char === '[')) open = (char === '{' ? '}' : ']') + open;
    else if (!isInText && (char === '}' || char === ']')) {
      open = open.slice(1);
      fixed = text.slice(0, at + 1) + open;
    }
  }
  return fixed;
}

const parse = (text: string): Json | undefined => {
  try {
    return readJson(text);
  } catch {
    return undefined;
  }
};

function compareBodies(recorded: string, actual: string): void {
  if (!recorded.startsWith('{')) return assert.equal(actual.replaceAll('\r', '').trimEnd(), recorded);
  assert.ok(actual.endsWith('}\n'), 'A JSON body ends with a line break');
  const whole = parse(recorded);
  compareJson(whole ?? readJson(apply(recorded)), readJson(actual), { path: 'body', isPart: whole === undefined });
}

/** Compares with what was written down of a JSON text, which may stop in the middle. */
export function compareWritten(recorded: string, actual: string): void {
  const whole = parse(recorded);
  const part = whole ?? parse(apply(recorded)) ?? parse(`${recorded.slice(0, recorded.lastIndexOf(',"'))}}`) ?? {};
  compareJson(part, readJson(actual), { path: 'body', isPart: whole === undefined });
}

export function compareAnswers(recorded: RecordedAnswer, actual: RawAnswer): void {
  assert.equal(actual.status, recorded.status, `status; body: ${actual.body.slice(0, 300)}`);
  assert.deepEqual(
    sorted(actual.headers.filter(([name]) => !unrecorded.test(name))),
    sorted(recorded.headers),
    'headers',
  );
  if (recorded.allHeaders.length > 0) {
    const undated = (headers: readonly (readonly [string, string])[]) =>
      sorted(headers.filter(([name]) => name !== 'Date'));
    assert.deepEqual(undated(actual.headers), undated(recorded.allHeaders), 'all headers');
  }
  compareBodies(recorded.body, actual.body);
}

/** A list as the recordings sum it up, after the arrow. */
export function summarize({ status, body }: RawAnswer): string {
  const answer = parse(body);
  if (!isObject(answer)) return `${status} ${body.trimEnd()}`;
  const { list, total } = answer;
  const items = isList(list) ? list : [];
  const ids = items.map((item) => (isObject(item) && isObject(item['value']) ? String(item['value']['id']) : '?'));
  const keys = Object.keys(answer)
    .sort()
    .map((name) => `'${name}'`);
  const shown = isList(list) ? `[${ids.map((id) => `'${id}'`).join(', ')}]` : '{}';
  return `${status} keys [${keys.join(', ')}] total ${String(total)} list type ${isList(list) ? 'list' : 'dict'} n ${items.length} ${shown}`;
}
