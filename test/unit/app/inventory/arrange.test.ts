import assert from 'node:assert/strict';
import type { Arrangement } from '../../../../src/app/inventory/arrange';
import { arrangeSteps } from '../../../../src/app/inventory/arrange';
import { toEntry } from '../../../../src/app/inventory/certificateEntry';
import { CertificateIndex } from '../../../../src/app/inventory/certificateIndex';
import type { Grouping } from '../../../../src/app/inventory/order';
import type { StoredCertificate } from '../../../../src/core/model';
import { runSync } from '../../../../src/shared/cooperative';
import { connection, stored } from '../fakes/fakeConnections';

const day = 24 * 60 * 60 * 1000;
const now = Date.UTC(2026, 10, 23);
const words = {
  state: (state: string) => `word-${state}`,
  type: (type: string | undefined) => `word-${type ?? 'untyped'}`,
};

/** Valid from 60 days ago until this many days from now, by metadata. */
const until = (days: number, change: { issuer?: string; serial?: string; subject?: string; from?: number } = {}) => {
  const { from = -60, ...rest } = change;
  return {
    metadata: {
      names: [],
      extensions: {},
      validity: { notBefore: now + from * day, notAfter: now + days * day },
      ...rest,
    },
  };
};

function arranged(objects: readonly StoredCertificate[], arrangement: Partial<Arrangement>) {
  const certificates = new CertificateIndex();
  for (const object of objects) certificates.put(toEntry(connection('a'), object));
  const steps = arrangeSteps(certificates, {
    arrangement: { grouping: 'none', sorting: 'expiry', filter: '', ...arrangement },
    clock: { now, warningDays: 30 },
    words,
  });
  return runSync(steps);
}
const idsOf = (objects: readonly StoredCertificate[], arrangement: Partial<Arrangement>): string =>
  arranged(objects, arrangement)
    .entries.map((entry) => entry.stored.id)
    .join(' ');

describe('arrange: sorting', () => {
  it('by expiry: soonest first, unknown last, then by name, then by id', () => {
    const objects = [
      stored('unknown'),
      stored('b', { ...until(50), names: ['b.test'] }),
      stored('late', until(80)),
      stored('a', { ...until(50), names: ['a.test'] }),
      stored('expired', until(-3)),
      stored('a2', { ...until(50), names: ['a.test'] }),
    ];
    assert.equal(idsOf(objects, { sorting: 'expiry' }), 'expired a a2 b late unknown');
  });

  const names: readonly [what: string, names: readonly string[], sorted: string][] = [
    ['numbers by value', ['host10.test', 'host9.test', 'host1.test'], 'host1.test host9.test host10.test'],
    ['a wildcard behind its own name', ['b.test', '*.a.test', 'a.test'], 'a.test *.a.test b.test'],
    ['case does not matter', ['b.test', 'A.test', 'c.test'], 'A.test b.test c.test'],
  ];
  for (const [what, titles, sorted] of names)
    it(`by name: ${what}`, () => {
      const objects = titles.map((title) => stored(title, { names: [title] }));
      assert.equal(idsOf(objects, { sorting: 'name' }), sorted);
    });
});

describe('arrange: filter', () => {
  const objects = [
    stored('1', {
      names: ['www.Example.com', 'example.com'],
      labels: [{ key: 'env', value: 'prod' }],
      ...until(90, { issuer: 'CN=R3,O=Encrypting', serial: '0A1B2C', subject: 'CN=www.example.com' }),
    }),
    stored('4482', {
      names: ['api.test'],
      type: 'client',
      labels: [{ key: 'team-a' }],
      description: 'Behind the wall',
      ...until(5),
    }),
    stored('3', { names: ['old.test'], ...until(-5) }),
  ];
  const cases: readonly [filter: string, found: string][] = [
    ['', '3 4482 1'],
    ['   ', '3 4482 1'],
    ['EXAMPLE', '1'],
    ['example prod', '1'],
    ['example nothing', ''],
    ['encrypting', '1'],
    ['448', '4482'],
    ['env=prod', '1'],
    ['team-a', '4482'],
    ['wall', '4482'],
    ['0a1b', '1'],
    ['0a:1b:2c', '1'],
    ['word-client', '4482'],
    ['word-expired', '3'],
    ['word-expiring', '4482'],
    ['word-server word-expired', '3'],
    ['.*', ''],
  ];
  for (const [filter, found] of cases)
    it(JSON.stringify(filter), () => assert.equal(idsOf(objects, { filter }), found));

  it('does not find a word across two fields', () =>
    assert.equal(idsOf([stored('x', { names: ['ab', 'cd'] })], { filter: 'bc' }), ''));
});

describe('arrange: grouping', () => {
  const objects = [
    stored('ok', { ...until(90, { issuer: 'C=US, O=Zeta, CN=Zeta CA 2' }), labels: [{ key: 'prod' }, { key: 'eu' }] }),
    stored('soon', {
      ...until(9, { issuer: 'O=Alpha\\, Inc.,C=US' }),
      labels: [{ key: 'prod' }, { key: 'prod' }],
      type: 'client',
    }),
    stored('gone', { ...until(-9, { issuer: '/C=US/CN=Zeta CA 10' }), labels: [{ key: 'tier', value: '1' }] }),
    stored('later', { ...until(200, { from: 3, issuer: 'CN=Zeta CA 2' }), labels: [{ key: '' }] }),
    stored('off', { ...until(-9), isEnabled: false }),
    stored('mute', { type: undefined }),
  ];
  const cases: readonly [Exclude<Grouping, 'none'>, groups: string][] = [
    ['state', 'expired: gone / expiring: soon / notYetValid: later / valid: ok / unknown: mute / disabled: off'],
    ['type', 'server: gone off ok later / client: soon / -: mute'],
    ['issuer', 'Alpha, Inc.: soon / Zeta CA 2: ok later / Zeta CA 10: gone / -: off mute'],
    ['label', ': later / eu: ok / prod: soon ok / tier=1: gone / -: off mute'],
  ];
  for (const [grouping, groups] of cases)
    it(`by ${grouping}`, () => {
      const shown = arranged(objects, { grouping }).groups?.map(
        ({ key, entries }) => `${key.value ?? '-'}: ${entries.map((entry) => entry.stored.id).join(' ')}`,
      );
      assert.equal(shown?.join(' / '), groups);
    });

  it('groups only what the filter lets through', () => {
    const groups = arranged(objects, { grouping: 'type', filter: 'soon' }).groups;
    assert.deepEqual(
      groups?.map(({ key }) => key),
      [{ by: 'type', value: 'client' }],
    );
  });

  it('has no groups where none are asked for', () => assert.equal(arranged(objects, {}).groups, undefined));

  it('arranges 20,000', () => {
    const many = Array.from({ length: 20_000 }, (_, index) => stored(String(index), until(index % 400)));
    assert.equal(arranged(many, { grouping: 'state', filter: 'example', sorting: 'name' }).entries.length, 20_000);
  });
});

describe('arrange: filtering by a host', () => {
  const objects = [
    stored('exact', { names: ['shop.example.com'] }),
    stored('wildcard', { names: ['*.example.com'] }),
    stored('off', { names: ['*.example.org'], isEnabled: false }),
    stored('first', { names: ['*.twice.test'] }),
    stored('second', { names: ['*.twice.test'] }),
  ];
  const rows: readonly (readonly [filter: string, ids: string])[] = [
    ['www.example.com', 'wildcard'],
    ['WWW.Example.com', 'wildcard'],
    ['shop.example.com', 'exact'],
    ['x.y.example.com', ''],
    ['www.example.org', ''],
    ['www.twice.test', 'first second'],
    ['www.example.com word-server', 'wildcard'],
    ['www.example.com word-client', ''],
    ['example.com', 'wildcard exact'],
    ['www', ''],
  ];
  for (const [filter, ids] of rows)
    it(filter, () => assert.deepEqual(idsOf(objects, { filter }).split(' ').sort(), ids.split(' ').sort()));
});
