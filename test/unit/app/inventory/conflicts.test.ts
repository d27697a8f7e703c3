import assert from 'node:assert/strict';
import type { Conflict, Ids } from '../../../../src/app/inventory/conflicts';
import { conflictText, entryConflicts, nameConflictSteps } from '../../../../src/app/inventory/conflicts';
import { lacksName, sharesName, toServingTable } from '../../../../src/app/inventory/serving';
import type { DialectId } from '../../../../src/gateway/gateway';
import { runSync } from '../../../../src/shared/cooperative';
import { english } from '../../../../src/shared/translate';
import { makeCertificate } from '../../../fixtures/certificates';
import type { Objects } from '../fakes/fakeEntries';
import { toEntries } from '../fakes/fakeEntries';

const now = Date.UTC(2026, 10, 23);

const toIds = ({ shown, count }: Ids): string =>
  shown.join() + (count > shown.length ? `,+${count - shown.length}` : '');

/** `name:a,b` · `*.x<x.y:a<b` shadowed · `a-name` uncovered · `a+name` unlisted. */
function toText(conflict: Conflict): string {
  switch (conflict.kind) {
    case 'sameName':
      return `${conflict.name}:${toIds(conflict.ids)}`;
    case 'shadowed':
      return `${conflict.name}<${conflict.by}:${toIds(conflict.ids)}<${toIds(conflict.byIds)}`;
    case 'uncovered':
      return `${conflict.id}-${conflict.names.join()}`;
    case 'unlisted':
      return `${conflict.id}+${conflict.names.join()}`;
  }
}

describe('entryConflicts', () => {
  const of = (objects: Objects, id: string): readonly string[] => {
    const entries = toEntries(objects);
    const entry = entries.find(({ stored }) => stored.id === id);
    assert.ok(entry);
    return runSync(entryConflicts(entry, toServingTable(entries, 'apisix'))).map(toText);
  };
  const rows: readonly (readonly [what: string, Objects, expected: readonly string[]])[] = [
    ['none', { a: ['a.test'], b: ['b.test'] }, []],
    ['a name that another has', { a: ['A.test'], b: ['a.test'] }, ['a.test:a,b']],
    ['a wildcard that another has', { a: ['*.a.test'], b: ['*.a.test'] }, ['*.a.test:a,b']],
    ['its name below another’s wildcard', { a: ['x.a.test'], b: ['*.a.test'] }, ['*.a.test<x.a.test:b<a']],
    ['another’s name below its wildcard', { a: ['*.a.test'], b: ['x.a.test'] }, ['*.a.test<x.a.test:a<b']],
    ['its own', { a: ['*.a.test', 'x.a.test'] }, []],
    [
      'its own wildcard and another’s',
      { a: ['*.a.test', 'x.a.test'], b: ['*.a.test'] },
      ['*.a.test:a,b', '*.a.test<x.a.test:b<a'],
    ],
    ['one that is switched on and one of type client', { a: ['a.test'], b: { names: ['a.test'], type: 'client' } }, []],
    ['what is switched off is in nobody’s way', { a: { names: ['a.test'], isEnabled: false }, b: ['a.test'] }, []],
  ];
  for (const [what, objects, expected] of rows) it(what, () => assert.deepEqual(of(objects, 'a'), expected));

  it('names on one side only: of the object, of the certificate', async () => {
    const { pem: certificatePem } = await makeCertificate({
      now,
      dns: ['a.test', 'www.a.test', '*.b.test'],
      ips: ['192.0.2.1'],
    });
    const texts = (names: readonly string[]) => of({ a: { names, certificatePem } }, 'a');
    assert.deepEqual(texts(['a.test', '*.a.test', 'x.b.test']), ['a-*.a.test', 'a+*.b.test']);
    assert.deepEqual(texts(['A.test.', 'www.a.test', '*.b.test']), []);
    const lacks = (object: Objects[string], dialect: DialectId = 'apisix') =>
      toEntries({ a: object }, dialect).map(lacksName);
    assert.deepEqual(lacks({ names: ['a.test', 'x.a.test'], certificatePem }), [true]);
    assert.deepEqual(lacks({ names: ['A.test.', 'x.b.test'], certificatePem }), [false]);
    assert.deepEqual(lacks({ names: ['other.test'], certificatePem, isEnabled: false }), [false]);
    assert.deepEqual(lacks({ names: ['other.test'], certificatePem }, 'api7cloud'), [false]);
    const cloud = toEntries({ a: { names: ['other.test'], certificatePem } }, 'api7cloud');
    assert.deepEqual(
      cloud.flatMap((entry) => runSync(entryConflicts(entry, toServingTable(cloud, 'api7cloud')))),
      [],
    );
  });

  it('a certificate without names covers none: clients do not look at its common name', async () => {
    const { pem: certificatePem } = await makeCertificate({ now, commonName: 'a.test' });
    assert.deepEqual(of({ a: { names: ['a.test'], certificatePem } }, 'a'), ['a-a.test']);
    assert.deepEqual(toEntries({ a: { names: ['a.test'], certificatePem } }).map(lacksName), [true]);
  });

  it('says each in a sentence, with nothing that hides', () => {
    const texts = (objects: Objects): readonly string[] => {
      const entries = toEntries(objects);
      const [entry] = entries;
      assert.ok(entry);
      return runSync(entryConflicts(entry, toServingTable(entries, 'apisix'))).map((each) =>
        conflictText(each, english),
      );
    };
    assert.deepEqual(texts({ a: ['a.test'], 'b\u202E': ['a.test'] }), [
      'Several certificates have a.test, and each node may serve another one (ID a, b\\u{202E}).',
    ]);
    assert.deepEqual(texts({ a: ['*.a.test'], b: ['x.a.test'] }), [
      'x.a.test is served by the certificate with exactly this name (ID b), and not by *.a.test (ID a).',
    ]);
  });
});

describe('names of very many objects', () => {
  it('are looked through in steps for those below a wildcard', () => {
    const others = Array.from({ length: 20_000 }, (_, index) => [`o${index}`, [`host-${index}.b.test`]] as const);
    const [entry, ...rest] = toEntries({ a: ['*.a.test'], ...Object.fromEntries(others) });
    assert.ok(entry);
    const rests = [...entryConflicts(entry, toServingTable([entry, ...rest], 'apisix'))];
    assert.ok(rests.length >= 20, `${rests.length} rests`);
  });
});

describe('names that very many objects have', () => {
  const entries = toEntries(
    Object.fromEntries(Array.from({ length: 30 }, (_, index) => [String(index + 10), ['a.test', '*.b.test']])),
  );
  const all = [...entries, ...toEntries({ x: ['x.b.test'], y: ['y.test'] })];
  const table = toServingTable(all, 'apisix');
  const conflictsOf = (id: string) =>
    all.flatMap((entry) =>
      entry.stored.id === id ? runSync(entryConflicts(entry, table)).map((each) => conflictText(each, english)) : [],
    );

  it('are said with the first objects and the number of all', () => {
    const ids = '10, 11, 12, 13, 14, 15, 16, 17, 18, 19, … (30)';
    assert.equal(
      conflictsOf('15')[0],
      `Several certificates have a.test, and each node may serve another one (ID ${ids}).`,
    );
    assert.deepEqual(conflictsOf('x'), [
      `x.b.test is served by the certificate with exactly this name (ID x), and not by *.b.test (ID ${ids}).`,
    ]);
  });

  it('show on the rows of those objects alone', () => {
    const sharing = all.filter((entry) => sharesName(entry, table)).map(({ stored }) => stored.id);
    assert.equal(sharing.length, 30);
    assert.equal(sharing.includes('x'), false);
  });
});

describe('nameConflictSteps', () => {
  const held = toEntries({
    a: ['*.a.test'],
    b: ['www.b.test', 'b.test'],
    c: { names: ['x.b.test'], isEnabled: false },
  });
  const rows: readonly (readonly [names: readonly string[], kept: readonly string[], taken: readonly string[]])[] = [
    [['c.test'], [], []],
    [['www.a.test'], [], ['www.a.test']],
    [['*.b.test'], ['www.b.test'], []],
    [['*.b.test', 'www.b.test'], [], []],
    [['www.b.test'], [], []],
    [['localhost'], [], []],
  ];
  for (const [names, kept, taken] of rows)
    it(names.join(), () =>
      assert.deepEqual(runSync(nameConflictSteps(names, toServingTable(held, 'apisix'))), { kept, taken }),
    );
});
