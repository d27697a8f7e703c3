import assert from 'node:assert/strict';
import 'reflect-metadata';
import { KeyUsageFlags } from '@peculiar/x509';
import type { FullEntry } from '../../../../src/app/inventory/certificateEntry';
import type { UploadKey } from '../../../../src/app/sources/material';
import type { FurtherPair } from '../../../../src/app/writes/furtherPair';
import {
  checkFurtherPair,
  pairBar,
  removalSentences,
  toFurtherPair,
  toPairChange,
} from '../../../../src/app/writes/furtherPair';
import { misplacedText } from '../../../../src/core/gmPair';
import { readPrivateKey } from '../../../../src/core/keys/keys';
import type { StoredCertificate } from '../../../../src/core/model';
import { blockPem, scanPem } from '../../../../src/core/pem/scan';
import { english } from '../../../../src/shared/translate';
import type { Authority, CertificateOptions, MadeCertificate } from '../../../fixtures/certificates';
import { makeAuthority, makeCertificate } from '../../../fixtures/certificates';
import { parse } from '../../../fixtures/parsed';
import { toEntries } from '../fakes/fakeEntries';

const now = Date.UTC(2026, 10, 23);
const facts = { now, warningDays: 30, translate: english };

const toKey = (pem: string): UploadKey => {
  const [block] = scanPem(pem).blocks;
  assert.ok(block);
  return { place: 'key.pem', reading: readPrivateKey(pem, block), toPem: () => blockPem(pem, block) ?? '' };
};

describe('a further pair', () => {
  let authority: Authority;
  let rsa: MadeCertificate;
  let ec: MadeCertificate;
  const make = (options: Partial<CertificateOptions> = {}): Promise<MadeCertificate> =>
    makeCertificate({ now, dns: ['a.com'], issuer: authority.intermediate, toDays: 60, ...options });
  const entryOf = (made: MadeCertificate, change: Partial<StoredCertificate> = {}): FullEntry => {
    const [entry] = toEntries({ 7: { names: ['a.com'], certificatePem: made.chainPem, ...change } });
    return entry ?? assert.fail();
  };
  const pairOf = (
    made: MadeCertificate,
    current: FullEntry,
    key: UploadKey | undefined = toKey(made.keyPem),
  ): FurtherPair => {
    const chain = [parse(made), ...(made.issuer ? [parse(made.issuer)] : [])];
    const leaf = { place: 'file.pem', leaf: parse(made), chain, wasReordered: false, omitted: [] };
    return toFurtherPair(leaf, key, current);
  };
  const stopsOf = (pair: FurtherPair, current: FullEntry) =>
    checkFurtherPair(pair, { ...facts, current })
      .filter(({ outcome }) => outcome === 'stop')
      .map(({ sentence }) => sentence);

  before(async () => {
    authority = await makeAuthority(now);
    [rsa, ec] = await Promise.all([make({ key: 'RSA 2048' }), make({ key: 'EC P-256' })]);
  });

  it('with a key of another kind may be added, and leaves the first pair alone', () => {
    const current = entryOf(rsa);
    const pair = pairOf(ec, current);
    assert.deepEqual(stopsOf(pair, current), []);
    const { furtherPairs, ...rest } = toPairChange(pair);
    assert.deepEqual(rest, {});
    assert.equal(furtherPairs?.length, 1);
    assert.equal(furtherPairs[0]?.privateKey.trim(), ec.keyPem.trim());
    assert.ok(furtherPairs[0]?.certificate.startsWith(ec.pem.slice(0, 200)));
  });

  it('may have names beside those of the object, of which nothing is said, and has to have those', async () => {
    const [more, less] = await Promise.all([
      make({ key: 'EC P-256', dns: ['a.com', 'b.com'] }),
      make({ key: 'EC P-256', dns: ['b.com'] }),
    ]);
    const idsOf = (made: MadeCertificate) =>
      checkFurtherPair(pairOf(made, entryOf(rsa)), { ...facts, current: entryOf(rsa) }).map(({ id }) => id);
    assert.deepEqual(
      idsOf(more).filter((id) => id === 'unlisted' || id === 'unnamed'),
      [],
    );
    assert.ok(idsOf(less).includes('unnamed'));
    assert.ok(!idsOf(less).includes('unlisted'));
  });

  it('with a key of the same kind is stopped, for one of a kind is presented', async () => {
    const [other, p384] = await Promise.all([make({ key: 'RSA 2048' }), make({ key: 'EC P-384' })]);
    assert.match(stopsOf(pairOf(other, entryOf(rsa)), entryOf(rsa)).join(), /same kind \(RSA 2048\)/);
    // All EC keys are one kind to a server, whatever their curve.
    assert.match(stopsOf(pairOf(p384, entryOf(ec)), entryOf(ec)).join(), /same kind \(EC P-256\)/);
  });

  it('of national cryptography has a key of the same kind', () => {
    const current = entryOf(ec, { isGm: true });
    assert.deepEqual(stopsOf(pairOf(ec, current), current), []);
  });

  it('is stopped without its key, and with the key of another', () => {
    const current = entryOf(rsa);
    assert.match(
      stopsOf({ ...pairOf(ec, current), draft: { ...pairOf(ec, current).draft, key: undefined } }, current).join(),
      /No private key/,
    );
    assert.match(stopsOf(pairOf(ec, current, toKey(rsa.keyPem)), current).join(), /does not belong/);
  });

  it('is warned of where it does not have the names of the object, or the first pair is not known', async () => {
    const other = await make({ key: 'EC P-256', dns: ['b.com'] });
    const warningsOf = (pair: FurtherPair, current: FullEntry) =>
      checkFurtherPair(pair, { ...facts, current })
        .filter(({ outcome }) => outcome === 'warning')
        .map(({ sentence }) => sentence)
        .join();
    assert.match(warningsOf(pairOf(other, entryOf(rsa)), entryOf(rsa)), /does not name it: a\.com/);
    const secret = entryOf(rsa, { certificatePem: '$secret://vault/1/cert' });
    assert.match(warningsOf(pairOf(ec, secret), secret), /is not known/);
    assert.doesNotMatch(warningsOf(pairOf(ec, entryOf(rsa)), entryOf(rsa)), /name it|not known/);
  });

  it('takes the place of the one that there is, which is said', () => {
    const current = entryOf(rsa, { extraCertificates: [ec.chainPem] });
    const notes = checkFurtherPair(pairOf(ec, current), { ...facts, current }).map(({ sentence }) => sentence);
    assert.ok(
      notes.some((note) => /replaces the existing further pair: EC P-256, valid until 2027-01-/.test(note)),
      notes.join(),
    );
  });

  it('takes the place of one that cannot be read, which is said as well', () => {
    const current = entryOf(rsa, { extraCertificates: ['no PEM'] });
    const notes = checkFurtherPair(pairOf(ec, current), { ...facts, current }).map(({ sentence }) => sentence);
    assert.ok(notes.includes('It replaces the existing further pair'), notes.join());
  });

  it('is stopped where the object has no host name to be presented for', () => {
    const current = entryOf(rsa, { names: [] });
    assert.match(stopsOf(pairOf(ec, current), current).join(), /no host name/);
  });

  it('of national cryptography signs, and is stopped where it may only encrypt', async () => {
    const current = entryOf(rsa, { isGm: true });
    const [signs, encrypts] = await Promise.all([
      make({ keyUsage: KeyUsageFlags.digitalSignature }),
      make({ keyUsage: KeyUsageFlags.keyEncipherment }),
    ]);
    assert.deepEqual(stopsOf(pairOf(encrypts, current), current), [misplacedText('further', english)]);
    assert.deepEqual(stopsOf(pairOf(signs, current), current), []);
    assert.deepEqual(stopsOf(pairOf(encrypts, entryOf(rsa)), entryOf(rsa)), [], 'No other object has sides.');
  });

  const one = { canHavePairs: true };
  const bars: readonly (readonly [
    what: string,
    change: Partial<StoredCertificate>,
    able: boolean,
    expected: RegExp | undefined,
  ])[] = [
    ['none', {}, true, undefined],
    ['one already', { extraCertificates: ['x'] }, true, undefined],
    ['two already, whose keys nobody has', { extraCertificates: ['x', 'y'] }, true, /has 2 further pairs/],
    ['type client', { type: 'client' }, true, /only the first pair is presented/],
    ['a gateway that cannot', {}, false, /private keys of all pairs/],
  ];
  for (const [what, change, able, expected] of bars)
    it(`may be had or not: ${what}`, () => {
      const bar = pairBar(entryOf(rsa, change), able ? one : { canHavePairs: false }, english);
      if (expected) assert.match(bar ?? '', expected);
      else assert.equal(bar, undefined);
    });

  it('cannot be had on API7 Cloud, which has one pair in an object', () => {
    const entry = entryOf(rsa);
    const ofCloud: FullEntry = { ...entry, connection: { ...entry.connection, dialect: 'api7cloud' } };
    assert.match(pairBar(ofCloud, { canHavePairs: false }, english) ?? '', /keeps one pair in an object/);
  });

  it('that goes takes clients along, of each kind, and of those that are not known', async () => {
    const losses = (first: Partial<StoredCertificate>, extraCertificates: readonly string[]) =>
      removalSentences(entryOf(rsa, { ...first, extraCertificates }), english)[0];
    const p384 = await make({ key: 'EC P-384' });
    assert.equal(
      losses({}, [ec.pem, p384.pem, ec.pem]),
      'Clients that support EC P-256, EC P-384 but not RSA 2048 can no longer connect',
    );
    const unknown = 'Clients that do not support the first pair’s kind of key can no longer connect';
    assert.equal(losses({}, ['no PEM']), unknown);
    assert.equal(losses({ certificatePem: '$secret://vault/1/cert' }, [ec.pem]), unknown);
  });

  it('that goes takes clients along', () => {
    const current = entryOf(rsa, { extraCertificates: [ec.pem] });
    assert.deepEqual(removalSentences(current, english), [
      'Clients that support EC P-256 but not RSA 2048 can no longer connect',
      'The private keys of the further pairs are deleted with them; the gateway does not return them',
    ]);
  });
});
