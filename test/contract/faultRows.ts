/** The rows of the fault matrix: what may go wrong, and what each operation has to make of it. */
import type { GatewayErrorKind } from '../../src/gateway/gateway';
import type { Fault } from '../gateway/http/faults';
import { answers } from '../gateway/http/faults';
import type { ListenerName } from '../gateway/http/recorder';

const writes = ['create', 'replace', 'remove'] as const;
export const operations = ['check', 'list', 'read', ...writes, 'uses', 'scopes'] as const;
export type Operation = (typeof operations)[number];
export const isWrite = (operation: Operation): boolean => writes.some((each) => each === operation);

/** `done`: as if nothing had happened. `reported`: done, and says what could not be read. */
export type End = GatewayErrorKind | 'done' | 'reported';

export interface Row {
  readonly name: string;
  /** The fault of a listener; for some, in its dialect's words. */
  readonly fault: (id: ListenerName) => Fault;
  readonly end: (operation: Operation, id: ListenerName) => End;
  /** A write that fails may have taken effect. */
  readonly effect: boolean;
  /** The number of times that a read is sent. */
  readonly tries: number | ((operation: Operation, id: ListenerName) => number);
  /** The gateway stores what was written, at once or when it wakes up. */
  readonly stores: boolean;
  /** Shown on one version of each dialect only. */
  readonly isHeavy: boolean;
  /** Waits for the time limit, which is short here. */
  readonly isSlow: boolean;
  /** Services that the fault shows; API7 Enterprise is asked once more for each. */
  readonly services: number;
  /** Only these can meet it. */
  readonly operations: readonly Operation[];
}

type More = Partial<Omit<Row, 'name' | 'fault' | 'end'>>;

const row = (
  name: string,
  fault: Fault | Row['fault'],
  end: End | Row['end'],
  {
    effect = false,
    tries = 1,
    stores = false,
    isSlow = false,
    isHeavy = false,
    services = 0,
    operations: own = operations,
  }: More = {},
): Row => ({
  name,
  fault: typeof fault === 'function' ? fault : () => fault,
  end: typeof end === 'function' ? end : () => end,
  effect,
  tries,
  stores,
  isSlow,
  isHeavy,
  services,
  operations: own,
});

const own = (status: number) =>
  answers.json(status, { message: 'no CANARYWORD', error_msg: 'no', description: 'as asked for' });

/** An object that is missing, in each dialect's words. */
const missing = (id: ListenerName) => {
  if (id === 'apisix') return answers.json(404, { message: 'Key not found' });
  if (id === 'api7enterprise') return answers.json(400, { value: {}, error_msg: 'ssl not found' });
  return answers.json(404, { status: { code: 404, message: 'not found' } });
};

/** A page of a list. The object says all that a certificate, a route, an application or a cluster has to. */
const page = (ids: readonly string[], total: number | undefined): string => {
  const list = ids.map((id) => ({ id, value: { id }, name: id }));
  const count = total === undefined ? {} : { total, count: total };
  return JSON.stringify({ ...count, list, payload: { ...count, list }, status: { code: 0 } });
};
const json = { 'Content-Type': 'application/json' };

/**
 * 2,500 new objects on each page, and no word of how many there are. A list that is asked for without pages has one.
 */
const endless: Fault = {
  kind: 'make',
  make: ({ query }) => {
    if (!query.has('page')) return { status: 200, headers: json, body: page(['1'], undefined) };
    const start = Number(query.get('page') ?? '1') * 2_500;
    const ids = Array.from({ length: 2_500 }, (_, index) => String(start + index));
    return { status: 200, headers: json, body: page(ids, undefined) };
  },
};
const lists = ['list', 'uses'] as const;
/** Two pages; of APISIX's list all at once before. */
const allThenPages: Row['tries'] = (operation, id) => (id === 'apisix' && operation === 'list' ? 3 : 2);

const inAnHour = new Date(Date.now() + 3_600_000).toUTCString();
const anHourAgo = new Date(Date.now() - 3_600_000).toUTCString();

export const rows: readonly Row[] = [
  row('reset before the request was read', { kind: 'cut', when: 'before' }, 'unreachable', { effect: true, tries: 3 }),
  row('reset before the answer', { kind: 'cut', when: 'during' }, 'unreachable', { effect: true, tries: 3 }),
  row('reset before the answer, after storing', { kind: 'cut', when: 'after' }, 'unreachable', {
    effect: true,
    tries: 3,
    stores: true,
  }),
  row('reset inside the answer', { kind: 'half' }, 'unexpected', { effect: true, stores: true }),
  // Of API7 Cloud, the user and two organisations; API7 Enterprise is asked for three things to check it.
  row('reset after the answer', { kind: 'cut', when: 'answered' }, 'done', {
    stores: true,
    tries: (operation, id) => {
      if (operation === 'check') return id === 'api7enterprise' ? 3 : 1;
      return operation === 'scopes' && id === 'api7cloud' ? 3 : 1;
    },
  }),
  row('no answer', { kind: 'hold', when: 'before' }, 'timeout', { effect: true, stores: true, isSlow: true }),
  row('slow headers', { kind: 'drip', part: 'head' }, 'timeout', { effect: true, isSlow: true }),
  row('slow body', { kind: 'drip', part: 'body' }, 'timeout', { effect: true, isSlow: true }),
  row('200 with HTML', answers.html(200), 'unexpected', { effect: true }),
  row('200 with nothing', answers.empty(), 'unexpected', { effect: true }),
  row('truncated JSON', answers.text(200, '{"list":[{"key":"'), 'unexpected', { effect: true }),
  row('another envelope', answers.json(200, { hello: 'world' }), 'unexpected', { effect: true }),
  row(
    'wrong types in the envelope',
    answers.json(200, { list: 7, node: 'x', payload: true, value: [], total: {} }),
    'unexpected',
    { effect: true },
  ),
  row('nested without end', answers.text(200, '['.repeat(100_000)), 'unexpected', { effect: true }),
  row('50 MB', answers.huge(50 * 1024 * 1024), 'unexpected', { effect: true, isHeavy: true }),
  // What uses certificates is looked at up to a limit, and it is said that there is more.
  row('endless pages', endless, (operation) => (operation === 'uses' ? 'reported' : 'unexpected'), {
    isHeavy: true,
    services: 1_000,
    operations: lists,
    // APISIX is asked for all at once first, which says nothing of how many there are.
    tries: (operation) => (operation === 'uses' ? 20 : 41),
  }),
  row(
    'the same page again and again',
    answers.text(200, page(['1'], 10)),
    (operation) => (operation === 'uses' ? 'reported' : 'unexpected'),
    { operations: lists, services: 1, tries: allThenPages },
  ),
  row('the same page again and again, with no total', answers.text(200, page(['1'], undefined)), 'done', {
    operations: lists,
    services: 1,
    tries: allThenPages,
  }),
  row('an id twice on a page', answers.text(200, page(['1', '1'], undefined)), 'reported', {
    operations: lists,
    services: 1,
    tries: allThenPages,
  }),
  ...[301, 302, 307, 308].map((status) =>
    row(`${String(status)} to another origin`, answers.redirect('https://other.example/?t=1', status), 'unexpected', {
      effect: true,
    }),
  ),
  row('400', own(400), 'rejected'),
  row('401', own(401), 'unauthorized'),
  row('403', own(403), 'forbidden'),
  row('404 of an object, in its own words', missing, missingEnd),
  // APISIX: before it says so, the client asks whether this is an older one.
  row('404 of a wrong address, as HTML', answers.html(404), 'unexpected', {
    tries: (operation, id) => (id === 'apisix' && ['check', 'list', 'read'].includes(operation) ? 2 : 1),
  }),
  row('405', own(405), 'rejected'),
  row('409', own(409), 'conflict'),
  row('412', own(412), 'conflict'),
  row('413', own(413), 'rejected'),
  row('422', own(422), 'rejected'),
  row('429', own(429), 'throttled', { tries: 3 }),
  ...([429, 503] as const).flatMap((status) =>
    (
      [
        ['1', 3],
        ['60', 1],
        ['a date in an hour', 1],
        ['a date that is over', 3],
        ['99999999999', 3],
        ['soon', 3],
      ] as const
    ).map(([words, tries]) => {
      const header = words === 'a date in an hour' ? inAnHour : words === 'a date that is over' ? anHourAgo : words;
      return row(
        `${String(status)}, Retry-After: ${words}`,
        answers.later(status, header),
        status === 429 ? 'throttled' : 'unavailable',
        { tries, effect: status !== 429 },
      );
    }),
  ),
  row('500 in its own envelope', own(500), 'unavailable', { effect: true }),
  ...[502, 503, 504].map((status) =>
    row(`${String(status)} in its own envelope`, own(status), 'unavailable', { effect: true, tries: 3 }),
  ),
  row('500 as HTML', answers.html(500), 'unexpected', { effect: true }),
  ...[502, 503, 504].map((status) =>
    row(`${String(status)} as HTML`, answers.html(status), 'unexpected', { effect: true, tries: 3 }),
  ),
];

/**
 * The end of asking for something missing. APISIX answers for a list that was never written to as for a missing object;
 * deleting what is gone is done.
 */
function missingEnd(operation: Operation, id: ListenerName): End {
  // API7 Enterprise is looked at again, and has it still.
  if (operation === 'remove') return id === 'api7enterprise' ? 'notFound' : 'done';
  if (id === 'apisix' && ['check', 'list', 'uses'].includes(operation)) return 'done';
  // Of an API7 Enterprise, 400 is any refusal.
  if (operation === 'scopes' && id === 'api7enterprise') return 'rejected';
  if (operation !== 'create') return 'notFound';
  return ({ apisix: 'unexpected', api7cloud: 'notFound', api7enterprise: 'rejected' } as const)[id];
}
