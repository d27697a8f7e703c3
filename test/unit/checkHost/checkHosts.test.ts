import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Asked, PrintedAnswer } from '../../checkHost/checkHosts';
import { checkHosts } from '../../checkHost/checkHosts';
import type { Authority, MadeCertificate } from '../../fixtures/certificates';
import { makeAuthority, makeCertificate } from '../../fixtures/certificates';

const now = Date.UTC(2026, 10, 23, 12);
const ask: Asked = { dialect: 'apisix', version: '3.18.0', hosts: ['shop.example.com'], now };

describe('check-host', () => {
  let authority: Authority;
  let shop: MadeCertificate;
  let wildcard: MadeCertificate;
  let old: MadeCertificate;

  before(async () => {
    authority = await makeAuthority(now);
    const issuer = authority.intermediate;
    shop = await makeCertificate({ now, issuer, dns: ['shop.example.com'] });
    wildcard = await makeCertificate({ now, issuer, dns: ['*.example.com'] });
    old = await makeCertificate({ now, issuer, dns: ['shop.example.com'], fromDays: -60, toDays: -1 });
  });

  const answersOf = (json: unknown, more: Partial<Asked> = {}): readonly PrintedAnswer[] => {
    const checked = checkHosts(Buffer.from(JSON.stringify(json)), { ...ask, ...more });
    return checked.ok ? checked.answers : assert.fail(checked.reason);
  };
  /** `shop exact` and the warnings. */
  const short = ([answer]: readonly PrintedAnswer[]): string =>
    [answer?.served ?? '-', answer?.rule, ...(answer?.warnings ?? []).map(({ kind }) => kind)].join(' ');
  const object = (id: string, made: MadeCertificate, more: object = {}) => ({
    id,
    snis: ['shop.example.com'],
    cert: made.chainPem,
    key: made.keyPem,
    ...more,
  });

  it('takes every shape that a gateway returns', () => {
    const value = object('shop', shop);
    const item = { key: '/apisix/ssls/shop', value, createdIndex: 1, modifiedIndex: 2 };
    for (const json of [
      { list: [item], total: 1 },
      { action: 'get', count: 1, node: { dir: true, key: '/apisix/ssl', nodes: [item] } },
      [value],
      [item],
      item,
      { action: 'get', node: item },
      value,
    ])
      assert.equal(short(answersOf(json)), 'shop exact', JSON.stringify(json).slice(0, 60));
  });

  it('takes API7 Cloud’s', () => {
    const certificate = {
      id: '17',
      type: 'Server',
      snis: ['*.example.com'],
      not_before: '2026-11-01T00:00:00Z',
      not_after: '2026-11-02T00:00:00Z',
    };
    const payload = { list: [certificate], count: 1 };
    for (const json of [{ status: { code: 0 }, payload }, payload, { payload: certificate }, [certificate]])
      assert.equal(short(answersOf(json, { dialect: 'api7cloud', version: undefined })), '17 wildcard expired');
  });

  const rows: readonly (readonly [
    what: string,
    objects: () => readonly object[],
    expected: string,
    Partial<Asked>?,
  ])[] = [
    ['nothing', () => [], '- noName'],
    ['expired, and served all the same', () => [object('a', old)], 'a exact expired'],
    [
      'another name in the certificate',
      () => [object('a', wildcard, { snis: ['a.b.test'] })],
      'a exact nameMismatch',
      { hosts: ['a.b.test'] },
    ],
    ['no intermediate', () => [object('a', { ...shop, chainPem: shop.pem })], 'a exact leafAlone'],
    [
      'a chain the wrong way round',
      () => [object('a', { ...shop, chainPem: authority.intermediate.pem + shop.pem })],
      'a exact nameMismatch chainOutOfOrder',
    ],
    ['a secret reference', () => [object('a', { ...shop, chainPem: '$ENV://CERT' })], 'a exact secretReference'],
    ['no PEM', () => [object('a', { ...shop, chainPem: 'x' })], 'a exact unreadable'],
    ['several', () => [object('b', shop), object('a', shop)], 'a exact ambiguous'],
    ['one that the version ignores', () => [object('a', shop, { validity_end: 1 })], '- noName ignored'],
    ['the same on 3.2', () => [object('a', shop, { validity_end: 1 })], 'a exact', { version: '3.2.2' }],
    [
      'an ignored one beside a wildcard',
      () => [object('a', shop, { foo: 1 }), object('b', wildcard, { snis: ['*.example.com'] })],
      'b wildcard ignored',
    ],
    [
      'a lone star by an unknown version',
      () => [object('a', shop, { snis: undefined, sni: '*' })],
      'a anyName needsVersion',
      { version: undefined },
    ],
    ['of type client', () => [object('a', shop, { type: 'client' })], '- noName'],
    ['an address', () => [object('a', shop)], '- noServerName', { hosts: ['192.0.2.1'] }],
  ];
  for (const [what, objects, expected, more] of rows)
    it(what, () => assert.equal(short(answersOf(objects(), more)), expected));

  it('says in a sentence what is served and why, and of the others why not', () => {
    const [answer] = answersOf([
      object('a', shop),
      object('w', wildcard, { snis: ['*.example.com'] }),
      object('off', shop, { status: 0 }),
    ]);
    assert.equal(answer?.sentence, 'shop.example.com (a) is served for shop.example.com: it has this very name.');
    assert.deepEqual(
      answer?.rejected.map(({ id, reason, text }) => [id, reason, text]),
      [
        ['off', 'disabled', 'shop.example.com (off) has shop.example.com, but is disabled'],
        ['w', 'exactWins', '*.example.com (w) has *.example.com; another has the very name'],
      ],
    );
  });

  it('names what cannot be read and answers from the rest', () => {
    const checked = checkHosts(Buffer.from(JSON.stringify([7, object('a', shop), {}])), ask);
    assert.ok(checked.ok);
    assert.deepEqual(checked.unreadable, ['Object 1 has no value.', 'Object 3 has no id.']);
    assert.equal(short(checked.answers), 'a exact');
  });

  describe('as a program', () => {
    let folder: string;
    before(() => {
      folder = mkdtempSync(join(tmpdir(), 'check-host-'));
    });
    after(() => rmSync(folder, { recursive: true }));
    const program = ['--require', './test/host/register.cjs', 'test/checkHost/run.ts'];
    const run = (...args: readonly string[]) =>
      spawnSync(process.execPath, [...program, ...args], { encoding: 'utf8' });

    it('prints answers, and nothing of any key', () => {
      const file = join(folder, 'objects.json');
      const canary = 'MIIcanaryOfCheckHost';
      const list = [
        object('a', shop, {
          keys: [canary],
          certs: [`${shop.pem}-----BEGIN PRIVATE KEY-----\n${canary}\n`],
          foo: shop.keyPem,
          labels: { a: canary.slice(0, 3) },
        }),
        object(`-----BEGIN PRIVATE KEY-----${canary}`, shop),
        `-----BEGIN PRIVATE KEY-----${canary}`,
      ];
      writeFileSync(file, JSON.stringify({ list, total: 2, key: canary }));
      const { stdout, stderr, status } = run(
        '--dialect',
        'apisix',
        '--version',
        '3.5.0',
        '--now',
        '2026-11-23T12:00:00Z',
        file,
        'shop.example.com',
        'x.test',
      );
      assert.equal(status, 0, stderr);
      const answers = JSON.parse(stdout) as readonly PrintedAnswer[];
      assert.deepEqual([answers.map(({ served }) => served), short(answers)], [['a', null], 'a exact']);
      const secrets = shop.keyPem.split('\n').filter((line) => line.length > 40);
      assert.ok(secrets.length > 0);
      for (const secret of [canary, ...secrets]) assert.ok(!(stdout + stderr).includes(secret));
      assert.match(stderr, /^Object 2 /);
    });

    it('explains itself', () =>
      assert.match(
        execFileSync(process.execPath, [...program, '--help'], { encoding: 'utf8' }),
        /^Usage: npm run check-host/,
      ));

    for (const [what, args, status] of [
      ['no host', ['x.json'], 2],
      ['an unknown dialect', ['--dialect', 'nginx', 'x.json', 'a.test'], 2],
      ['an unknown option', ['--key', 'x.json', 'a.test'], 2],
      ['a time that is none', ['--now', 'soon', 'x.json', 'a.test'], 2],
      ['a version that is none', ['--version', 'new', 'x.json', 'a.test'], 2],
      ['no file', [join(tmpdir(), 'check-host-none.json'), 'a.test'], 1],
    ] as const)
      it(`${what}: exit code ${status}`, () => assert.equal(run(...args).status, status));
  });
});
