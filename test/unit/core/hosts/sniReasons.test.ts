import assert from 'node:assert/strict';
import { toSniTable } from '../../../../src/core/hosts/sni';
import type { LeftOut, SniHolder, SniRules } from '../../../../src/core/hosts/sniChoices';
import { toSniRules } from '../../../../src/core/hosts/sniChoices';
import { explainSni } from '../../../../src/core/hosts/sniReasons';

/** A text is APISIX's `sni`, a list its `snis`; `[names, why]` is left out. */
type Objects = Readonly<
  Record<string, string | readonly string[] | { readonly names: string[]; readonly out: LeftOut }>
>;

const toHolders = (objects: Objects): readonly SniHolder[] =>
  Object.entries(objects).map(([id, given]) => {
    if (typeof given === 'string') return { id, names: [given], isSingle: true };
    return 'out' in given ? { id, names: given.names, leftOut: given.out } : { id, names: given };
  });

/** `apisix` without a version is one that hides it. */
const rulesOf = (gateway: string): SniRules => {
  const [dialect, version] = gateway.split(' ');
  return toSniRules(dialect === 'api7cloud' ? 'api7cloud' : 'apisix', version);
};

/** `a exact` · `a|b exact` several · `- refused`, then `b:reason` for each that was not taken. */
function explained(gateway: string, objects: Objects, host: string): string {
  const { answer, rule, rejections } = explainSni(toSniTable(toHolders(objects), rulesOf(gateway)), host);
  const ids = answer.kind === 'served' ? answer.id : answer.kind === 'ambiguous' ? answer.ids.join('|') : '-';
  const version = answer.kind === 'served' && answer.needsCatchAll ? '?' : '';
  return [`${ids}${version} ${rule}`, ...rejections.map(({ id, reason }) => `${id}:${reason}`)].join(' ');
}

const out = (why: LeftOut, ...names: string[]) => ({ names, out: why });

describe('the reasons of an answer', () => {
  const rows: readonly (readonly [gateway: string, Objects, host: string, expected: string])[] = [
    // Exact before wildcard.
    ['apisix 3.18.0', { a: ['*.a.test'], b: ['www.a.test'] }, 'www.a.test', 'b exact a:exactWins'],
    ['api7cloud', { a: ['*.a.test'], b: ['www.a.test'] }, 'www.a.test', 'b exact a:exactWins'],
    // The longest wildcard.
    ['apisix 3.18.0', { a: ['*.test'], b: ['*.a.test'] }, 'x.a.test', 'b wildcard a:longerWins'],
    // One label only, and no way back.
    ['apisix 3.18.0', { a: ['*.a.test'] }, 'x.y.a.test', '- refused a:oneLabel'],
    ['apisix 3.18.0', { a: '*', b: ['*.a.test'] }, 'x.y.a.test', '- refused b:oneLabel a:notTried'],
    ['api7cloud', { a: ['*.a.test'] }, 'x.y.a.test', '- noName a:oneLabel'],
    ['apisix 3.18.0', { a: ['*.a.test'] }, 'a.test', '- noName a:belowOnly'],
    // The post-check looks at lengths.
    ['apisix 3.18.0', { a: ['*.a.test', 'a-much-longer.example.org'] }, 'x.y.a.test', 'a longerName'],
    // A lone star.
    ['apisix 3.15.0', { a: '*' }, 'x.a.test', 'a anyName'],
    ['apisix 3.14.0', { a: '*' }, 'x.a.test', '- refused a:oneLabel'],
    ['apisix', { a: '*' }, 'x.a.test', 'a? anyName'],
    ['apisix 3.18.0', { a: ['*'] }, 'x.a.test', '- refused a:oneLabel'],
    ['apisix 3.18.0', { a: '*' }, 'localhost', 'a anyName'],
    // Trailing dots, of the object and of the client.
    ['apisix 3.10.0', { a: ['www.a.test.'] }, 'www.a.test', 'a exact'],
    ['apisix 3.9.1', { a: ['www.a.test.'] }, 'www.a.test', '- noName a:trailingDot'],
    ['apisix 3.9.1', { a: ['www.a.test.'] }, 'www.a.test.', 'a exact'],
    ['apisix 3.9.1', { a: ['www.a.test'] }, 'www.a.test.', '- noName'],
    ['apisix 3.10.0', { a: ['www.a.test'] }, 'www.a.test.', 'a exact'],
    ['apisix 3.2.2', { a: ['*.a.test.'] }, 'www.a.test', '- noName a:trailingDot'],
    ['apisix 3.2.2', { a: ['*.a.test.'] }, 'www.a.test.', 'a wildcard'],
    ['apisix', { a: ['www.a.test.'] }, 'www.a.test', 'a exact'],
    ['api7cloud', { a: ['www.a.test.'] }, 'www.a.test', 'a exact'],
    // Case.
    ['apisix 3.2.2', { a: ['WWW.a.test'] }, 'www.A.test', 'a exact'],
    ['api7cloud', { a: ['WWW.a.test'] }, 'www.A.test', 'a exact'],
    // What is never served hides nothing.
    ['apisix 3.18.0', { a: ['*.a.test'], b: out('disabled', 'x.a.test') }, 'x.a.test', 'a wildcard b:disabled'],
    ['apisix 3.18.0', { b: out('client', 'x.a.test') }, 'x.a.test', '- noName b:client'],
    ['apisix 3.18.0', { b: out('ignored', '*.a.test') }, 'x.a.test', '- noName b:ignored'],
    ['api7cloud', { b: out('typeUnknown', 'x.a.test') }, 'x.a.test', '- noName b:typeUnknown'],
    // Several with one name: a restarted node reads in the order of the ids.
    ['apisix 3.18.0', { '9': ['x.a.test'], '10': ['x.a.test'] }, 'x.a.test', '10|9 exact 9:loadedLater'],
    ['api7cloud', { '9': ['x.a.test'], '10': ['x.a.test'] }, 'x.a.test', '10|9 exact'],
    // Addresses.
    ['apisix 3.18.0', { a: ['192.0.2.1'] }, '192.0.2.1', '- noServerName'],
    ['apisix 3.18.0', { a: ['192.0.2.1'] }, '2001:db8::1', '- noServerName'],
    ['apisix 3.18.0', {}, 'a.test', '- noName'],
  ];
  for (const [gateway, objects, host, expected] of rows)
    it(`${gateway}: ${host} of ${JSON.stringify(objects)}`, () =>
      assert.equal(explained(gateway, objects, host), expected));

  for (const [version, text] of [
    ['3.18.0', '3.18'],
    ['3.9.0-rc1', '3.9'],
    ['dev', undefined],
    ['', undefined],
  ] as const)
    it(`reads the version ${version}`, () => {
      const { version: read } = toSniRules('apisix', version);
      assert.equal(read && `${read.major}.${read.minor}`, text);
    });

  it('looks at as few entries among 100,000 names as among ten', () => {
    const looks = (count: number): readonly [number, number] => {
      const many = Array.from({ length: count }, (_, index): SniHolder => ({
        id: String(index),
        names: index % 2 === 0 ? [`host-${index}.example.test`] : [`*.zone-${index}.test`],
      }));
      const table = toSniTable([...many, { id: 'wanted', names: ['*.wanted.test'] }], rulesOf('apisix 3.18.0'));
      const counted = [new CountingMap(table.exact), new CountingMap(table.wildcards), new CountingMap(table.leftOut)];
      const [exact, wildcards, leftOut] = counted;
      assert.ok(exact && wildcards && leftOut);
      const { answer } = explainSni({ ...table, exact, wildcards, leftOut }, 'www.wanted.test');
      assert.equal(answer.kind === 'served' && answer.id, 'wanted');
      return [counted.reduce((sum, { gets }) => sum + gets, 0), counted.reduce((sum, { walks }) => sum + walks, 0)];
    };
    const [gets, walks] = looks(100_000);
    assert.deepEqual([gets, walks], looks(10));
    assert.equal(walks, 0);
    assert.ok(gets > 0 && gets < 100, String(gets));
  });

  it('names no more than twenty that were not taken', () => {
    const many = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`id-${index}`, ['a.test']]));
    const { rejections } = explainSni(toSniTable(toHolders(many), rulesOf('apisix 3.18.0')), 'a.test');
    assert.equal(rejections.length, 20);
  });
});

class CountingMap extends Map<string, readonly SniHolder[]> {
  gets = 0;
  walks = 0;
  private readonly isReady: boolean;
  constructor(entries: Iterable<readonly [string, readonly SniHolder[]]>) {
    super(entries);
    this.isReady = true;
  }
  override get(key: string) {
    this.gets++;
    return super.get(key);
  }
  override [Symbol.iterator]() {
    if (this.isReady) this.walks++;
    return super[Symbol.iterator]();
  }
  override entries() {
    this.walks++;
    return super.entries();
  }
  override values() {
    this.walks++;
    return super.values();
  }
  override keys() {
    this.walks++;
    return super.keys();
  }
}
