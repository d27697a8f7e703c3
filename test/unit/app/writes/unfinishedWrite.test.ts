import assert from 'node:assert/strict';
import type { UnfinishedWrite } from '../../../../src/app/writes/unfinishedWrite';
import { leadsTo, readUnfinished, toPlace, writeUnfinished } from '../../../../src/app/writes/unfinishedWrite';
import { connection } from '../fakes/fakeConnections';

const leaf = {
  serial: '01',
  issuer: { rdns: [[{ oid: '2.5.4.3', type: 'CN', value: 'Issuing CA' }]] },
  validity: { notBefore: 1, notAfter: 2 },
};
const chain = { sha256: ['AA', 'BB'], leaf };
const place = toPlace({ ...connection('a'), organization: 'org', cluster: 'c', gatewayGroup: 'g' });
const written = (facts: UnfinishedWrite['facts']): UnfinishedWrite => ({
  id: 'write',
  owner: { window: 'w', pid: 7, machine: 'm' },
  place,
  title: 'a.test',
  at: 1,
  beat: 2,
  state: 'sent',
  facts,
});
const wanted = {
  chain,
  type: 'server',
  names: ['a.test'],
  labels: [{ key: 'team', value: 'web' }, { key: 'x' }],
  isEnabled: false,
  pairs: [chain],
  ca: { kind: 'set', chain },
} as const;
const create = written({ kind: 'create', wanted, known: ['1'], unreadable: 0 });
const replace = written({ kind: 'replace', objectId: '1', revision: 'r', wanted });
const remove = written({ kind: 'remove', objectId: '1' });

/** The note with one member, named by its path, replaced. */
function damaged(write: UnfinishedWrite, path: string, value: unknown): unknown {
  const note = JSON.parse(JSON.stringify(writeUnfinished(write))) as Record<string, unknown>;
  const names = path.split('.');
  const last = names.pop() ?? '';
  const holder = names.reduce<Record<string, unknown>>((at, name) => at[name] as Record<string, unknown>, note);
  holder[last] = value;
  return note;
}

describe('a note of an unfinished write', () => {
  for (const [what, write] of [
    ['an upload', create],
    ['an update', replace],
    ['a deletion', remove],
    ['labels', written({ kind: 'labels', objectId: '1', revision: 'r', wanted: { labels: [] } })],
    ['a status', written({ kind: 'status', objectId: '1', revision: 'r', wanted: { isEnabled: true } })],
    ['pairs', written({ kind: 'pairs', objectId: '1', revision: 'r', wanted: { pairs: [] } })],
    ['a CA that goes', written({ kind: 'replace', objectId: '1', revision: 'r', wanted: { ca: { kind: 'remove' } } })],
    ['an end that nobody waits for', { ...remove, state: 'unknown' }],
  ] as const)
    it(`is read as it was written: ${what}`, () =>
      assert.deepEqual(readUnfinished(JSON.parse(JSON.stringify(writeUnfinished(write)))), write));

  const damages: readonly [write: UnfinishedWrite, path: string, value: unknown][] = [
    [remove, 'version', 2],
    [remove, 'id', 1],
    [remove, 'title', null],
    [remove, 'at', 'x'],
    [remove, 'beat', null],
    [remove, 'state', 'sending'],
    [remove, 'owner', 'me'],
    [remove, 'owner.window', 1],
    [remove, 'owner.pid', '7'],
    [remove, 'owner.machine', undefined],
    [remove, 'place', []],
    [remove, 'place.id', undefined],
    [remove, 'place.name', 1],
    [remove, 'place.address', 1],
    [remove, 'place.dialect', 'other'],
    [remove, 'facts', undefined],
    [remove, 'facts.kind', 'rename'],
    [remove, 'facts.objectId', 1],
    [create, 'facts.known', [1]],
    [create, 'facts.known', undefined],
    [create, 'facts.unreadable', '0'],
    [create, 'facts.wanted', undefined],
    [replace, 'facts.objectId', undefined],
    [replace, 'facts.revision', 1],
    [replace, 'facts.wanted.chain', 'x'],
    [replace, 'facts.wanted.chain.sha256', [1]],
    [replace, 'facts.wanted.ca', 'x'],
    [replace, 'facts.wanted.ca.chain', undefined],
    [replace, 'facts.wanted.pairs', 'x'],
    [replace, 'facts.wanted.pairs', [chain, { sha256: 'x' }]],
    [replace, 'facts.wanted.names', [1]],
    [replace, 'facts.wanted.labels', [{ key: 1 }]],
    [replace, 'facts.wanted.labels', [{ key: 'a', value: 1 }]],
  ];
  for (const [write, path, value] of damages)
    it(`is not read where a member is another: ${path} ${JSON.stringify(value) ?? 'gone'}`, () =>
      assert.equal(readUnfinished(damaged(write, path, value)), undefined));

  it('is not read where a number is none that can be reckoned with', () => {
    for (const value of [NaN, Infinity, -Infinity])
      assert.equal(readUnfinished({ ...writeUnfinished(remove), beat: value }), undefined);
  });

  for (const [path, value] of [
    ['serial', 1],
    ['issuer', 'x'],
    ['issuer.rdns', [[{ oid: 1, type: 'CN', value: 'x' }]]],
    ['issuer.rdns', [[{ oid: 'x', type: 1, value: 'x' }]]],
    ['issuer.rdns', [[{ oid: 'x', type: 'CN' }]]],
    ['validity.notBefore', 'x'],
    ['validity.notAfter', undefined],
  ] as const)
    it(`goes by fingerprints alone where the metadata of the leaf is damaged: ${path}`, () => {
      const read = readUnfinished(damaged(replace, `facts.wanted.chain.leaf.${path}`, value));
      assert.deepEqual(read?.facts.kind === 'replace' && read.facts.wanted.chain, { sha256: chain.sha256 });
    });

  it('leads where its connection leads: another gateway, scope or address is another place', () => {
    const same = { ...connection('a'), organization: 'org', cluster: 'c', gatewayGroup: 'g' };
    assert.equal(leadsTo({ ...same, name: 'another name' }, place), true);
    for (const change of [
      { id: 'b' },
      { dialect: 'api7enterprise' },
      { address: 'https://other.test' },
      { organization: 'other' },
      { cluster: 'other' },
      { gatewayGroup: 'other' },
    ] as const)
      assert.equal(leadsTo({ ...same, ...change }, place), false, JSON.stringify(change));
  });
});
