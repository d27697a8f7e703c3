import assert from 'node:assert/strict';
import type { ImportReading } from '../../../../src/app/connections/importSources';
import { findImports } from '../../../../src/app/connections/importSources';
import type { LocalFileReading } from '../../../../src/app/connections/localFile';
import { english } from '../../../../src/shared/translate';

const secret = 'eyJhbGciOiJSUzI1NiJ9.hunter22.x';

function find(
  config: string | LocalFileReading | undefined,
  env: Readonly<Record<string, string>> = {},
): Promise<ImportReading> {
  const readFile = (path: string): Promise<LocalFileReading> => {
    assert.equal(path, '/home/me/.api7cloud/config');
    if (config === undefined) return Promise.resolve({ ok: false, fault: 'missing' });
    return Promise.resolve(typeof config === 'string' ? { ok: true, text: config } : config);
  };
  return findImports({ env, home: '/home/me', readFile, translate: english });
}

const profiles = `default_profile: prod
profiles:
- name: prod
  address: https://api.api7.cloud
  user:
    access_token: ${secret}
- name: 2
  address: https://api.aliyun-hk.api7.cloud/
  user:
    access_token: "${secret}2"
`;

describe('findImports, cloud-cli', () => {
  it('finds every profile and the default one', async () => {
    const { candidates, problems } = await find(profiles);
    assert.deepEqual(problems, []);
    const common = { source: 'cloud-cli', dialect: 'api7cloud', isPlainHttp: false };
    assert.deepEqual(candidates, [
      { ...common, name: 'prod', address: 'https://api.api7.cloud', token: secret, isDefault: true },
      { ...common, name: '2', address: 'https://api.aliyun-hk.api7.cloud', token: `${secret}2`, isDefault: false },
    ]);
  });

  it('follows API7_CLOUD_PROFILE', async () => {
    const { candidates } = await find(profiles, { API7_CLOUD_PROFILE: '2' });
    assert.deepEqual(
      candidates.map(({ isDefault }) => isDefault),
      [false, true],
    );
  });

  it('marks an unencrypted address', async () => {
    const { candidates } = await find(
      `profiles: [{name: dev, address: 'http://dev.example', user: {access_token: ${secret}}}]`,
    );
    assert.deepEqual(
      candidates.map(({ isPlainHttp }) => isPlainHttp),
      [true],
    );
  });

  it('takes the tool’s own address where none is given', async () => {
    const { candidates } = await find(`profiles: [{name: dev, user: {access_token: ${secret}}}]`);
    assert.equal(candidates[0]?.address, 'https://api.api7.cloud');
  });

  const bad: readonly [what: string, config: string | LocalFileReading, problem: RegExp][] = [
    ['a broken file', `profiles: [{access_token: "${secret}`, /is not a cloud-cli configuration/],
    ['a page', '<html>', /is not a cloud-cli configuration/],
    ['a list', '- 1', /is not a cloud-cli configuration/],
    [
      'an alias bomb',
      `a: &a [x,x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]`,
      /is not a cloud-cli configuration/,
    ],
    ['deep nesting', '['.repeat(100_000), /is not a cloud-cli configuration/],
    ['two documents', `a: 1\n---\ntoken: ${secret}`, /is not a cloud-cli configuration/],
    ['a large file', { ok: false, fault: 'tooLarge' }, /could not be read/],
    ['no permission', { ok: false, fault: 'unreadable' }, /could not be read/],
    ['a nameless profile', `profiles: [{user: {access_token: ${secret}}}]`, /has no name/],
    ['a profile that is a text', `profiles: [${secret}]`, /has no name/],
    ['no token', 'profiles: [{name: dev}]', /Profile “dev” of cloud-cli: it has no access token/],
    [
      'a token with a line break',
      `profiles: [{name: dev, user: {access_token: "${secret}\\nx"}}]`,
      /“dev” of cloud-cli: The token has a line break/,
    ],
    [
      'a bad address',
      `profiles: [{name: dev, address: "https://me:${secret}@x", user: {access_token: ${secret}}}]`,
      /“dev” of cloud-cli: Remove the user name/,
    ],
    [
      'an address that is a map',
      `profiles: [{name: dev, address: {a: b}, user: {access_token: ${secret}}}]`,
      /Enter the address/,
    ],
  ];
  for (const [what, config, problem] of bad)
    it(`says what is wrong with ${what}`, async () => {
      const { candidates, problems } = await find(config);
      assert.deepEqual(candidates, []);
      assert.equal(problems.length, 1);
      assert.match(problems.join(), problem);
      assert.doesNotMatch(problems.join(), /hunter22/);
    });

  it('keeps the good profiles beside a bad one', async () => {
    const { candidates, problems } = await find(`${profiles}- name: broken\n`);
    assert.deepEqual([candidates.length, problems.length], [2, 1]);
  });

  for (const config of ['{}', 'default_profile: x', 'profiles: 7'])
    it(`finds nothing in ${config}`, async () =>
      assert.deepEqual(await find(config), { candidates: [], problems: [] }));
});

describe('findImports, adc', () => {
  const cases: readonly [env: Record<string, string>, address: string | undefined, token: string | undefined][] = [
    [{}, undefined, undefined],
    [{ ADC_BACKEND: 'apisix' }, undefined, undefined],
    [{ ADC_SERVER: 'http://localhost:9180', ADC_TOKEN: secret }, 'http://localhost:9180', secret],
    [{ ADC_TOKEN: secret }, 'http://localhost:9180', secret],
    [{ ADC_SERVER: 'https://gw.example.com/apisix/admin/' }, 'https://gw.example.com', undefined],
    [{ ADC_SERVER: 'https://gw.example.com', ADC_TOKEN: '', ADC_BACKEND: '' }, 'https://gw.example.com', undefined],
  ];
  for (const [env, address, token] of cases)
    it(`reads ${JSON.stringify(env)}`, async () => {
      const { candidates, problems } = await find(undefined, env);
      assert.deepEqual(problems, []);
      assert.deepEqual([candidates[0]?.address, candidates[0]?.token], [address, token]);
    });

  const bad: readonly [env: Record<string, string>, problem: RegExp][] = [
    [{ ADC_SERVER: 'https://gw.example.com', ADC_BACKEND: 'api7ee' }, /not supported here \(ADC_BACKEND\)/],
    [
      { ADC_SERVER: `gw.example.com?api_key=${secret}` },
      /ADC_SERVER and ADC_TOKEN of the environment: Remove everything from/,
    ],
    [{ ADC_TOKEN: `${secret} ${secret}` }, /has a space/],
  ];
  for (const [env, problem] of bad)
    it(`says what is wrong with ${Object.keys(env).join(', ')}`, async () => {
      const { candidates, problems } = await find(undefined, env);
      assert.deepEqual(candidates, []);
      assert.match(problems.join(), problem);
      assert.doesNotMatch(problems.join(), /hunter22/);
    });
});
