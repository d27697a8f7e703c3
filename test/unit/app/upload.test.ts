import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { checkUpload, fittingKey, isHostPattern, leavesOf, narrowedTo, proposedNames, proposedType, toBundle } from '../../../src/app/upload';
import type { CheckId, UploadCheck, UploadDraft, UploadKey, UploadMaterial } from '../../../src/app/upload';
import { readPrivateKey } from '../../../src/core/keys';
import type { Certificate, CertificateType } from '../../../src/core/model';
import { blockPem, scanPem } from '../../../src/core/pem';
import { parseCertificate } from '../../../src/core/x509';
import { english } from '../../../src/shared/translate';
import { makeAuthority, makeCertificate } from '../../fixtures/certificates';
import type { Authority, CertificateOptions, MadeCertificate } from '../../fixtures/certificates';
import { keyPemAs, makeKeyPair } from '../../fixtures/keyPairs';

const now = Date.UTC(2026, 10, 23);

const parse = (made: MadeCertificate): Certificate => {
  const reading = parseCertificate(made.der);
  assert(reading.ok);
  return reading.value;
};
const toKey = (pem: string, place = 'key.pem'): UploadKey => {
  const [block] = scanPem(pem).blocks;
  assert(block);
  return { place, reading: readPrivateKey(pem, block), toPem: () => blockPem(pem, block) ?? '' };
};
const toMaterial = (made: readonly MadeCertificate[], keys: readonly string[] = []): UploadMaterial => ({
  certificates: made.map((each) => ({ place: 'file.pem', certificate: parse(each) })),
  keys: keys.map((pem) => toKey(pem)),
});

describe('upload', () => {
  let authority: Authority;
  const leaf = (options: Partial<CertificateOptions> = {}) =>
    makeCertificate({ now, commonName: 'www.example.com', dns: ['www.example.com'], issuer: authority.intermediate, toDays: 60, ...options });
  const draftOf = async (options: Partial<CertificateOptions> = {}, change: Partial<UploadDraft> = {}): Promise<UploadDraft> => {
    const made = await leaf(options);
    const material = toMaterial([made, authority.intermediate], [made.keyPem]);
    const [found] = leavesOf(material);
    assert(found);
    return {
      ...found,
      key: material.keys[0],
      type: proposedType(found.leaf),
      names: proposedNames(found.leaf),
      labels: [],
      ...change,
    };
  };
  before(async () => {
    authority = await makeAuthority(now);
  });

  describe('leavesOf', () => {
    it('puts the chain in order and says that it did', async () => {
      const { intermediate, root } = authority;
      const made = await leaf();
      const [found, ...others] = leavesOf(toMaterial([intermediate, root, made]));
      assert.deepEqual(others, []);
      assert.deepEqual(found?.chain.map((each) => each.subject.text), [made, intermediate, root].map((each) => parse(each).subject.text));
      assert.equal(found?.wasReordered, true);
    });
    it('finds several leaves, each with the chain they share', async () => {
      const [a, b] = await Promise.all([leaf({ commonName: 'a.example.com' }), leaf({ commonName: 'b.example.com' })]);
      const found = leavesOf(toMaterial([a, b, authority.intermediate]));
      assert.deepEqual(found.map((each) => [each.chain.length, each.wasReordered]), [[2, false], [2, false]]);
    });
    it('counts what belongs to no chain', async () => {
      const stranger = await makeAuthority(now, 'Stranger');
      assert.equal(leavesOf(toMaterial([await leaf(), authority.intermediate, stranger.root]))[0]?.leftOut, 1);
    });
    it('takes a certificate that stands there twice once', async () => {
      const made = await leaf();
      const found = leavesOf(toMaterial([made, made, authority.intermediate]));
      assert.deepEqual(found.map((each) => each.chain.length), [2]);
    });
    it('offers a CA where there is nothing else', () =>
      assert.deepEqual(leavesOf(toMaterial([authority.root, authority.intermediate])).map((each) => each.leaf.subject.text), [
        parse(authority.intermediate).subject.text,
      ]));
    it('is narrowed to one chain, keys and all else kept', async () => {
      const [a, b] = await Promise.all([leaf({ commonName: 'a.example.com' }), leaf({ commonName: 'b.example.com' })]);
      const material = { ...toMaterial([a, b, authority.intermediate], [a.keyPem]), notes: ['x'] };
      const [, second] = leavesOf(material);
      const narrow = narrowedTo(second?.chain ?? [], material);
      assert.deepEqual(narrow.certificates.map(({ certificate }) => certificate.subject.text), [b, authority.intermediate].map((each) => parse(each).subject.text));
      assert.deepEqual([narrow.keys, narrow.notes], [material.keys, ['x']]);
    });
    it('finds none in nothing', () => assert.deepEqual(leavesOf({ certificates: [], keys: [] }), []));
  });

  it('prefers the key that fits, then one of which it cannot be told', async () => {
    const made = await leaf();
    const other = toKey((await makeKeyPair('EC P-256', 'another')).keyPem, 'other.key');
    const locked = toKey(await keyPemAs(made.keys, 'encryptedPkcs8', 'x'), 'locked.key');
    const own = toKey(made.keyPem, 'own.key');
    assert.equal(fittingKey(parse(made), [other, locked, own])?.place, 'own.key');
    assert.equal(fittingKey(parse(made), [other, locked])?.place, 'locked.key');
    assert.equal(fittingKey(parse(made), [other]), undefined);
  });

  describe('proposedType', () => {
    const rows: readonly [NonNullable<CertificateOptions['purpose']>, CertificateType][] = [
      ['server', 'server'],
      ['client', 'client'],
      ['both', 'server'],
      ['any', 'server'],
      ['unstated', 'server'],
      ['neither', 'server'],
    ];
    for (const [purpose, type] of rows)
      it(`${purpose}: ${type}`, async () => assert.equal(proposedType(parse(await leaf({ purpose }))), type));
  });

  describe('proposedNames', () => {
    const rows: readonly [string, Partial<CertificateOptions>, readonly string[]][] = [
      ['DNS names of the SAN, in small letters', { dns: ['WWW.example.com', '*.example.com'] }, ['www.example.com', '*.example.com']],
      ['no addresses', { dns: ['a.example.com'], ips: ['192.0.2.1'] }, ['a.example.com']],
      ['each once', { dns: ['a.example.com', 'A.example.com'] }, ['a.example.com']],
      ['the CN where there is no SAN', { dns: [], commonName: 'cn.example.com' }, ['cn.example.com']],
      ['no CN that is no host name', { dns: [], commonName: 'Orders Service' }, []],
    ];
    for (const [what, options, names] of rows)
      it(what, async () => assert.deepEqual(proposedNames(parse(await leaf(options))), names));
  });

  describe('isHostPattern', () => {
    const rows: readonly [string, boolean][] = [
      ['example.com', true],
      ['*.example.com', true],
      ['xn--bcher-kva.example', true],
      ['under_score.example', true],
      ['localhost', true],
      ['*', false],
      ['*.*.example.com', false],
      ['a.*.com', false],
      ['bücher.example', false],
      ['a b', false],
      ['a..b', false],
      ['host:443', false],
      ['', false],
      [`${'a.'.repeat(127)}com`, false],
    ];
    for (const [name, expected] of rows) it(`${name || '(empty)'}: ${expected}`, () => assert.equal(isHostPattern(name), expected));
  });

  describe('checkUpload', () => {
    const outcomeOf = (checks: readonly UploadCheck[], id: CheckId) => checks.find((check) => check.id === id)?.outcome;
    const check = (draft: UploadDraft, facts: { wantsNames?: boolean } = {}) =>
      checkUpload(draft, { now, warningDays: null, wantsNames: true, translate: english, ...facts });
    const rows: readonly [string, () => Promise<readonly UploadCheck[]>, CheckId, UploadCheck['outcome'] | undefined][] = [
      ['a good one: key', async () => check(await draftOf()), 'key', 'pass'],
      ['a good one: type', async () => check(await draftOf()), 'type', 'pass'],
      ['a good one: validity', async () => check(await draftOf()), 'validity', 'pass'],
      ['a good one: chain', async () => check(await draftOf()), 'chain', 'pass'],
      ['a good one: nothing else', async () => check(await draftOf()), 'names', undefined],
      ['no key', async () => check(await draftOf({}, { key: undefined })), 'key', 'stop'],
      ['another key', async () => check(await draftOf({}, { key: toKey((await leaf({ commonName: 'x.example.com', keys: await makeKeyPair('EC P-256', 'x') })).keyPem) })), 'key', 'stop'],
      ['encrypted key', async () => check(await draftOf({}, { key: toKey(await keyPemAs((await leaf()).keys, 'encryptedPkcs8', 'x')) })), 'key', 'stop'],
      ['server certificate as client', async () => check(await draftOf({ purpose: 'server' }, { type: 'client' })), 'type', 'stop'],
      ['client certificate as server', async () => check(await draftOf({ purpose: 'client' }, { type: 'server' })), 'type', 'stop'],
      ['code signing', async () => check(await draftOf({ purpose: 'neither' })), 'type', 'stop'],
      ['no EKU', async () => check(await draftOf({ purpose: 'unstated' })), 'type', 'note'],
      ['any EKU', async () => check(await draftOf({ purpose: 'any' })), 'type', 'note'],
      ['both', async () => check(await draftOf({ purpose: 'both' }, { type: 'client' })), 'type', 'pass'],
      ['a leaf as CA', async () => check(await draftOf({}, { ca: { place: 'ca.pem', certificates: [parse(await leaf())] } })), 'ca', 'stop'],
      ['a root as CA', async () => check(await draftOf({}, { ca: { place: 'ca.pem', certificates: [parse(authority.root)] } })), 'ca', 'pass'],
      ['expired', async () => check(await draftOf({ fromDays: -90, toDays: -1 })), 'validity', 'warning'],
      ['not yet valid', async () => check(await draftOf({ fromDays: 1, toDays: 90 })), 'validity', 'warning'],
      ['expiring', async () => check(await draftOf({ fromDays: -80, toDays: 9 })), 'validity', 'warning'],
      ['out of order', async () => check(await draftOf({}, { wasReordered: true })), 'chain', 'note'],
      ['left out', async () => check(await draftOf({}, { leftOut: 2 })), 'chain', 'warning'],
      ['no name for a gateway that wants one', async () => check(await draftOf({}, { names: [] })), 'names', 'stop'],
      ['no name for one that does not', async () => check(await draftOf({}, { names: [] }), { wantsNames: false }), 'names', undefined],
      ['no SAN', async () => check(await draftOf({ dns: [] })), 'names', 'warning'],
    ];
    for (const [what, run, id, outcome] of rows) it(what, async () => assert.equal(outcomeOf(await run(), id), outcome));

    it('puts the worst first', async () => {
      const outcomes = check(await draftOf({ purpose: 'client', fromDays: -90, toDays: -1 }, { type: 'server' })).map((each) => each.outcome);
      assert.deepEqual(outcomes.slice(0, 2), ['stop', 'warning']);
    });
  });

  it('sends the chain in order and the key as it was', async () => {
    const draft = await draftOf();
    const bundle = toBundle(draft);
    assert.deepEqual(scanPem(bundle.certificate).blocks.map((block) => ('der' in block ? block.der : undefined)), draft.chain.map((each) => each.der));
    assert.match(bundle.privateKey, /^-----BEGIN PRIVATE KEY-----\n/);
    assert.deepEqual(bundle.names, ['www.example.com']);
  });

  it('shows no key when it is printed', async () => {
    const draft = await draftOf();
    const secret = toBundle(draft).privateKey.split('\n')[1] ?? '';
    assert.ok(secret.length >= 40);
    for (const text of [JSON.stringify(draft), inspect(draft, { depth: 9 })]) assert.ok(!text.includes(secret));
  });
});
