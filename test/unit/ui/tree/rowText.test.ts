import assert from 'node:assert/strict';
import type { ConnectionState } from '../../../../src/app/inventory/inventory';
import type { StoredCertificate } from '../../../../src/core/model';
import { GatewayError } from '../../../../src/gateway/gateway';
import { contextWords } from '../../../../src/ids';
import { connectionText } from '../../../../src/ui/tree/connectionText';
import {
  toCertificateRows,
  toConnectionRow,
  toGroupRow,
  toListRows,
  toMessageRow,
  toProblemRow,
  toUnfinishedRow,
} from '../../../../src/ui/tree/rows';
import {
  badgeText,
  certificateRowText,
  groupText,
  messageText,
  problemText,
  rangeText,
  unfinishedText,
} from '../../../../src/ui/tree/rowText';
import { makeCertificate } from '../../../fixtures/certificates';
import { connection } from '../../app/fakes/fakeConnections';
import { dates, entryOf, now, unfinished, wording } from './fakeWording';

const root = toConnectionRow(connection('a'));
const textOf = (change: Partial<StoredCertificate>) => {
  const [row] = toCertificateRows(root, [entryOf('1', { names: ['example.com'], ...change })]);
  assert.ok(row);
  return certificateRowText(row, wording);
};

describe('what stands beside a certificate', () => {
  it('says who manages it', () => {
    assert.equal(
      textOf({ labels: [{ key: 'managed-by', value: 'adc' }] }).description,
      'dates unknown · managed by adc',
    );
    assert.match(
      textOf({ labels: [{ key: 'manager-by', value: 'apisix-ingress-controller' }] }).spoken,
      /, managed by the ingress controller$/,
    );
  });

  it('says that another object has a name of it', () => {
    const [row] = toCertificateRows(root, [entryOf('1')]);
    assert.ok(row);
    assert.match(certificateRowText(row, { ...wording, sharesName: true }).description, /^same name as another · /);
  });

  it('says that clients refuse it for a host', async () => {
    const { pem: certificatePem } = await makeCertificate({ now, dns: ['a.test'] });
    const served = { certificatePem, type: 'server', isEnabled: true } as const;
    const { description, spoken, icon } = textOf({ ...served, ...dates(-9, 60), names: ['a.test', 'b.test'] });
    assert.deepEqual([description, icon], ['lacks a host', 'warning']);
    assert.match(spoken, /, lacks a host, /);
    const whole = textOf({ ...served, ...dates(-9, 60), names: ['a.test'] });
    assert.deepEqual([whole.description, whole.icon], ['', 'pass']);
  });
});

describe('certificateText', () => {
  const client = { type: 'client' } as const;
  const untyped = { type: undefined };
  const adc = { labels: [{ key: 'managed-by', value: 'adc' }] };
  const cases: readonly [Partial<StoredCertificate>, row: string, spoken: string, context: string, icon: string][] = [
    [dates(-60, 90), '90 d example.com', 'example.com, server, expires in 90 days', 'certificate server', 'pass'],
    [dates(-60, 30.5), '30 d example.com', 'example.com, server, expires in 30 days', 'certificate server', 'pass'],
    [
      dates(-60, 12.9),
      '12 d example.com',
      'example.com, server, expires in 12 days',
      'certificate server expiring',
      'warning',
    ],
    [
      { ...dates(-60, 1.1), ...client },
      '1 d example.com|Client',
      'example.com, client, expires in 1 day',
      'certificate client expiring',
      'warning',
    ],
    [
      dates(-60, 0.9),
      '<1 d example.com',
      'example.com, server, expires in less than a day',
      'certificate server expiring',
      'warning',
    ],
    [
      dates(-60, -0.5),
      '−<1 d example.com',
      'example.com, server, expired less than a day ago',
      'certificate server expired',
      'error',
    ],
    [
      dates(-60, -3),
      '−3 d example.com',
      'example.com, server, expired 3 days ago',
      'certificate server expired',
      'error',
    ],
    [
      dates(2, 60),
      'in 2 d example.com',
      'example.com, server, not valid before 2026-11-25',
      'certificate server',
      'clock',
    ],
    [{}, 'example.com|dates unknown', 'example.com, server, dates unknown', 'certificate server', 'question'],
    [
      { certificatePem: '$env://CERT' },
      'example.com|secret reference',
      'example.com, server, secret reference',
      'certificate server',
      'question',
    ],
    [
      { ...dates(-60, 90), ignored: { members: ['exptime'], endsWithUpdate: true } },
      '90 d example.com|ignored by the gateway',
      'example.com, server, ignored by the gateway, expires in 90 days',
      'certificate server',
      'warning',
    ],
    [
      { ...dates(-9, 3), ...adc, isEnabled: false },
      '3 d example.com|disabled · managed by adc',
      'example.com, server, disabled, managed by adc',
      'certificate server managed',
      'circle-slash',
    ],
    [
      { ...dates(-9, 60), ...untyped },
      '60 d example.com|Type unknown',
      'example.com, type unknown, expires in 60 days',
      'certificate',
      'pass',
    ],
  ];
  for (const [change, row, spoken, context, icon] of cases)
    it(`${row} (${context})`, () => {
      const text = textOf(change);
      const [label, description = ''] = row.split('|');
      assert.deepEqual([text.label, text.description, text.spoken], [label, description, spoken]);
      const status = change.isEnabled === false ? 'disabled' : 'enabled';
      assert.deepEqual([text.context.filter((word) => word !== status).join(' '), text.icon], [context, icon]);
      assert.ok(text.context.includes(status));
      assert.ok(text.context.every((word) => contextWords.includes(word)));
    });

  it('writes out what hides, and cuts what is long', () => {
    assert.equal(textOf({ names: ['a\u202Emoc.elgoog'] }).label, 'a\\u{202E}moc.elgoog');
    assert.equal(textOf({ names: ['x'.repeat(10_000)] }).spoken.length < 300, true);
  });
});

describe('connectionText', () => {
  const facts = { loaded: 0, total: undefined, unreadable: [] };
  const failed = (kind: ConstructorParameters<typeof GatewayError>[0], hasNoToken = false): ConnectionState => ({
    kind: 'failed',
    entries: [],
    failure: {
      reason: 'gateway',
      error: new GatewayError(kind, 'for the log', { gatewayText: 'its own words', hasNoToken }),
    },
  });
  const unready = (reason: 'noToken' | 'badAddress' | 'tokenForOtherAddress'): ConnectionState => ({
    kind: 'failed',
    entries: [],
    failure: { ok: false, reason, sentence: 'A sentence.' },
  });
  const cases: readonly [ConnectionState, description: string, context: string, spoken: string][] = [
    [{ kind: 'idle', entries: [] }, 'a.test:9180', 'connection', 'not loaded yet'],
    [{ kind: 'loading', entries: [], loaded: 0, total: 9 }, 'loading… · a.test:9180', 'connection', 'loading…'],
    [
      { kind: 'ready', entries: [entryOf('1')], isComplete: true, ...facts },
      'a.test:9180',
      'connection',
      '1 certificate',
    ],
    [
      { kind: 'ready', entries: [entryOf('1'), entryOf('2')], isComplete: true, ...facts },
      'a.test:9180',
      'connection',
      '2 certificates',
    ],
    [
      { kind: 'ready', entries: [], isComplete: false, ...facts, loaded: 1200 },
      'stopped at 1,200 · a.test:9180',
      'connection',
      'stopped at 1,200',
    ],
    [
      failed('unauthorized'),
      'admin key not accepted · a.test:9180',
      'connection failed wantsToken',
      'admin key not accepted',
    ],
    [
      failed('unauthorized', true),
      'no admin key · a.test:9180',
      'connection failed wantsToken noToken',
      'no admin key',
    ],
    [failed('unreachable'), 'unreachable · a.test:9180', 'connection failed', 'unreachable'],
    [unready('noToken'), 'no admin key · a.test:9180', 'connection failed wantsToken noToken', 'no admin key'],
    [
      unready('tokenForOtherAddress'),
      'token is for another address · a.test:9180',
      'connection failed wantsToken',
      'token is for another address',
    ],
    [unready('badAddress'), 'address cannot be used · a.test:9180', 'connection failed', 'address cannot be used'],
  ];
  for (const [state, description, context, spoken] of cases)
    it(description, () => {
      const text = connectionText(root, { state, wording });
      assert.deepEqual([text.label, text.description, text.context.join(' ')], ['Gateway a', description, context]);
      assert.equal(text.spoken, `Gateway a, a.test:9180, ${spoken}`);
    });

  it('says on every row what the connection is marked as', () => {
    const marked = toConnectionRow({ ...connection('a'), production: true, readOnly: true });
    const text = connectionText(marked, { state: { kind: 'ready', entries: [], isComplete: true, ...facts }, wording });
    assert.equal(text.description, 'production · read-only · a.test:9180');
    assert.match(text.spoken, /production · read-only/);
    assert.deepEqual(text.context, ['connection', 'readOnly', 'production']);
    const [row] = toCertificateRows(marked, [entryOf('1')]);
    assert.ok(row);
    assert.deepEqual(certificateRowText(row, wording).context.slice(-2), ['readOnly', 'production']);
  });

  it('marks a gateway as read-only whose certificates are, as in APISIX’s standalone mode', () => {
    const state = { kind: 'ready', entries: [entryOf('1', { isReadOnly: true })], isComplete: true, ...facts } as const;
    const text = connectionText(root, { state, wording });
    assert.equal(text.description, 'read-only · a.test:9180');
    assert.deepEqual(text.context, ['connection', 'readOnly']);
    const [row] = toCertificateRows(root, state.entries);
    assert.ok(row);
    assert.deepEqual(certificateRowText(row, wording).context.slice(-1), ['readOnly']);
  });

  it('marks what the ingress controller feeds, on the connection and on each row', () => {
    const state = { kind: 'ready', entries: [], isComplete: true, isOfIngressGroup: true, ...facts } as const;
    const text = connectionText(root, { state, wording });
    assert.equal(text.description, 'managed by the ingress controller · a.test:9180');
    assert.match(text.spoken, /managed by the ingress controller/);
    const [row] = toCertificateRows(root, [entryOf('1', { isInIngressGroup: true })]);
    assert.ok(row);
    const { description, context } = certificateRowText(row, wording);
    assert.match(description, /managed by the ingress controller$/);
    assert.ok(context.includes('managed'));
  });

  it('shows the cluster beside the host, and the gateway’s own words on hovering', () => {
    const row = toConnectionRow({
      ...connection('a'),
      dialect: 'api7cloud',
      address: 'https://api.api7.cloud',
      cluster: '448',
    });
    const text = connectionText(row, { state: failed('rejected'), wording });
    assert.equal(text.description, 'refused · api.api7.cloud · 448');
    assert.match(text.tooltip ?? '', /its own words/);
    assert.doesNotMatch(text.tooltip ?? '', /for the log/);
  });

  const trusts: readonly (readonly [use: object, line: string])[] = [
    [{ caFile: '/ca\u202e.pem' }, 'Trusts the CAs of /ca\\u{202E}.pem and those of this machine'],
    [{ caFile: '/ca.pem', caFileUse: 'replace' }, 'Trusts only the CAs of /ca.pem'],
  ];
  for (const [use, line] of trusts)
    it(line, () => {
      const text = connectionText(toConnectionRow({ ...connection('a'), ...use }), {
        state: { kind: 'idle', entries: [] },
        wording,
      });
      assert.equal(text.tooltip?.split('\n')[2], line);
    });
});

describe('groupText, rangeText, messageText, badgeText', () => {
  it('names a group and counts it', () => {
    const [a, b] = [entryOf('1'), entryOf('2')];
    const expired = groupText(toGroupRow(root, { key: { by: 'state', value: 'expired' }, entries: [a, b] }), wording);
    assert.deepEqual(
      [expired.label, expired.description, expired.spoken, expired.icon],
      ['Expired', '2', 'Expired, 2 certificates', 'error'],
    );
    const none = groupText(toGroupRow(root, { key: { by: 'label', value: undefined }, entries: [a] }), wording);
    assert.deepEqual([none.label, none.spoken], ['No labels', 'No labels, 1 certificate']);
    assert.equal(
      groupText(toGroupRow(root, { key: { by: 'issuer', value: 'CA\u202E' }, entries: [a] }), wording).label,
      'CA\\u{202E}',
    );
  });

  it('names a range by its places and its ends', () => {
    const rows = toListRows(
      root,
      Array.from({ length: 2_500 }, (_, index) => entryOf(String(index))),
    );
    const last = rows.at(-1);
    assert.ok(last?.kind === 'range');
    const text = rangeText(last, wording);
    assert.deepEqual(
      [text.label, text.description, text.spoken],
      ['2,001–2,500', '2000.example.test … 2499.example.test', 'Certificates 2,001 to 2,500'],
    );
  });

  it('says a message whole', () => {
    const text = messageText(toMessageRow(root, { severity: 'warning', text: 'Two things.', details: ['one', 'two'] }));
    assert.deepEqual(
      [text.label, text.description, text.spoken, text.icon],
      ['Two things.', 'one · two', 'Two things. one two', 'warning'],
    );
  });

  const none = { expired: 0, expiring: 0, notYetValid: 0, valid: 3, unknown: 1, disabled: 1 };
  const badges: readonly [Partial<typeof none>, string | undefined][] = [
    [{}, undefined],
    [{ expired: 2 }, '2 expired'],
    [{ expired: 1, expiring: 1_200 }, '1 expired, 1,200 expiring'],
  ];
  for (const [counts, text] of badges)
    it(`badge: ${text}`, () => assert.equal(badgeText({ ...none, ...counts }, wording), text));
});

describe('what a connection says of its age and its faults', () => {
  it('says in its tooltip when its list was read', () => {
    const state: ConnectionState = {
      kind: 'ready',
      entries: [],
      isComplete: true,
      loaded: 0,
      total: 0,
      unreadable: [],
    };
    assert.match(connectionText(root, { state, asOf: now - 60_000, wording }).tooltip ?? '', /^as of \d{1,2}:\d\d/m);
    assert.match(connectionText(root, { state, asOf: now - 48 * 3_600_000, wording }).tooltip ?? '', /^as of 11\/2/m);
    assert.doesNotMatch(connectionText(root, { state, wording }).tooltip ?? '', /as of/);
  });

  it('says that no token is set where none was sent, and not that it was refused', () => {
    const error = new GatewayError('unauthorized', 'for the log', { hasNoToken: true });
    const text = connectionText(root, {
      state: { kind: 'failed', entries: [], failure: { reason: 'gateway', error } },
      wording,
    });
    assert.equal(text.description, 'no admin key · a.test:9180');
    assert.match(text.tooltip ?? '', /asks for an admin key, and none is set\./);
  });

  it('says what cannot be read in the settings, and leads there', () => {
    const text = problemText(toProblemRow('“x\u202e”: id is missing.', 0), wording);
    assert.deepEqual([text.label, text.description, text.context], [text.label, 'Open Settings', ['problem']]);
    assert.doesNotMatch(JSON.stringify(text), /\u202e/);
  });
});

describe('unfinishedText', () => {
  const text = (change: Parameters<typeof unfinished>[2] = {}) =>
    unfinishedText(toUnfinishedRow(undefined, unfinished('shop.test', 'a', change)), wording);

  const words: readonly [facts: NonNullable<Parameters<typeof unfinished>[2]>['facts'], begin: string][] = [
    [{ kind: 'create', wanted: {}, known: [], unreadable: 0 }, 'Unfinished: upload of shop.test, '],
    [{ kind: 'replace', objectId: '1', revision: '1', wanted: {} }, 'Unfinished: update of shop.test, '],
    [{ kind: 'labels', objectId: '1', revision: '1', wanted: {} }, 'Unfinished: labels of shop.test, '],
    [{ kind: 'remove', objectId: '1' }, 'Unfinished: deletion of shop.test, '],
  ];
  for (const [facts, begin] of words)
    it(begin, () => {
      const { label, description, context } = text(facts && { facts });
      assert.ok(label.startsWith(begin), label);
      assert.match(label, /, \d{1,2}:\d\d$/);
      assert.deepEqual([description, context], ['result unknown', ['unfinished']]);
    });

  it('says the day of an older one', () =>
    assert.match(text({ at: now - 48 * 3_600_000 }).label, /, 11\/2\d\/26, \d{1,2}:\d\d/));
  it('makes foreign text visible', () => assert.doesNotMatch(JSON.stringify(text({ title: 'x\u202e' })), /\u202e/));
});
