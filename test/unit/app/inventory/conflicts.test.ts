import assert from 'node:assert/strict';
import type { Conflict } from '../../../../src/app/inventory/conflicts';
import {
  conflictText,
  entryConflicts,
  findConflicts,
  metNameSteps,
  nameGaps,
} from '../../../../src/app/inventory/conflicts';
import { toServingTable } from '../../../../src/app/inventory/serving';
import { runSync } from '../../../../src/shared/cooperative';
import { english } from '../../../../src/shared/translate';
import { makeCertificate } from '../../../fixtures/certificates';
import type { Objects } from '../fakes/fakeEntries';
import { toEntries } from '../fakes/fakeEntries';

const now = Date.UTC(2026, 10, 23);

/** `name:a,b` · `*.x<x.y:a<b` shadowed · `a-name` uncovered · `a+name` unlisted. */
function toText(conflict: Conflict): string {
  switch (conflict.kind) {
    case 'sameName':
      return `${conflict.name}:${conflict.ids.join()}`;
    case 'shadowed':
      return `${conflict.name}<${conflict.by}:${conflict.ids.join()}<${conflict.byIds.join()}`;
    case 'uncovered':
      return `${conflict.id}-${conflict.names.join()}`;
    case 'unlisted':
      return `${conflict.id}+${conflict.names.join()}`;
  }
}

describe('findConflicts', () => {
  const rows: readonly (readonly [what: string, Objects, expected: readonly string[]])[] = [
    ['none', { a: ['a.test'], b: ['b.test'] }, []],
    ['one name in several', { b: ['A.test'], a: ['a.test'], c: ['a.test.'] }, ['a.test:a,b,c']],
    ['one wildcard in several', { a: ['*.a.test'], b: ['*.a.test'] }, ['*.a.test:a,b']],
    ['not what is switched off', { a: ['a.test'], b: { names: ['a.test'], isEnabled: false } }, []],
    ['not what is of type client', { a: ['a.test'], b: { names: ['a.test'], type: 'client' } }, []],
    ['not one object with itself', { a: ['*.a.test', 'www.a.test', 'www.a.test'] }, []],
    ['a name below another’s wildcard', { a: ['*.a.test'], b: ['www.a.test'] }, ['*.a.test<www.a.test:a<b']],
    ['not two labels below', { a: ['*.a.test'], b: ['x.www.a.test'] }, []],
    ['a lone star and a wildcard', { a: { names: ['*'], isSingleName: true }, b: ['*.a.test'] }, ['*<*.a.test:a<b']],
  ];
  for (const [what, objects, expected] of rows)
    it(what, () => assert.deepEqual(findConflicts(toEntries(objects), 'apisix').map(toText), expected));

  it('names on one side only: of the object, of the certificate', async () => {
    const made = await makeCertificate({ now, dns: ['a.test', 'www.a.test', '*.b.test'], ips: ['192.0.2.1'] });
    const object = (names: readonly string[]) => ({ a: { names, certificatePem: made.pem } });
    const texts = (names: readonly string[]) => findConflicts(toEntries(object(names)), 'apisix').map(toText);
    assert.deepEqual(texts(['a.test', '*.a.test', 'x.b.test']), ['a-*.a.test', 'a+*.b.test']);
    assert.deepEqual(texts(['A.test.', 'www.a.test', '*.b.test']), []);
    assert.deepEqual(findConflicts(toEntries(object(['other.test']), 'api7cloud'), 'api7cloud'), []);
  });

  it('a certificate without SAN says nothing of names', () =>
    assert.deepEqual(nameGaps({ sans: undefined }, ['a.test']), { uncovered: [], unlisted: [] }));
});

describe('entryConflicts', () => {
  const of = (objects: Objects, id: string): readonly string[] => {
    const entries = toEntries(objects);
    const entry = entries.find(({ stored }) => stored.id === id);
    assert.ok(entry);
    return entryConflicts(entry, toServingTable(entries, 'apisix')).map(toText);
  };
  const rows: readonly (readonly [what: string, Objects, expected: readonly string[]])[] = [
    ['none', { a: ['a.test'], b: ['b.test'] }, []],
    ['a name that another has', { a: ['A.test'], b: ['a.test'] }, ['a.test:a,b']],
    ['a wildcard that another has', { a: ['*.a.test'], b: ['*.a.test'] }, ['*.a.test:a,b']],
    ['its name below another’s wildcard', { a: ['x.a.test'], b: ['*.a.test'] }, ['*.a.test<x.a.test:b<a']],
    ['another’s name below its wildcard', { a: ['*.a.test'], b: ['x.a.test'] }, ['*.a.test<x.a.test:a<b']],
    ['its own', { a: ['*.a.test', 'x.a.test'] }, []],
    ['what is switched off is in nobody’s way', { a: { names: ['a.test'], isEnabled: false }, b: ['a.test'] }, []],
  ];
  for (const [what, objects, expected] of rows) it(what, () => assert.deepEqual(of(objects, 'a'), expected));

  it('says each in a sentence, with nothing that hides', () => {
    const texts = (objects: Objects): readonly string[] => {
      const entries = toEntries(objects);
      const [entry] = entries;
      assert.ok(entry);
      return entryConflicts(entry, toServingTable(entries, 'apisix')).map((each) => conflictText(each, english));
    };
    assert.deepEqual(texts({ a: ['a.test'], 'b\u202E': ['a.test'] }), [
      'Several objects have a.test, and which is served depends on the node: a, b\\u{202E}.',
    ]);
    assert.deepEqual(texts({ a: ['*.a.test'], b: ['x.a.test'] }), [
      'x.a.test is served by b, and not by *.a.test of a.',
    ]);
  });
});

describe('metNames', () => {
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
      assert.deepEqual(runSync(metNameSteps(names, toServingTable(held, 'apisix'))), { kept, taken }),
    );
});
