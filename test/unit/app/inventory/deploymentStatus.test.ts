import assert from 'node:assert/strict';
import type { CertificateEntry } from '../../../../src/app/inventory/certificateEntry';
import { findDeploymentStatus } from '../../../../src/app/inventory/deploymentStatus';
import type { ConnectionState } from '../../../../src/app/inventory/inventory';
import { runSync } from '../../../../src/shared/cooperative';
import type { MadeCertificate } from '../../../fixtures/certificates';
import { makeCertificate } from '../../../fixtures/certificates';
import { parse } from '../../../fixtures/parsed';
import { toEntries } from '../fakes/fakeEntries';
import { listed } from '../fakes/fakeListed';

const now = Date.UTC(2026, 10, 23);

const ready = (
  entries: readonly CertificateEntry[],
  isComplete = true,
  unreadable: readonly string[] = [],
): ConnectionState => ({
  kind: 'ready',
  entries,
  isComplete,
  loaded: entries.length,
  total: undefined,
  unreadable,
});
const idle: ConnectionState = { kind: 'idle', entries: [] };
const loading = (entries: readonly CertificateEntry[]): ConnectionState => ({
  kind: 'loading',
  entries,
  loaded: 0,
  total: undefined,
});
const failed: ConnectionState = {
  kind: 'failed',
  entries: [],
  failure: { ok: false, reason: 'noToken', sentence: 'no token' },
};

const statusOf = (...asked: Parameters<typeof findDeploymentStatus>) => runSync(findDeploymentStatus(...asked));

describe('findDeploymentStatus', () => {
  let leaf: MadeCertificate;
  let old: MadeCertificate;
  let other: MadeCertificate;
  let longer: MadeCertificate;
  let longest: MadeCertificate;
  before(async () => {
    leaf = await makeCertificate({ now, commonName: 'leaf', dns: ['a.com', 'b.com'], toDays: 90 });
    old = await makeCertificate({ now, commonName: 'old', dns: ['a.com'], toDays: 5 });
    longer = await makeCertificate({ now, commonName: 'leaf', dns: ['a.com', 'b.com', 'c.com'], toDays: 5 });
    longest = await makeCertificate({ now, commonName: 'leaf', dns: ['a.com', 'c.com', 'd.com'], toDays: 9 });
    other = await makeCertificate({ now, commonName: 'other', dns: ['z.com'], toDays: 5 });
  });
  const entry = (id: string, made: MadeCertificate, names: readonly string[]) =>
    toEntries({ [id]: { certificatePem: made.pem, names } });
  const metadata = (id: string, made: MadeCertificate) => {
    const { serial, issuer, validity } = parse(made);
    return toEntries(
      {
        [id]: {
          names: ['a.com'],
          metadata: { serial, issuer: issuer.text, validity, names: ['a.com'], extensions: {} },
        },
      },
      'api7cloud',
    );
  };

  const cases: readonly [what: string, states: () => readonly ConnectionState[], held: string][] = [
    ['nothing asked yet', () => [idle, idle], 'notLoaded'],
    ['the first page on its way', () => [loading([])], 'notLoaded, loading'],
    ['one failed, one on its way', () => [failed, loading([])], 'notLoaded, loading'],
    ['all failed', () => [failed, failed], 'notLoaded'],
    ['an empty gateway, and one that failed', () => [ready([]), failed], 'absent so far'],
    ['an empty gateway, and one on its way', () => [ready([]), loading([])], 'absent so far, loading'],
    ['others on one that is listed anew', () => [loading(entry('1', other, ['z.com']))], 'absent so far, loading'],
    [
      'deployed on the one that was listed',
      () => [ready(entry('1', leaf, ['a.com'])), failed, loading([])],
      'deployed 1',
    ],
    ['an empty gateway', () => [ready([])], 'absent for certain'],
    ['an object that could not be read', () => [ready([], true, ['Object 1 has no certificate.'])], 'absent so far'],
    ['others on the gateway', () => [ready(entry('1', other, ['z.com']))], 'absent for certain'],
    ['one gateway listed, one not', () => [ready(entry('1', other, ['z.com'])), idle], 'absent so far'],
    ['a listing that was stopped', () => [ready(entry('1', other, ['z.com']), false)], 'absent so far'],
    ['the very certificate', () => [ready(entry('1', leaf, ['a.com', 'b.com']))], 'deployed 1'],
    ['on two gateways', () => [ready(entry('1', leaf, ['a.com'])), ready(entry('2', leaf, ['b.com']))], 'deployed 1 2'],
    ['of which metadata alone are told', () => [ready(metadata('7', leaf))], 'deployed 7'],
    ['one that it renews', () => [ready(entry('1', old, ['a.com']))], 'renews 1'],
    ['one that it renews, of which metadata alone are told', () => [ready(metadata('7', old))], 'renews 7'],
    ['one of which it lacks a name', () => [ready(entry('1', longer, ['a.com', 'b.com', 'c.com']))], 'renewsInPart 1'],
    [
      'two of which it lacks names: the one with more in common first',
      () => [
        ready([
          ...entry('1', longest, ['a.com', 'c.com', 'd.com']),
          ...entry('2', longer, ['a.com', 'b.com', 'c.com']),
        ]),
      ],
      'renewsInPart 2 1',
    ],
    [
      'one of which it lacks a name, and one that it renews whole',
      () => [ready([...entry('1', longer, ['a.com', 'b.com', 'c.com']), ...entry('2', old, ['a.com'])])],
      'renews 2',
    ],
    [
      'one of which it lacks a name, and the very certificate',
      () => [ready([...entry('1', longer, ['a.com', 'b.com', 'c.com']), ...entry('2', leaf, ['a.com'])])],
      'deployed 2',
    ],
    [
      'one of which it lacks a name, and another gateway on its way',
      () => [ready(entry('1', longer, ['a.com', 'b.com', 'c.com'])), loading([])],
      'absent so far, loading',
    ],
    [
      'one of another subject with more names',
      () => [ready(entry('1', old, ['a.com', 'c.com']))],
      'absent for certain',
    ],
    [
      'both: it is deployed',
      () => [ready([...entry('1', old, ['a.com']), ...entry('2', leaf, ['a.com', 'b.com'])])],
      'deployed 2',
    ],
    ['known from before, while listing anew', () => [loading(entry('1', leaf, ['a.com']))], 'deployed 1'],
  ];
  it('finds a certificate that is the further pair of an object', () => {
    const entries = toEntries({ a: { certificatePem: longer.pem, names: ['a.com'], extraCertificates: [leaf.pem] } });
    const status = statusOf(parse(leaf), [listed(ready(entries))]);
    assert.ok(status.kind === 'deployed');
    assert.deepEqual([status.entries.map(({ stored }) => stored.id), status.outdated], [['a'], []]);
  });

  for (const [what, states, expected] of cases) {
    it(`${what}: ${expected}`, () => {
      const held = statusOf(parse(leaf), states().map(listed));
      const facts =
        'entries' in held
          ? held.entries.map(({ stored }) => stored.id)
          : held.kind === 'absent'
            ? [held.isCertain ? 'for certain' : 'so far']
            : [];
      const isLoading = 'isLoading' in held && held.isLoading;
      assert.equal([held.kind, ...facts].join(' ') + (isLoading ? ', loading' : ''), expected);
    });
  }

  it('looks at those alone that may be it, however many there are', () => {
    const looksOf = (count: number): number => {
      const [template] = entry('x', other, ['z.com']);
      assert.ok(template);
      const many = Array.from({ length: count }, (_, i) => ({
        ...template,
        stored: { ...template.stored, id: String(i) },
        serial: `AB${i.toString(16).padStart(6, '0').toUpperCase()}`,
        names: [`host-${i}.test`],
      }));
      const connection = listed(ready([...many, ...entry('me', old, ['a.com'])]));
      // The first question makes what answers all others.
      statusOf(parse(leaf), [connection]);
      let looks = 0;
      for (const each of many)
        for (const key of ['names', 'serial', 'chain', 'validity', 'stored'] as const) {
          const value = each[key];
          Object.defineProperty(each, key, { get: () => (looks++, value) });
        }
      assert.equal(statusOf(parse(leaf), [connection]).kind, 'renews');
      return looks;
    };
    assert.deepEqual([looksOf(100), looksOf(1_000)], [0, 0]);
  });

  it('names those that it renews elsewhere, where it is deployed already', () => {
    const held = statusOf(parse(leaf), [
      listed(ready(entry('1', leaf, ['a.com', 'b.com']))),
      listed(ready(entry('2', old, ['a.com']))),
    ]);
    assert.ok(held.kind === 'deployed');
    const ids = (entries: readonly CertificateEntry[]) => entries.map(({ stored }) => stored.id);
    assert.deepEqual([ids(held.entries), ids(held.outdated)], [['1'], ['2']]);
  });

  it('counts no disabled one among those that it renews, unless there are no others', () => {
    const off = (id: string, made: MadeCertificate, names: readonly string[]) =>
      toEntries({ [id]: { certificatePem: made.pem, names, isEnabled: false } });
    const three = ['a.com', 'b.com', 'c.com'];
    const heldOf = (entries: readonly CertificateEntry[]): string => {
      const held = statusOf(parse(leaf), [listed(ready(entries))]);
      const ids = 'entries' in held ? held.entries.map(({ stored }) => stored.id) : [];
      const outdated = held.kind === 'deployed' ? held.outdated.map(({ stored }) => stored.id) : [];
      return [held.kind, ...ids, ...outdated.map((id) => `outdated ${id}`)].join(' ');
    };
    assert.deepEqual(
      [
        [...off('1', old, ['a.com']), ...entry('2', old, ['a.com'])],
        off('1', old, ['a.com']),
        [...off('1', longer, three), ...entry('2', longer, three)],
        off('1', longer, three),
        [...entry('1', leaf, ['a.com']), ...off('2', old, ['a.com']), ...entry('3', old, ['a.com'])],
      ].map(heldOf),
      ['renews 2', 'renews 1', 'renewsInPart 2', 'renewsInPart 1', 'deployed 1 outdated 3'],
    );
  });

  it('reads only certificates that may be it', () => {
    const all = entry('1', other, ['z.com']).map((each) =>
      Object.defineProperty(each, 'chain', { get: () => assert.fail('was parsed') }),
    );
    assert.equal(statusOf(parse(leaf), [ready(all)].map(listed)).kind, 'absent');
  });
});
