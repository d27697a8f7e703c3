import assert from 'node:assert/strict';
import { orderChain } from '../../../../src/core/chain/chain';
import type { LinkCache } from '../../../../src/core/chain/links';
import type { PemCache } from '../../../../src/core/document/document';
import { readPemDocument, readPemDocumentSteps } from '../../../../src/core/document/document';
import { findFindings, findFindingsSteps } from '../../../../src/core/findings/findings';
import { readSeverities } from '../../../../src/core/findings/rule';
import { makeAuthority, makeCertificate } from '../../../fixtures/certificates';
import { watchCrypto } from '../../../fixtures/cryptoCalls';

const now = Date.UTC(2026, 10, 23);

/** Caches that a check of one text leaves for the next. */
interface Known {
  readonly blocks: PemCache;
  readonly links: LinkCache;
}

const newKnown = (): Known => ({ blocks: new Map(), links: new Map() });

describe('A check of a text', () => {
  let root: string;
  let intermediate: string;
  let leaf: string;
  let expired: string;
  before(async () => {
    const authority = await makeAuthority(now, 'Check');
    [root, intermediate] = [authority.root.pem, authority.intermediate.pem];
    const made = (name: string, toDays: number) =>
      makeCertificate({ now, commonName: name, dns: [`${name}.example.com`], issuer: authority.intermediate, toDays });
    [leaf, expired] = [(await made('leaf', 60)).pem, (await made('expired', -1)).pem];
  });
  const check = (text: string, severities = {}, { blocks, links }: Known = newKnown()) =>
    findFindings(readPemDocument(text, blocks), {
      now,
      warningDays: null,
      links,
      severities: readSeverities(severities),
    });
  const codes = (text: string, severities = {}) =>
    check(text, severities).map(({ code, severity }) => `${code} ${severity}`);

  const comments: readonly [name: string, text: () => string, found: readonly string[]][] = [
    ['no comment', () => expired, ['expired error']],
    ['a comment before the block', () => `# api7-certificates: ignore expired\n${expired}`, []],
    ['more than one code', () => `# api7-certificates: ignore chainGap, expired lineWidth\n${expired}`, []],
    ['text between comment and block', () => `; api7-certificates: ignore expired\nsubject=x\n\n${expired}`, []],
    ['another code', () => `# api7-certificates: ignore expiring\n${expired}`, ['expired error']],
    ['part of a code', () => `# api7-certificates: ignore expire\n${expired}`, ['expired error']],
    ['no comment sign', () => `api7-certificates: ignore expired\n${expired}`, ['expired error']],
    [
      'a comment before another block',
      () => `# api7-certificates: ignore expired\n${leaf}${expired}`,
      ['expired error'],
    ],
    ['a comment behind the block', () => `${expired}# api7-certificates: ignore expired\n`, ['expired error']],
    ['a broken block', () => `# api7-certificates: ignore missingEnd\n${leaf.replace(/-----END.*\n/, '')}`, []],
  ];
  for (const [name, text, found] of comments)
    it(`${name}: ${found.join(', ') || 'nothing'}`, () => assert.deepEqual(codes(text()), found));

  const settings: readonly [severities: Readonly<Record<string, string>>, found: readonly string[]][] = [
    [{}, ['chainOutOfOrder warning', 'rootIncluded hint']],
    [{ rootIncluded: 'off' }, ['chainOutOfOrder warning']],
    [{ rootIncluded: 'error', chainOutOfOrder: 'info' }, ['chainOutOfOrder info', 'rootIncluded error']],
    [{ rootIncluded: 'never' }, ['chainOutOfOrder warning', 'rootIncluded hint']],
  ];
  for (const [severities, found] of settings)
    it(`${JSON.stringify(severities)}: ${found.join(', ')}`, () =>
      assert.deepEqual(codes(intermediate + leaf + root, severities).sort(), found));

  it('reads no unchanged block and checks no known signature again', () => {
    const known = newKnown();
    check(leaf + intermediate + root, {}, known);
    const blocks = new Map(known.blocks);
    assert.ok(known.links.size >= 2);
    // What is planted here comes out again only where nothing is computed anew.
    for (const pair of known.links.keys()) known.links.set(pair, 'notIssued');
    const found = check(`# an edit\n${leaf}${intermediate}${root}`, {}, known).map(({ code }) => code);
    assert.deepEqual([...known.blocks], [...blocks]);
    for (const [id, part] of known.blocks) assert.equal(part, blocks.get(id));
    assert.ok(found.includes('chainGap'), found.join());
  });

  it('says the same with what is known and without', () => {
    const known = newKnown();
    const texts = [leaf, leaf + root, leaf + intermediate + root, expired + leaf, '', intermediate + leaf];
    for (const text of texts) assert.deepEqual(check(text, {}, known), check(text));
  });

  it('keeps what the text needs, and no more', () => {
    const known = newKnown();
    check(leaf + intermediate + root + expired, {}, known);
    check(leaf + intermediate, {}, known);
    assert.equal(known.blocks.size, 2);
    assert.equal(known.links.size, 1);
  });

  it('may be given up anywhere', () => {
    const text = leaf + intermediate + root;
    const whole = check(text);
    for (let last = 0; last < 40; last++) {
      const known = newKnown();
      const reading = readPemDocumentSteps(text, known.blocks);
      for (let step = 0; step < last; step++) reading.next();
      const finding = findFindingsSteps(readPemDocument(text), { now, warningDays: null, links: known.links });
      for (let step = 0; step < last; step++) finding.next();
      assert.deepEqual(check(text, {}, known), whole);
    }
  });
});

describe('The work of a check', () => {
  let leaves: readonly string[] = [];
  let issuer: string;
  let other: string;
  before(async () => {
    const { intermediate } = await makeAuthority(now, 'Work');
    issuer = intermediate.pem;
    const made = await Promise.all(
      Array.from({ length: 13 }, (_, i) =>
        makeCertificate({ now, commonName: 'leaf', dns: [`host-${i}.example.com`], issuer: intermediate }),
      ),
    );
    leaves = made.slice(0, 12).map(({ pem }) => pem);
    other = made[12]?.pem ?? '';
  });
  const run = (text: string, { blocks, links }: Known) =>
    findFindings(readPemDocument(text, blocks), { now, warningDays: null, links });
  const callsOf = (work: () => unknown): Readonly<Record<string, number>> => {
    const { calls } = watchCrypto(['createHash', 'hash', 'verify', 'X509Certificate'], work);
    const count = (name: string): number => calls.filter((call) => call.name === name).length;
    return {
      hashes: count('createHash') + count('hash'),
      signatures: count('verify'),
      certificates: count('X509Certificate'),
    };
  };

  it('of an opened text: each signature once, the key of an issuer once, a few hashes a block', () => {
    const once = callsOf(() => run(leaves.slice(0, 6).join('') + issuer, newKnown()));
    const twice = callsOf(() => run(leaves.join('') + issuer, newKnown()));
    assert.deepEqual([once['signatures'], twice['signatures']], [6, 12]);
    assert.deepEqual([once['certificates'], twice['certificates']], [1, 1]);
    assert.ok((twice['hashes'] ?? 0) <= 3 * 13, String(twice['hashes']));
  });

  it('of a bundle: the signatures of the chains that are judged, and not those of all leaves', () => {
    const [first = '', second = '', third = '', ...rest] = leaves;
    const count = (text: string) => {
      const { calls } = watchCrypto(['verify'], () => {
        const { parts } = readPemDocument(text);
        orderChain(parts.flatMap(({ certificate }) => (certificate?.ok ? [certificate.value] : [])));
      });
      return calls.length;
    };
    assert.deepEqual([count(first + second + third + issuer), count([...rest, issuer].join(''))], [1, 1]);
  });

  it('of an edit: that of the block that changed, however many there are', () => {
    const ofEdit = (count: number) => {
      const known = newKnown();
      const [first = '', ...rest] = leaves.slice(0, count);
      run([first, ...rest, issuer].join(''), known);
      return callsOf(() => run([other, ...rest, issuer].join(''), known));
    };
    const [few, many] = [ofEdit(4), ofEdit(12)];
    assert.deepEqual(many, few);
    assert.ok((few['hashes'] ?? 0) <= 3, String(few['hashes']));
    assert.deepEqual([few['signatures'], few['certificates']], [1, 1]);
  });
});
