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
      { node: { nodes: [item] } },
      { list: [{ value }] },
      { data: [value] },
      { data: { list: [item] } },
      { ssls: [value], ssls_conf_version: 3 },
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

  it('takes API7 Enterprise’s', () => {
    const value = object('shop', shop);
    for (const json of [{ list: [value], total: 1 }, { value: { list: [value] } }, { value }, [value], value])
      assert.equal(short(answersOf(json, { dialect: 'api7enterprise', version: '3.10.5' })), 'shop exact');
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

  /** Objects by id: a text is `sni`, a list `snis`, anything else members as they are. */
  type Objects = Readonly<Record<string, string | readonly string[] | object>>;
  /** `served rule`, `a|b` where it depends on the node, then `id:reason` of each that is not taken. */
  const decided = (objects: Objects, host: string, more: Partial<Asked>): string => {
    const [answer] = answersOf(
      Object.entries(objects).map(([id, given]) => ({
        id,
        cert: shop.chainPem,
        ...(typeof given === 'string' ? { sni: given } : Array.isArray(given) ? { snis: given } : given),
      })),
      { ...more, hosts: [host] },
    );
    assert.ok(answer);
    const ids = answer.candidates.length > 0 ? answer.candidates.join('|') : (answer.served ?? '-');
    const likely = answer.candidates.length > 0 ? `>${answer.served ?? '?'}` : '';
    return [`${ids}${likely} ${answer.rule}`, ...answer.rejected.map(({ id, reason }) => `${id}:${reason}`)].join(' ');
  };
  const versions: readonly (readonly [rule: string, version: string, Objects, host: string, expected: string])[] = [
    ['exact before wildcard', '3.18.0', { a: ['*.a.test'], b: ['x.a.test'] }, 'x.a.test', 'b exact a:exactWins'],
    ['exact before a lone *', '3.18.0', { a: '*', b: ['x.a.test'] }, 'x.a.test', 'b exact a:exactWins'],
    ['longest wildcard', '3.18.0', { a: ['*.test'], b: ['*.b.test'] }, 'x.b.test', 'b wildcard a:longerWins'],
    [
      'longest wildcard, any order',
      '2.15.3',
      { b: ['*.b.test'], a: ['*.test'] },
      'x.b.test',
      'b wildcard a:longerWins',
    ],
    ['one label', '3.18.0', { a: ['*.a.test'] }, 'x.y.a.test', '- refused a:oneLabel'],
    ['one label, sni', '3.2.2', { a: '*.a.test' }, 'x.y.a.test', '- refused a:oneLabel'],
    ['not the domain itself', '3.18.0', { a: ['*.a.test'] }, 'a.test', '- noName a:belowOnly'],
    ['a star without a dot', '3.18.0', { a: ['*a.test'] }, 'a.test', 'a wildcard'],
    ['a star without a dot, one label more', '3.18.0', { a: ['*a.test'] }, 'x.a.test', '- refused a:oneLabel'],
    [
      'no fall-back after a refused wildcard',
      '3.18.0',
      { a: ['*.test'], b: ['*.a.test'] },
      'x.y.a.test',
      '- refused b:oneLabel a:notTried',
    ],
    [
      'no fall-back to a lone *',
      '3.18.0',
      { a: '*', b: ['*.a.test'] },
      'x.y.a.test',
      '- refused b:oneLabel a:notTried',
    ],
    [
      'a longer name lets more through',
      '3.18.0',
      { a: ['*.a.test', 'long.name.example.org'] },
      'x.y.a.test',
      'a longerName',
    ],
    ['lone * as sni', '3.15.0', { a: '*' }, 'x.a.test', 'a anyName'],
    ['lone * as sni before', '3.14.1', { a: '*' }, 'x.a.test', '- noName a:ignored'],
    ['lone * as snis', '3.15.0', { a: ['*'] }, 'x.a.test', '- refused a:oneLabel'],
    ['lone * as snis, one label', '3.15.0', { a: ['*'] }, 'localhost', 'a wildcard'],
    [
      'lone * as snis, beside a longer name that lets more through',
      '3.18.0',
      { a: ['*', 'a.test'] },
      'b.test',
      'a longerName',
    ],
    [
      'lone * as snis, beside a name that lets no more through',
      '3.18.0',
      { a: ['*', 'a.test'] },
      'x.b.test',
      '- refused a:oneLabel',
    ],
    ['lone * among snis drops the object before', '3.14.1', { a: ['*', 'x.a.test'] }, 'x.a.test', '- noName a:ignored'],
    ['trailing dot asked', '3.10.0', { a: ['x.a.test'] }, 'x.a.test.', 'a exact'],
    ['trailing dot asked before', '3.9.1', { a: ['x.a.test'] }, 'x.a.test.', '- noName'],
    ['trailing dot configured', '3.10.0', { a: ['x.a.test.'] }, 'x.a.test', 'a exact'],
    ['trailing dot configured before', '3.9.1', { a: ['x.a.test.'] }, 'x.a.test', '- noName a:trailingDot'],
    ['trailing dots on both sides', '3.2.2', { a: ['x.a.test.'] }, 'x.a.test.', 'a exact'],
    ['a wildcard with a trailing dot', '3.18.0', { a: ['*.a.test.'] }, 'x.a.test', 'a wildcard'],
    ['a wildcard with a trailing dot before', '3.2.2', { a: ['*.a.test.'] }, 'x.a.test', '- noName a:trailingDot'],
    ['case, configured', '3.2.2', { a: ['X.A.Test'] }, 'x.a.test', 'a exact'],
    ['case, asked', '3.18.0', { a: ['*.a.test'] }, 'X.A.TEST', 'a wildcard'],
    ['disabled', '3.18.0', { a: { snis: ['x.a.test'], status: 0 } }, 'x.a.test', '- noName a:disabled'],
    [
      'disabled hides nothing',
      '3.18.0',
      { a: { snis: ['x.a.test'], status: 0 }, b: ['*.a.test'] },
      'x.a.test',
      'b wildcard a:disabled',
    ],
    [
      'a status that there is not',
      '3.18.0',
      { a: { snis: ['x.a.test'], status: 2 } },
      'x.a.test',
      '- noName a:ignored',
    ],
    ['of type client', '3.18.0', { a: { snis: ['x.a.test'], type: 'client' } }, 'x.a.test', '- noName a:client'],
    [
      'type and status stored',
      '3.13.0',
      { a: { snis: ['x.a.test'], type: 'server', status: 1 } },
      'x.a.test',
      'a exact',
    ],
    [
      'several: a restarted node reads ids as texts',
      '3.18.0',
      { '9': ['x.a.test'], '10': ['x.a.test'] },
      'x.a.test',
      '10|9>10 exact 9:loadedLater',
    ],
    ['several wildcards', '3.18.0', { b: ['*.a.test'], a: ['*.a.test'] }, 'x.a.test', 'a|b>a wildcard b:loadedLater'],
    [
      'several behind an exact name',
      '3.18.0',
      { a: ['*.a.test'], b: ['*.a.test'], c: ['x.a.test'] },
      'x.a.test',
      'c exact a:exactWins b:exactWins',
    ],
    [
      'several, of which one is disabled',
      '3.18.0',
      { a: { snis: ['x.a.test'], status: 0 }, b: ['x.a.test'] },
      'x.a.test',
      'b exact a:disabled',
    ],
    ['dead since 3.7', '3.7.0', { a: { snis: ['x.a.test'], validity_start: 1 } }, 'x.a.test', '- noName a:ignored'],
    ['and alive in 3.6', '3.6.0', { a: { snis: ['x.a.test'], validity_start: 1 } }, 'x.a.test', 'a exact'],
    ['dead since 3.7, exptime', '3.18.0', { a: { snis: ['x.a.test'], exptime: 1 } }, 'x.a.test', '- noName a:ignored'],
    ['an unknown member', '3.6.0', { a: { snis: ['x.a.test'], foo: 1 } }, 'x.a.test', '- noName a:ignored'],
    ['and before', '3.5.0', { a: { snis: ['x.a.test'], foo: 1 } }, 'x.a.test', 'a exact'],
    ['desc before it came', '3.12.0', { a: { snis: ['x.a.test'], desc: 'x' } }, 'x.a.test', '- noName a:ignored'],
    ['desc since', '3.13.0', { a: { snis: ['x.a.test'], desc: 'x' } }, 'x.a.test', 'a exact'],
    [
      'a dead one gives way to a wildcard',
      '3.18.0',
      { a: { snis: ['x.a.test'], exptime: 1 }, b: ['*.a.test'] },
      'x.a.test',
      'b wildcard a:ignored',
    ],
    [
      'a name that is no pattern drops the object',
      '3.18.0',
      { a: ['a.*.test', 'x.a.test'] },
      'x.a.test',
      '- noName a:ignored',
    ],
    [
      'sni and snis, which no schema takes together',
      '3.18.0',
      { a: { sni: 'y.a.test', snis: ['x.a.test'] } },
      'x.a.test',
      '- noName a:ignored',
    ],
    ['an empty snis', '3.18.0', { a: { sni: 'y.a.test', snis: [] } }, 'y.a.test', '- noName a:ignored'],
    ['a status of text', '3.2.2', { a: { snis: ['x.a.test'], status: '1' } }, 'x.a.test', '- noName a:ignored'],
    [
      'a label that the version takes',
      '3.4.0',
      { a: { snis: ['x.a.test'], labels: { a: 'x'.repeat(65) } } },
      'x.a.test',
      'a exact',
    ],
    [
      'and one before',
      '3.3.0',
      { a: { snis: ['x.a.test'], labels: { a: 'x'.repeat(65) } } },
      'x.a.test',
      '- noName a:ignored',
    ],
    ['an address', '3.18.0', { a: ['192.0.2.1'] }, '192.0.2.1', '- noServerName'],
    ['an address of version 6', '3.18.0', { a: ['*'] }, '[2001:db8::1]', '- noServerName'],
    ['a U-label', '3.18.0', { a: ['xn--bcher-kva.test'] }, 'bücher.test', 'a exact'],
    ['no host', '3.18.0', { a: '*' }, 'a b', '- noName'],
  ];
  for (const [rule, version, objects, host, expected] of versions)
    it(`${rule} (${version}): ${host}`, () => assert.equal(decided(objects, host, { version }), expected));

  const cloudRows: readonly (readonly [
    rule: string,
    Readonly<Record<string, object>>,
    host: string,
    expected: string,
  ])[] = [
    [
      'exact before wildcard',
      { 1: { snis: ['*.a.test'] }, 2: { snis: ['x.a.test'] } },
      'x.a.test',
      '2 exact 1:exactWins',
    ],
    ['one label', { 1: { snis: ['*.a.test'] } }, 'x.y.a.test', '- noName 1:oneLabel'],
    ['of type client', { 1: { snis: ['x.a.test'], type: 'Client' } }, 'x.a.test', '- noName 1:client'],
    ['several', { 1: { snis: ['x.a.test'] }, 2: { snis: ['x.a.test'] } }, 'x.a.test', '1|2>? exact'],
    ['an address', { 1: { snis: ['192.0.2.1'] } }, '192.0.2.1', '- noServerName'],
  ];
  for (const [rule, objects, host, expected] of cloudRows)
    it(`${rule} on API7 Cloud: ${host}`, () => {
      const typed = Object.entries(objects).map(([id, members]) => [id, { type: 'Server', ...members }] as const);
      assert.equal(decided(Object.fromEntries(typed), host, { dialect: 'api7cloud', version: undefined }), expected);
    });

  const enterpriseRows: readonly (readonly [rule: string, Objects, host: string, expected: string])[] = [
    ['exact before wildcard', { a: ['*.a.test'], b: ['x.a.test'] }, 'x.a.test', 'b exact a:exactWins'],
    ['longest wildcard', { a: ['*.test'], b: ['*.b.test'] }, 'x.b.test', 'b wildcard a:longerWins'],
    ['one label', { a: ['*.a.test'] }, 'x.y.a.test', '- refused a:oneLabel'],
    ['disabled', { a: { snis: ['x.a.test'], status: 0 } }, 'x.a.test', '- noName a:disabled'],
    ['of type client', { a: { snis: ['x.a.test'], type: 'client' } }, 'x.a.test', '- noName a:client'],
    ['several', { a: ['x.a.test'], b: ['x.a.test'] }, 'x.a.test', 'a|b>? exact'],
    // The version is of the dashboard, whose schema is not APISIX's: nothing is left out by it.
    ['a field of the dashboard', { a: { snis: ['x.a.test'], exptime: 1 } }, 'x.a.test', 'a exact'],
    ['an id that APISIX has none of', { [`e${'x'.repeat(99)}`]: ['x.a.test'] }, 'x.a.test', `e${'x'.repeat(99)} exact`],
  ];
  for (const [rule, objects, host, expected] of enterpriseRows)
    it(`${rule} on API7 Enterprise: ${host}`, () =>
      assert.equal(decided(objects, host, { dialect: 'api7enterprise', version: '3.10.5' }), expected));

  describe('by a version that is hidden', () => {
    for (const [what, snis, host, expected] of [
      ['a dot asked', ['shop.example.com'], 'shop.example.com.', 'a exact dotNeedsVersion'],
      ['a dot configured', ['shop.example.com.'], 'shop.example.com', 'a exact dotNeedsVersion'],
      ['no dot', ['shop.example.com'], 'shop.example.com', 'a exact'],
    ] as const)
      it(what, () =>
        assert.equal(short(answersOf([object('a', shop, { snis })], { version: undefined, hosts: [host] })), expected),
      );
  });

  it('says for which other reason clients refuse it', async () => {
    const client = await makeCertificate({
      now,
      issuer: authority.intermediate,
      dns: ['shop.example.com'],
      purpose: 'client',
    });
    const [answer] = answersOf([object('a', client)]);
    assert.deepEqual(
      answer?.warnings.map(({ text }) => text),
      ['Clients refuse shop.example.com (a): The Extended Key Usage of shop.example.com does not allow this use.'],
    );
  });

  it('says in a sentence what is served and why, and of the others why not', () => {
    const [answer] = answersOf([
      object('a', shop),
      object('w', wildcard, { snis: ['*.example.com'] }),
      object('off', shop, { status: 0 }),
    ]);
    assert.equal(answer?.sentence, 'shop.example.com (a) is served for shop.example.com: it has exactly this name.');
    assert.deepEqual(
      answer?.rejected.map(({ id, reason, text }) => [id, reason, text]),
      [
        ['off', 'disabled', 'shop.example.com (off) has shop.example.com, but is disabled'],
        ['w', 'exactWins', '*.example.com (w) has *.example.com; another has exactly this name'],
      ],
    );
  });

  it('names what cannot be read and answers from the rest', () => {
    const checked = checkHosts(Buffer.from(JSON.stringify([7, object('a', shop), {}])), ask);
    assert.ok(checked.ok);
    assert.deepEqual(checked.unreadable, ['Object 1 of page 1 has no value.', 'Object 3 of page 1 has no id.']);
    assert.equal(short(checked.answers), 'a exact');
  });

  describe('takes what a gateway returned, however it came', () => {
    const a = () => object('a', shop);
    const item = () => ({ key: '/apisix/ssls/a', value: a(), createdIndex: 1, modifiedIndex: 1 });
    const forms: readonly (readonly [what: string, text: () => string])[] = [
      ['a listing of version 3', () => JSON.stringify({ list: [item()], total: 1 })],
      ['a listing of version 2', () => JSON.stringify({ node: { dir: true, nodes: [item()] }, count: '2' })],
      ['an array of objects', () => JSON.stringify([a()])],
      ['an array of objects in their envelopes', () => JSON.stringify([item()])],
      ['one object', () => JSON.stringify(a())],
      ['one object in its envelope', () => JSON.stringify(item())],
      ['one object of version 2', () => JSON.stringify({ action: 'get', node: item() })],
      ['a whole configuration', () => JSON.stringify({ ssls: [a()], routes: [], ssls_conf_version: 3 })],
      ['with a mark of its byte order', () => `\uFEFF${JSON.stringify([a()])}`],
    ];
    for (const [what, text] of forms)
      it(what, () => {
        const checked = checkHosts(Buffer.from(text()), ask);
        assert.ok(checked.ok);
        assert.deepEqual([short(checked.answers), checked.unreadable], ['a exact', []]);
      });

    for (const [what, text] of [
      ['no object at all', '{}'],
      ['a refusal of APISIX', '{"error_msg":"failed to check token"}'],
      ['a refusal of API7 Cloud', '{"payload":null,"status":{"code":3,"message":"no"}}'],
      ['null', 'null'],
      ['a number', '3'],
      ['a text', '"x"'],
      ['nothing', ''],
      ['half a list', '{"list":['],
      ['a page', '<html></html>'],
    ] as const)
      it(`and says why there is no answer: ${what}`, () => {
        const checked = checkHosts(Buffer.from(text), ask);
        assert.match(checked.ok ? 'read' : checked.reason, /^The file (?:holds no list|is not JSON)/);
      });
  });

  for (const [host, expected] of [
    ['SHOP.Example.COM', 'a exact'],
    ['shop.example.com.', 'a exact'],
    ['shop.example.com:443', 'a exact'],
    ['https://shop.example.com', 'a exact'],
    ['https://user@shop.example.com:8443/path?query#part', 'a exact'],
    ['  shop.example.com ', 'a exact'],
    ['shop。example.com', 'a exact'],
    ['192.0.2.7', '- noServerName'],
    ['192.0.2.7:443', '- noServerName'],
    ['2001:db8::1', '- noServerName'],
    ['[2001:db8::1]', '- noServerName'],
    ['https://[2001:db8::1]:8443/', '- noServerName'],
    ['shop.example.com..', '- noName'],
    ['', '- noName'],
    ['*', '- noName'],
    ['a b', '- noName'],
  ] as const)
    it(`asks for the host of ${JSON.stringify(host)}`, () => {
      const checked = checkHosts(Buffer.from(JSON.stringify([object('a', shop)])), { ...ask, hosts: [host] });
      assert.ok(checked.ok);
      assert.deepEqual([checked.answers[0]?.host, short(checked.answers)], [host, expected]);
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

    for (const [dialect, value] of [
      ['api7enterprise', () => object('e', shop)],
      ['api7cloud', () => ({ id: '17', type: 'Server', snis: ['shop.example.com'] })],
      ['enterprise', () => object('e', shop)],
      ['Cloud', () => ({ id: '17', type: 'Server', snis: ['shop.example.com'] })],
    ] as const)
      it(`answers for ${dialect}`, () => {
        const file = join(folder, `${dialect}.json`);
        writeFileSync(file, JSON.stringify({ list: [value()], total: 1 }));
        const { stdout, stderr, status } = run('--dialect', dialect, file, 'shop.example.com');
        assert.equal(status, 0, stderr);
        assert.match(short(JSON.parse(stdout) as readonly PrintedAnswer[]), /^(e|17) exact/);
      });

    for (const version of ['unknown', 'APISIX', ''])
      it(`takes ${version || 'nothing'} for a version that is hidden`, () => {
        const input = JSON.stringify([object('a', shop, { snis: ['shop.example.com.'] })]);
        const args = [...program, '--version', version, '-', 'shop.example.com'];
        const { stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', input });
        assert.equal(short(JSON.parse(stdout) as readonly PrintedAnswer[]), 'a exact dotNeedsVersion', stderr);
      });

    for (const version of ['3.9.0', 'v3.9.0', 'APISIX/3.9.0'])
      it(`takes the version as ${version}, and objects from stdin`, () => {
        const input = JSON.stringify([object('a', shop, { snis: ['shop.example.com.'] })]);
        const args = [...program, '--version', version, '-', 'shop.example.com', 'shop.example.com.'];
        const { stdout, stderr, status } = spawnSync(process.execPath, args, { encoding: 'utf8', input });
        assert.equal(status, 0, stderr);
        const answers = JSON.parse(stdout) as readonly PrintedAnswer[];
        assert.deepEqual(
          answers.map((answer) => short([answer])),
          ['- noName', 'a exact'],
        );
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
      ['a folder', [tmpdir(), 'a.test'], 1],
      ['no file', [join(tmpdir(), 'check-host-none.json'), 'a.test'], 1],
    ] as const)
      it(`${what}: exit code ${status}`, () => assert.equal(run(...args).status, status));
  });
});
