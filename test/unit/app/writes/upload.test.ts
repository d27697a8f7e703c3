import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import type { Material } from '../../../../src/app/sources/material';
import { noMaterial } from '../../../../src/app/sources/material';
import {
  fittingKey,
  isHostPattern,
  leavesOf,
  narrowTo,
  proposedNames,
  toBundle,
  toFirstDraft,
} from '../../../../src/app/writes/upload';
import { scanPem } from '../../../../src/core/pem/scan';
import type { Authority, CertificateOptions, MadeCertificate } from '../../../fixtures/certificates';
import { makeAuthority, makeCertificate } from '../../../fixtures/certificates';
import { keyPemAs, makeKeyPair } from '../../../fixtures/keyPairs';
import { draftOf } from '../fakes/madeDraft';
import { parseMade, toUploadKey } from '../fakes/madeMaterial';

const now = Date.UTC(2026, 10, 23);

const toMaterial = (made: readonly MadeCertificate[], keys: readonly string[] = []): Material => ({
  ...noMaterial,
  certificates: made.map((each) => ({ place: 'file.pem', certificate: parseMade(each) })),
  keys: keys.map((pem) => toUploadKey(pem, 'key.pem')),
});

describe('upload', () => {
  let authority: Authority;
  const leaf = (options: Partial<CertificateOptions> = {}) =>
    makeCertificate({
      now,
      commonName: 'www.example.com',
      dns: ['www.example.com'],
      issuer: authority.intermediate,
      toDays: 60,
      ...options,
    });
  before(async () => {
    authority = await makeAuthority(now);
  });

  describe('leavesOf', () => {
    it('puts the chain in order and says that it did', async () => {
      const { intermediate, root } = authority;
      const made = await leaf();
      const [found, ...others] = leavesOf(toMaterial([intermediate, root, made]));
      assert.deepEqual(others, []);
      assert.deepEqual(
        found?.chain.map((each) => each.subject.text),
        [made, intermediate, root].map((each) => parseMade(each).subject.text),
      );
      assert.equal(found?.wasReordered, true);
    });
    it('sends the intermediate that is valid, and says which it leaves out', async () => {
      const { root, intermediate } = authority;
      const same = { now, subject: intermediate.subject, keys: intermediate.keys, isCa: true, issuer: root };
      const expired = await makeCertificate({ ...same, fromDays: -400, toDays: -1 });
      const made = await leaf();
      const [found] = leavesOf(toMaterial([made, expired, intermediate]), now);
      assert.deepEqual(found?.chain, [made, intermediate].map(parseMade));
      assert.deepEqual(
        found?.omitted.map(({ certificate, why }) => [certificate, why]),
        [[parseMade(expired), 'replaced']],
      );
    });
    it('leaves out an expired cross-signed root, and says why', async () => {
      const old = await makeAuthority(now, 'Old');
      const { root, intermediate } = authority;
      const cross = await makeCertificate({
        now,
        subject: root.subject,
        keys: root.keys,
        isCa: true,
        issuer: old.root,
        fromDays: -400,
        toDays: -1,
      });
      const made = await leaf();
      const [found] = leavesOf(toMaterial([made, intermediate, cross]), now);
      assert.deepEqual(found?.chain, [made, intermediate].map(parseMade));
      assert.deepEqual(
        found?.omitted.map(({ why, reasons }) => [why, ...reasons.map(({ code }) => code)]),
        [['spoilt', 'expired']],
      );
    });
    it('finds several leaves, each with the chain they share', async () => {
      const [a, b] = await Promise.all([leaf({ commonName: 'a.example.com' }), leaf({ commonName: 'b.example.com' })]);
      const found = leavesOf(toMaterial([a, b, authority.intermediate]));
      assert.deepEqual(
        found.map((each) => [each.chain.length, each.wasReordered]),
        [
          [2, false],
          [2, false],
        ],
      );
    });
    it('takes none for replaced that has the name alone of one that is sent, or its key alone', async () => {
      const { root, intermediate } = authority;
      const same = { now, isCa: true, issuer: root };
      const others = await Promise.all([
        makeCertificate({ ...same, subject: intermediate.subject, key: 'EC P-384' }),
        makeCertificate({ ...same, commonName: 'Other', keys: intermediate.keys }),
      ]);
      const [found] = leavesOf(toMaterial([await leaf(), intermediate, ...others]), now);
      assert.deepEqual(
        found?.omitted.map(({ why }) => why),
        ['stranger', 'stranger'],
      );
    });
    it('leaves out the longer way to another root, and says of each certificate why', async () => {
      const old = await makeAuthority(now, 'Old');
      const { root, intermediate } = authority;
      const cross = await makeCertificate({
        now,
        subject: root.subject,
        keys: root.keys,
        isCa: true,
        issuer: old.root,
      });
      const [found] = leavesOf(toMaterial([await leaf(), intermediate, root, cross, old.root]), now);
      assert.deepEqual(
        found?.omitted.map(({ certificate, why }) => [certificate, why]),
        [
          [parseMade(cross), 'replaced'],
          [parseMade(old.root), 'unused'],
        ],
      );
    });
    it('counts what belongs to no chain', async () => {
      const stranger = await makeAuthority(now, 'Stranger');
      assert.equal(leavesOf(toMaterial([await leaf(), authority.intermediate, stranger.root]))[0]?.omitted.length, 1);
    });
    it('takes a certificate that stands there twice once', async () => {
      const made = await leaf();
      const found = leavesOf(toMaterial([made, made, authority.intermediate]));
      assert.deepEqual(
        found.map((each) => each.chain.length),
        [2],
      );
    });
    it('offers a CA where there is nothing else', () =>
      assert.deepEqual(
        leavesOf(toMaterial([authority.root, authority.intermediate])).map((each) => each.leaf.subject.text),
        [parseMade(authority.intermediate).subject.text],
      ));
    it('is narrowed to one chain, keys and all else kept', async () => {
      const [a, b] = await Promise.all([leaf({ commonName: 'a.example.com' }), leaf({ commonName: 'b.example.com' })]);
      const material = { ...toMaterial([a, b, authority.intermediate], [a.keyPem]), notes: ['x'] };
      const [, second] = leavesOf(material);
      const narrow = narrowTo(second?.chain ?? [], material);
      assert.deepEqual(
        narrow.certificates.map(({ certificate }) => certificate.subject.text),
        [b, authority.intermediate].map((each) => parseMade(each).subject.text),
      );
      assert.deepEqual([narrow.keys, narrow.notes], [material.keys, ['x']]);
    });
    it('finds none in nothing', () => assert.deepEqual(leavesOf(noMaterial), []));
  });

  it('prefers the key that fits, then one of which it cannot be told', async () => {
    const made = await leaf();
    const other = toUploadKey((await makeKeyPair('EC P-256', 'another')).keyPem, 'other.key');
    const locked = toUploadKey(await keyPemAs(made.keys, 'encryptedPkcs8', 'x'), 'locked.key');
    const own = toUploadKey(made.keyPem, 'own.key');
    assert.equal(fittingKey(parseMade(made), [other, locked, own])?.place, 'own.key');
    assert.equal(fittingKey(parseMade(made), [other, locked])?.place, 'locked.key');
    assert.equal(fittingKey(parseMade(made), [other]), undefined);
  });

  describe('proposedNames', () => {
    const rows: readonly [string, Partial<CertificateOptions>, readonly string[]][] = [
      [
        'DNS names of the SAN, in small letters',
        { dns: ['WWW.example.com', '*.example.com'] },
        ['www.example.com', '*.example.com'],
      ],
      ['no addresses', { dns: ['a.example.com'], ips: ['192.0.2.1'] }, ['a.example.com']],
      ['each once', { dns: ['a.example.com', 'A.example.com'] }, ['a.example.com']],
      ['the CN where there is no SAN', { dns: [], commonName: 'cn.example.com' }, ['cn.example.com']],
      ['no CN of one label', { dns: [], commonName: 'cn' }, []],
      ['no CN that is no host', { dns: [], commonName: 'Example Inc.' }, []],
      ['nothing else of the subject', { dns: [], subject: [{ O: ['o.example.com'] }, { CN: ['Example'] }] }, []],
      ['no CN beside a name that is no host', { dns: ['https://a.example.com'], commonName: 'cn.example.com' }, []],
      ['no CN beside an address', { dns: [], ips: ['192.0.2.1'], commonName: 'cn.example.com' }, []],
      ['no wildcard that covers nothing', { dns: ['*.com', 'a.example.com', '192.0.2.1'] }, ['a.example.com']],
      ['no CN that is no host name', { dns: [], commonName: 'Orders Service' }, []],
    ];
    for (const [what, options, names] of rows)
      it(what, async () => assert.deepEqual(proposedNames(parseMade(await leaf(options))), names));
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
    for (const [name, expected] of rows)
      it(`${name || '(empty)'}: ${expected}`, () => assert.equal(isHostPattern(name), expected));
  });

  it('takes the key that fits; else one that is nobody’s, before one that is another certificate’s', async () => {
    const [made, other] = await Promise.all([leaf(), leaf({ commonName: 'b.example.com', key: 'RSA 2048' })]);
    const stranger = await leaf({ commonName: 'c.example.com', key: 'EC P-384' });
    const keyOf = (keys: readonly MadeCertificate[]): string | undefined => {
      const material = toMaterial(
        [made, other, authority.intermediate],
        keys.map(({ keyPem }) => keyPem),
      );
      const [found] = leavesOf(material).filter(
        ({ leaf: { subject } }) => subject.text === parseMade(made).subject.text,
      );
      const key = found && toFirstDraft(found, material).key;
      return key?.reading.status === 'plain' ? key.reading.spkiSha256 : undefined;
    };
    const spkiOf = (each: MadeCertificate): string => parseMade(each).fingerprints.spkiSha256;
    assert.equal(keyOf([other, stranger, made]), spkiOf(made));
    assert.equal(keyOf([other, stranger]), spkiOf(stranger));
    assert.equal(keyOf([other]), spkiOf(other));
    assert.equal(keyOf([]), undefined);
  });

  it('sends the chain in order and the key as it was', async () => {
    const draft = draftOf(await leaf(), authority);
    const bundle = toBundle(draft);
    assert.deepEqual(
      scanPem(bundle.certificate).blocks.map((block) => ('der' in block ? block.der : undefined)),
      draft.chain.map((each) => each.der),
    );
    assert.match(bundle.privateKey, /^-----BEGIN PRIVATE KEY-----\n/);
    assert.deepEqual(bundle.names, ['www.example.com']);
  });

  it('shows no key when it is printed', async () => {
    const draft = draftOf(await leaf(), authority);
    const secret = toBundle(draft).privateKey.split('\n')[1] ?? '';
    assert.ok(secret.length >= 40);
    for (const text of [JSON.stringify(draft), inspect(draft, { depth: 9 })]) assert.ok(!text.includes(secret));
  });
});
