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
    if (path.endsWith('/config.yaml')) return Promise.resolve({ ok: false, fault: 'missing' });
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
      'very many lists, which take their time to read',
      `profiles: [{name: dev, user: {access_token: ${secret}}}, ${'[],'.repeat(1_000)}]`,
      /is not a cloud-cli configuration/,
    ],
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
    [
      { ADC_SERVER: 'https://gw.example.com', ADC_BACKEND: 'apisix-standalone' },
      /not supported here \(ADC_BACKEND\); only apisix, api7ee are/,
    ],
    [{ ADC_SERVER: 'https://gw.example.com', ADC_BACKEND: 'api7ee' }, /it has no access token/],
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

describe('findImports, API7 Enterprise', () => {
  const contexts = `current-context: prod
contexts:
- name: prod
  server: https://ee.example.com:7443/console
  token: ${secret}
  gateway-group: default
  ca-cert: /etc/a7/ca.pem
- name: lab
  server: http://10.0.0.1:7080
  token: a7adm-${secret}
  tls-skip-verify: true
- name: odd
  server: https://x.example.com
- server: https://y.example.com
`;
  const findA7 = async (env: Readonly<Record<string, string>>) => {
    const asked: string[] = [];
    const readFile = (path: string): Promise<LocalFileReading> => {
      asked.push(path);
      return Promise.resolve(path.endsWith('.yaml') ? { ok: true, text: contexts } : { ok: false, fault: 'missing' });
    };
    return { asked, ...(await findImports({ env, home: '/home/me', readFile, translate: english })) };
  };

  it('takes a7’s contexts, with their gateway group and CA file', async () => {
    const { candidates, problems } = await findA7({});
    const common = { source: 'a7', dialect: 'api7enterprise' };
    assert.deepEqual(candidates, [
      {
        ...common,
        name: 'prod',
        address: 'https://ee.example.com:7443',
        isPlainHttp: false,
        token: secret,
        isDefault: true,
        gatewayGroup: 'default',
        caFile: '/etc/a7/ca.pem',
      },
      {
        ...common,
        name: 'lab',
        address: 'http://10.0.0.1:7080',
        isPlainHttp: true,
        token: `a7adm-${secret}`,
        isDefault: false,
      },
    ]);
    assert.deepEqual(problems, [
      'Context “odd” of a7: it has no access token.',
      'A context in /home/me/.config/a7/config.yaml has no name.',
    ]);
  });

  for (const [env, path] of [
    [{}, '/home/me/.config/a7/config.yaml'],
    [{ XDG_CONFIG_HOME: '/xdg' }, '/xdg/a7/config.yaml'],
    [{ XDG_CONFIG_HOME: '/xdg', A7_CONFIG_DIR: '/a7' }, '/a7/config.yaml'],
  ] as const)
    it(`looks where a7 does: ${path}`, async () => assert.ok((await findA7(env)).asked.includes(path)));

  it('takes what the environment sets adc up for, its files too', async () => {
    const { candidates, problems } = await find(undefined, {
      ADC_BACKEND: 'api7ee',
      ADC_SERVER: 'https://ee.example.com:7443',
      ADC_TOKEN: secret,
      ADC_CA_CERT_FILE: '/etc/ca.pem',
      ADC_TLS_CLIENT_CERT_FILE: '/etc/client.pem',
      ADC_TLS_CLIENT_KEY_FILE: '/etc/client.key',
    });
    assert.deepEqual(problems, []);
    assert.deepEqual(candidates, [
      {
        source: 'adc',
        name: 'API7 Enterprise',
        dialect: 'api7enterprise',
        address: 'https://ee.example.com:7443',
        isPlainHttp: false,
        token: secret,
        isDefault: true,
        gatewayGroup: 'default',
        caFile: '/etc/ca.pem',
        clientCertificateFile: '/etc/client.pem',
        clientKeyFile: '/etc/client.key',
      },
    ]);
  });
});
