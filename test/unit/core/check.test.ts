import assert from 'node:assert/strict';
import { checkInPieces, newCheckCache } from '../../../src/core/check';
import type { CheckCache } from '../../../src/core/check';
import { readSeverities } from '../../../src/core/findings/severities';
import { atOnce } from '../../../src/core/pieces';
import { makeAuthority, makeCertificate } from '../../fixtures/certificates';

const now = Date.UTC(2026, 10, 23);

describe('checkInPieces', () => {
  let root: string;
  let intermediate: string;
  let leaf: string;
  let expired: string;
  before(async () => {
    const authority = await makeAuthority(now, 'Check');
    [root, intermediate] = [authority.root.pem, authority.intermediate.pem];
    const made = (name: string, toDays: number) => makeCertificate({ now, commonName: name, dns: [`${name}.example.com`], issuer: authority.intermediate, toDays });
    [leaf, expired] = [(await made('leaf', 60)).pem, (await made('expired', -1)).pem];
  });
  const check = (text: string, severities = {}, cache: CheckCache = newCheckCache()) =>
    atOnce(checkInPieces(text, { now, warningDays: null, cache, severities: readSeverities(severities) }));
  const codes = (text: string, severities = {}) => check(text, severities).map(({ code, severity }) => `${code} ${severity}`);

  const comments: readonly [name: string, text: () => string, found: readonly string[]][] = [
    ['no comment', () => expired, ['expired error']],
    ['a comment before the block', () => `# api7-certificates: ignore expired\n${expired}`, []],
    ['more than one code', () => `# api7-certificates: ignore chainGap, expired lineWidth\n${expired}`, []],
    ['text between comment and block', () => `; api7-certificates: ignore expired\nsubject=x\n\n${expired}`, []],
    ['another code', () => `# api7-certificates: ignore expiring\n${expired}`, ['expired error']],
    ['part of a code', () => `# api7-certificates: ignore expire\n${expired}`, ['expired error']],
    ['no comment sign', () => `api7-certificates: ignore expired\n${expired}`, ['expired error']],
    ['a comment before another block', () => `# api7-certificates: ignore expired\n${leaf}${expired}`, ['expired error']],
    ['a comment behind the block', () => `${expired}# api7-certificates: ignore expired\n`, ['expired error']],
    ['a broken block', () => `# api7-certificates: ignore missingEnd\n${leaf.replace(/-----END.*\n/, '')}`, []],
  ];
  for (const [name, text, found] of comments) it(`${name}: ${found.join(', ') || 'nothing'}`, () => assert.deepEqual(codes(text()), found));

  const settings: readonly [severities: Readonly<Record<string, string>>, found: readonly string[]][] = [
    [{}, ['chainOutOfOrder warning', 'rootIncluded hint']],
    [{ rootIncluded: 'off' }, ['chainOutOfOrder warning']],
    [{ rootIncluded: 'error', chainOutOfOrder: 'info' }, ['chainOutOfOrder info', 'rootIncluded error']],
    [{ rootIncluded: 'never' }, ['chainOutOfOrder warning', 'rootIncluded hint']],
  ];
  for (const [severities, found] of settings) it(`${JSON.stringify(severities)}: ${found.join(', ')}`, () => assert.deepEqual(codes(intermediate + leaf + root, severities).sort(), found));

  it('reads no unchanged block and checks no known signature again', () => {
    const cache = newCheckCache();
    check(leaf + intermediate + root, {}, cache);
    const [blocks, links] = [new Map(cache.blocks), new Map(cache.links)];
    assert.ok(links.size >= 2);
    // What is planted here comes out again only where nothing is computed anew.
    for (const pair of cache.links.keys()) cache.links.set(pair, 'notIssued');
    const found = check(`# an edit\n${leaf}${intermediate}${root}`, {}, cache).map(({ code }) => code);
    assert.deepEqual([...cache.blocks], [...blocks]);
    for (const [id, part] of cache.blocks) assert.equal(part, blocks.get(id));
    assert.ok(found.includes('chainGap'), found.join());
  });

  it('says the same with a cache and without', () => {
    const cache = newCheckCache();
    const texts = [leaf, leaf + root, leaf + intermediate + root, expired + leaf, '', intermediate + leaf];
    for (const text of texts) assert.deepEqual(check(text, {}, cache), check(text));
  });

  it('keeps in its cache what the text needs, and no more', () => {
    const cache = newCheckCache();
    check(leaf + intermediate + root + expired, {}, cache);
    check(leaf + intermediate, {}, cache);
    assert.equal(cache.blocks.size, 2);
    assert.equal(cache.links.size, 1);
  });

  it('may be given up half-way', () => {
    const cache = newCheckCache();
    const text = leaf + intermediate + root;
    const work = checkInPieces(text, { now, warningDays: null, cache });
    for (let step = 0; step < 9; step++) work.next();
    assert.deepEqual(check(text, {}, cache), check(text));
  });
});
