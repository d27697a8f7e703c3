import assert from 'node:assert/strict';
import type { Connection } from '../../../../src/app/connections/connection';
import { toConnection, toDraft, toTokenUse } from '../../../../src/ui/connection/draft';

const apisix: Connection = { id: 'a', name: 'Prod', dialect: 'apisix', address: 'https://gw.example.com' };
const cloud: Connection = {
  id: 'c',
  name: 'Cloud',
  dialect: 'api7cloud',
  address: 'https://api.api7.cloud',
  organization: '1',
  cluster: '2',
};

describe('a draft', () => {
  for (const connection of [
    apisix,
    cloud,
    { ...apisix, caFile: '~/ca.pem' },
    { ...apisix, caFile: '~/ca.pem', caFileUse: 'replace' as const },
    { ...cloud, readOnly: true, production: true },
    { ...apisix, address: 'http://gw.example.com', allowPlainHttp: true },
  ])
    it(`of ${JSON.stringify(connection)} comes back as it was`, () =>
      assert.deepEqual(toConnection(toDraft(connection)), connection));

  const cases: readonly [what: string, change: object, expected: Connection][] = [
    [
      'the scopes of another dialect',
      { ...toDraft(cloud), dialect: 'apisix' },
      { id: 'c', name: 'Cloud', dialect: 'apisix', address: 'https://api.api7.cloud' },
    ],
    [
      'a cluster without organization',
      { ...toDraft(cloud), organization: undefined },
      { id: 'c', name: 'Cloud', dialect: 'api7cloud', address: 'https://api.api7.cloud' },
    ],
    [
      'a confirmation for another origin',
      { ...toDraft(apisix), address: 'http://b.example', plainHttpOrigin: 'http://a.example' },
      { ...apisix, address: 'http://b.example' },
    ],
    [
      'a confirmation that https: does not need',
      { ...toDraft(apisix), plainHttpOrigin: 'http://gw.example.com' },
      apisix,
    ],
  ];
  for (const [what, draft, expected] of cases)
    it(`saves no ${what}`, () => assert.deepEqual(toConnection({ ...toDraft(apisix), ...draft }), expected));

  it('uses the typed token, else the kept one, else none', () => {
    const draft = toDraft(apisix);
    assert.deepEqual(toTokenUse({ ...draft, token: 't', isTokenKept: true }), { from: 'person', token: 't' });
    assert.deepEqual(toTokenUse({ ...draft, isTokenKept: true }), { from: 'store' });
    assert.deepEqual(toTokenUse(draft), { from: 'person', token: undefined });
  });
});
