import assert from 'node:assert/strict';
import type { Connection } from '../../../../src/app/connections/connection';
import {
  dropConnection,
  freeName,
  gatewayKey,
  putConnection,
  readConnections,
} from '../../../../src/app/connections/connection';
import { english } from '../../../../src/shared/translate';

const good = {
  id: 'a',
  name: 'Prod',
  dialect: 'apisix',
  address: 'https://gw.example.com',
} as const satisfies Connection;
const read = (raw: unknown) => readConnections(raw, english);

describe('readConnections', () => {
  for (const raw of [undefined, null, []])
    it(`reads nothing from ${JSON.stringify(raw)}`, () =>
      assert.deepEqual(read(raw), { connections: [], problems: [] }));

  it('reads every member', () => {
    const full = {
      id: 'b',
      name: 'Cloud',
      dialect: 'api7cloud',
      address: 'https://api.api7.cloud',
      organization: '392306215415186327',
      cluster: '392306215415186328',
      clientCertificateFile: '~/me.pem',
      clientKeyFile: '~/me.key',
      caFile: '~/ca.pem',
      caFileUse: 'replace',
      allowPlainHttp: true,
      readOnly: true,
      production: true,
    } as const;
    assert.deepEqual(read([good, full]), { connections: [good, full], problems: [] });
  });

  it('drops members it does not know, a token above all', () =>
    assert.deepEqual(
      read([{ ...good, token: 'hunter22', allowPlainHttp: false, readOnly: false, production: false }]).connections,
      [good],
    ));

  const bad: readonly (readonly [what: string, entry: unknown, problem: RegExp])[] = [
    ['a number', 7, /^Connection 1: it is not an object/],
    ['null', null, /^Connection 1: it is not an object/],
    ['a list', [[]], /^Connection 1: it is not an object/],
    ['no id', { ...good, id: undefined }, /^Connection 1 \(“Prod”\): id is missing/],
    ['an empty name', { ...good, name: '' }, /^Connection 1: name is missing/],
    ['no address', { ...good, address: undefined }, /address is missing/],
    ['another dialect', { ...good, dialect: 'kong' }, /dialect is neither api7cloud, apisix/],
    ['a cluster as a number', { ...good, cluster: 18 }, /cluster is not a string/],
    ...['organization', 'gatewayGroup', 'caFile', 'clientCertificateFile', 'clientKeyFile'].map(
      (member) =>
        [`${member} as a number`, { ...good, [member]: 18 }, new RegExp(`${member} is not a string`)] as const,
    ),
    ['an endless name', { ...good, name: 'x'.repeat(5_000) }, /^Connection 1: name is too long/],
    [
      'a password in the address',
      { ...good, address: 'https://me:hunter22@gw.example.com' },
      /address holds a user name, password or query/,
    ],
    ['a key in the query of the address', { ...good, address: 'https://gw.example.com?api_key=hunter22' }, /or query/],
    ['a key behind # in the address', { ...good, address: 'https://gw.example.com/#token=hunter22' }, /or query/],
    ['a text for a flag', { ...good, allowPlainHttp: 'yes' }, /allowPlainHttp is neither true nor false/],
    [
      'a use of the CA file that there is not',
      { ...good, caFile: '/ca.pem', caFileUse: 'only' },
      /caFileUse is neither add nor replace/,
    ],
    ['a mark that is no flag', { ...good, readOnly: 1 }, /readOnly is neither true nor false/],
  ];
  for (const [what, entry, problem] of bad)
    it(`names ${what} and keeps the others`, () => {
      const { connections, problems } = read([entry, { ...good, id: 'other' }]);
      assert.deepEqual(
        connections.map(({ id }) => id),
        ['other'],
      );
      assert.equal(problems.length, 1);
      assert.match(problems.join(), problem);
      assert.doesNotMatch(problems.join(), /hunter22/);
    });

  it('keeps the first of two with one id', () => {
    const { connections, problems } = read([good, { ...good, name: 'Twin' }]);
    assert.deepEqual(connections, [good]);
    assert.deepEqual(problems, ['Connection 2 (“Twin”): its id already belongs to another connection.']);
  });

  for (const raw of ['x', 7, true, { a: good }])
    it(`names ${JSON.stringify(raw)}`, () =>
      assert.deepEqual(read(raw).problems, ['The setting is not a list of connections.']));

  it('stops at 200', () => {
    const { connections, problems } = read(Array.from({ length: 201 }, (_, index) => ({ ...good, id: `${index}` })));
    assert.equal(connections.length, 200);
    assert.deepEqual(problems, ['Only the first 200 connections are read.']);
  });
});

describe('putConnection and dropConnection', () => {
  const other = { id: 'b', name: 7 };
  it('adds at the end', () => assert.deepEqual(putConnection([other], good), [other, good]));
  it('replaces in place', () => assert.deepEqual(putConnection([{ id: 'a', old: true }, other], good), [good, other]));
  it('keeps what cannot be read', () => assert.deepEqual(putConnection('scribble', good), ['scribble', good]));
  it('begins a list', () => assert.deepEqual(putConnection(undefined, good), [good]));
  it('drops by id alone', () =>
    assert.deepEqual(dropConnection([good, other, 'scribble', null], 'a'), [other, 'scribble', null]));
});

describe('freeName', () => {
  const named = (...names: string[]) => names.map((name, index) => ({ ...good, id: `${index}`, name }));
  it('is the name where it is free', () => assert.equal(freeName('APISIX', named('x')), 'APISIX'));
  it('counts on where it is taken', () => assert.equal(freeName('APISIX', named('APISIX', 'APISIX 2')), 'APISIX 3'));
});

describe('gatewayKey', () => {
  it('is the same for one gateway under two names, with and without a path', () =>
    assert.equal(
      gatewayKey(good),
      gatewayKey({ ...good, id: 'b', name: 'Other', address: 'https://GW.example.com:443/' }),
    ));

  for (const other of [
    { ...good, address: 'https://gw.example.com:9443' },
    { ...good, dialect: 'api7enterprise' },
    { ...good, gatewayGroup: '1' },
  ] as const)
    it(`is another for ${JSON.stringify(other)}`, () => assert.notEqual(gatewayKey(good), gatewayKey(other)));
});
