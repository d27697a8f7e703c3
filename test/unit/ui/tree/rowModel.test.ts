import assert from 'node:assert/strict';
import type { Arrangement } from '../../../../src/app/inventory/arrange';
import { arrangeSteps } from '../../../../src/app/inventory/arrange';
import type { CertificateEntry } from '../../../../src/app/inventory/certificateEntry';
import { CertificateIndex } from '../../../../src/app/inventory/certificateIndex';
import type { ConnectionState } from '../../../../src/app/inventory/inventory';
import type { HostState } from '../../../../src/app/usage/hostList';
import type { UnfinishedWrite } from '../../../../src/app/writes/unfinishedWrite';
import { GatewayError } from '../../../../src/gateway/gateway';
import { runSync } from '../../../../src/shared/cooperative';
import { RowModel } from '../../../../src/ui/tree/rowModel';
import type { Row, ShownHost, ShownHosts } from '../../../../src/ui/tree/rows';
import { connection } from '../../app/fakes/fakeConnections';
import { dates, entryOf, unfinished, wording } from './fakeWording';

const rowOf = (model: RowModel, connectionId: string, id: string) => runSync(model.rowOfSteps(connectionId, id));

const ready = (entries: readonly CertificateEntry[], unreadable: readonly string[] = []): ConnectionState => ({
  kind: 'ready',
  entries,
  isComplete: true,
  loaded: entries.length,
  total: undefined,
  unreadable,
});

function modelOf(
  states: Readonly<Record<string, ConnectionState>>,
  change: Partial<Arrangement> = {},
  problems: readonly string[] = [],
  unfinished: readonly UnfinishedWrite[] = [],
): RowModel {
  const arrangement: Arrangement = { grouping: 'none', sorting: 'name', filter: '', ...change };
  const words = { state: String, type: String };
  const arranged = Object.entries(states).map(([id, { entries }]) => {
    const certificates = new CertificateIndex();
    for (const entry of entries) certificates.put(entry);
    return [id, runSync(arrangeSteps(certificates, { arrangement, clock: wording.clock, words }))] as const;
  });
  return new RowModel({
    connections: Object.keys(states).map(connection),
    state: (id) => states[id] ?? { kind: 'idle', entries: [] },
    arranged: new Map(arranged),
    isFiltered: arrangement.filter !== '',
    wording,
    unfinished,
    problems,
  });
}

/** One word a row, children in brackets. */
function drawn(model: RowModel, rows: readonly Row[] = model.roots()): string {
  const word = (row: Row): string => {
    switch (row.kind) {
      case 'connection':
        return row.connection.id;
      case 'group':
        return String(row.key.value);
      case 'range':
        return `${row.start}+${row.entries.length}`;
      case 'certificate':
        return row.entry.stored.id;
      case 'host':
        return row.host;
      case 'hostRange':
        return `${row.start}+${row.hosts.length}`;
      case 'unused':
      case 'others':
        return row.kind;
      case 'unfinished':
        return `?${row.write.title}`;
      case 'problem':
        return `#${row.text}`;
      case 'message':
        return `!${row.text}${row.details.join(';')}`;
    }
  };
  return rows
    .map((row) =>
      [
        word(row),
        ...(row.kind === 'range'
          ? []
          : [drawn(model, model.children(row))].filter(Boolean).map((inner) => `[${inner}]`)),
      ].join(''),
    )
    .join(' ');
}

describe('RowModel', () => {
  it('keeps unfinished writes in sight: under their connection, at the root where that is gone, whatever the filter', () => {
    const states = { a: ready([entryOf('1')]), b: ready([]) };
    assert.equal(
      drawn(modelOf(states, { filter: 'nothing' }, [], [unfinished('one', 'a'), unfinished('two', 'gone')])),
      '?two a[?one !No certificate matches the filter.] b[!This gateway holds no certificates yet.]',
    );
  });

  const two = [entryOf('1', { labels: [{ key: 'x' }, { key: 'y' }], ...dates(-1, 90) }), entryOf('2', dates(-60, -1))];

  it('shows connections with their certificates', () =>
    assert.equal(
      drawn(modelOf({ a: ready(two), b: ready([]) })),
      'a[1 2] b[!This gateway holds no certificates yet.]',
    ));

  it('shows a connection that is alone and failing, and what is wrong with those that cannot be read', () => {
    const error = new GatewayError('unreachable', 'for the log', { code: 'ECONNREFUSED' });
    const states = { a: { kind: 'failed', entries: [], failure: { reason: 'gateway', error } } } as const;
    const problems = ['Connection 2: id is missing.', 'Connection 3: id is missing.'];
    assert.match(
      drawn(modelOf(states, {}, problems)),
      /^#Connection 2: id is missing\. #Connection 3: id is missing\. a\[!.*ECONNREFUSED.*\]$/,
    );
    assert.equal(drawn(modelOf({}, {}, problems.slice(0, 1))), '#Connection 2: id is missing.');
  });

  it('shows groups, and a certificate under each of its labels', () => {
    assert.equal(drawn(modelOf({ a: ready(two) }, { grouping: 'label' })), 'a[x[1] y[1] undefined[2]]');
    assert.equal(drawn(modelOf({ a: ready(two) }, { grouping: 'state' })), 'a[expired[2] valid[1]]');
  });

  describe('with hosts', () => {
    const shown = (host: string, entries: readonly CertificateEntry[], state: HostState): ShownHost => ({
      listed: { host, owners: { shown: [], more: 0 }, wantsHttps: false, answer: 'served', ids: [], disputed: [] },
      state,
      entries,
      text: () => assert.fail('Nothing is drawn here.'),
    });
    const model = (hosts: ShownHosts | undefined, unreadable: readonly string[] = [], failure?: GatewayError) => {
      const [one, other] = two;
      assert.ok(one && other);
      return new RowModel({
        connections: [connection('a')],
        state: () => ready(two, unreadable),
        arranged: new Map([['a', { entries: two, groups: undefined }]]),
        hosts: new Map(hosts ? [['a', hosts]] : []),
        usesFailure: () => failure,
        isFiltered: false,
        wording,
        unfinished: [],
        problems: [],
      });
    };

    it('shows each with its certificates, then what nothing uses, then the rest', () => {
      const [one, other] = two;
      assert.ok(one && other);
      const hosts = [shown('gap.test', [], 'gap'), shown('x.test', [one], 'served')];
      assert.equal(
        drawn(model({ hosts, unused: [other], others: [], isAll: true })),
        'a[gap.test x.test[1] unused[2]]',
      );
      assert.equal(rowOf(model({ hosts, unused: [other], others: [], isAll: true }), 'a', '2')?.parent?.kind, 'unused');
    });

    it('says that there may be more', () =>
      assert.match(drawn(model({ hosts: [], unused: [], others: [], isAll: false })), /^a\[!Not everything/));

    it('shows certificates where hosts are not known', () =>
      assert.match(drawn(model(undefined)), /^a\[!The hosts in use are not known.* 1 2\]$/));

    it('says why, in the gateway’s words, where they could not be read', () => {
      const failure = new GatewayError('forbidden', 'a secret', { gatewayText: 'not for you' });
      const [root] = model(undefined, [], failure).roots();
      const [message] = root ? model(undefined, [], failure).children(root) : [];
      assert(message?.kind === 'message');
      assert.match(message.text, /^The hosts in use could not be read/);
      assert.match(message.details.join('|'), /The gateway says: not for you$/);
    });

    it('says so beside what could not be read, too', () =>
      assert.match(
        drawn(model(undefined, ['broken'])),
        /^a\[!1 object could not be read\.broken !The hosts in use are not known.* 1 2\]$/,
      ));

    it('cuts many into ranges', () => {
      const hosts = Array.from({ length: 1_200 }, (_, index) => shown(`${index}.test`, [], 'served'));
      const [root] = model({ hosts, unused: [], others: [], isAll: true }).roots();
      assert.ok(root);
      const rows = model({ hosts, unused: [], others: [], isAll: true }).children(root);
      assert.deepEqual(
        rows.map((row) => row.kind === 'hostRange' && row.hosts.length),
        [1_000, 200],
      );
    });
  });

  it('says when the filter hides everything of a connection', () => {
    const model = modelOf({ a: ready(two), b: ready([entryOf('3')]) }, { filter: '3.example' });
    assert.equal(drawn(model), 'a[!No certificate matches the filter.] b[3]');
    assert.equal(model.shown(), 1);
  });

  it('says above old rows why there are no new ones, with the gateway’s own words', () => {
    const error = new GatewayError('unexpected', 'for the log', { status: 502, gatewayText: 'bad\u202Egateway' });
    const text = drawn(modelOf({ a: { kind: 'failed', entries: two, failure: { reason: 'gateway', error } } }));
    assert.match(text, /^a\[!.*HTTP 502.*bad\\u\{202E\}gateway 1 2\]$/);
    assert.doesNotMatch(text, /for the log/);
  });

  it('shows rows while loading, without a message', () =>
    assert.equal(drawn(modelOf({ a: { kind: 'loading', entries: two, loaded: 0, total: 5 } })), 'a[1 2]'));

  it('says how many objects could not be read, and why, at most ten', () => {
    assert.equal(drawn(modelOf({ a: ready([], ['no id']) })), 'a[!1 object could not be read.no id]');
    const reasons = Array.from({ length: 1_200 }, (_, index) => `reason ${index}`);
    assert.match(
      drawn(modelOf({ a: ready(two, reasons) })),
      /^a\[!1,200 objects could not be read\.reason 0;.*reason 9 1 2\]$/,
    );
  });

  describe('with a list that is too long for one node', () => {
    const many = Array.from({ length: 2_345 }, (_, index) => entryOf(String(index).padStart(4, '0')));

    it('cuts it into ranges', () => assert.equal(drawn(modelOf({ a: ready(many) })), 'a[0+1000 1000+1000 2000+345]'));

    it('keeps a thousand in one piece', () =>
      assert.equal(
        modelOf({ a: ready(many.slice(0, 1_000)) }).children(modelOf({ a: ready([]) }).roots()[0]!).length,
        1_000,
      ));

    it('finds the row of a certificate, with all its parents', () => {
      const row = rowOf(modelOf({ a: ready(many) }, { grouping: 'type' }), 'a', '1500');
      assert.deepEqual(
        [row?.entry.stored.id, row?.parent?.kind, row?.parent?.parent?.kind, row?.parent?.parent?.parent?.kind],
        ['1500', 'range', 'group', 'connection'],
      );
    });

    it('looks for it in steps of a thousand', () => {
      const search = modelOf({ a: ready(many) }, { grouping: 'type' }).rowOfSteps('a', 'none of them');
      let steps = 0;
      while (search.next().done !== true) steps += 1;
      assert.equal(steps, Math.ceil(many.length / 1_000));
    });

    it('gives a certificate that moves to another range the same id', () => {
      const before = rowOf(modelOf({ a: ready(many) }), 'a', '1000');
      const after = rowOf(modelOf({ a: ready(many.slice(1)) }), 'a', '1000');
      assert.equal(before?.id, after?.id);
      assert.notEqual(before?.parent?.id, after?.parent?.id);
    });
  });

  it('has no row for what the filter hides or nobody knows', () => {
    assert.equal(rowOf(modelOf({ a: ready(two) }, { filter: 'zzz' }), 'a', '1'), undefined);
    assert.equal(rowOf(modelOf({ a: ready(two) }), 'a', '9'), undefined);
    assert.equal(rowOf(modelOf({ a: ready(two) }), 'nobody', '1'), undefined);
  });

  it('gives every row an id of its own, also to hostile names', () => {
    const labels = ['x', '\uD800', '["x"]', 'null', ''].map((key) => ({ key }));
    const model = modelOf(
      {
        a: ready([entryOf('1', { labels }), entryOf('["1"]', { labels }), entryOf('2')]),
        '["a"]': ready([entryOf('1', { labels })]),
      },
      { grouping: 'label' },
    );
    const ids: string[] = [];
    const walk = (rows: readonly Row[]): void => rows.forEach((row) => (ids.push(row.id), walk(model.children(row))));
    walk(model.roots());
    assert.equal(new Set(ids).size, ids.length);
    assert.equal(ids.length, 2 + 6 + 11 + 5 + 5);
  });
});
