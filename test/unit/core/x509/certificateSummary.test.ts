import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Certificate } from '../../../../src/core/model';
import { parseCertificate } from '../../../../src/core/x509/certificate';
import { parseSummary } from '../../../../src/core/x509/certificateSummary';
import { summaryDifferences } from '../../../corpus/summaryDifferences';
import { makeCertificate } from '../../../fixtures/certificates';
import { byteEdits, changed, withEachByte } from '../../../fixtures/changedBytes';
import { watchCrypto } from '../../../fixtures/cryptoCalls';
import {
  certificate,
  certificateWith,
  explicit,
  extension,
  hex,
  implicit,
  name,
  octetString,
  oid,
  sequence,
  tlv,
} from '../../../fixtures/der';

const agrees = (der: Uint8Array): void => assert.deepEqual(summaryDifferences(der), []);

const rich = certificateWith(
  extension('2.5.29.17', sequence(implicit(2, Buffer.from('a.example')), implicit(7, hex('7f000001')))),
  extension('2.5.29.17', sequence(implicit(2, Buffer.from('second.example')))),
  extension('2.5.29.19', octetString(hex('00'))),
  extension('2.5.29.19', sequence(hex('0101ff'))),
  extension('2.5.29.37', sequence(oid('1.3.6.1.5.5.7.3.1'))),
);

describe('parseSummary', () => {
  let made: readonly Uint8Array[] = [];
  let shared: readonly Uint8Array[] = [];
  before(async () => {
    const options = { now: 0, dns: ['a.example', 'b.example'], ips: ['192.0.2.1', '2001:db8::1'] };
    const rsa = await makeCertificate({ ...options, key: 'RSA 2048' });
    const issuer = await makeCertificate({ now: 0, commonName: 'Issuer', isCa: true });
    const leaf = await makeCertificate({ ...options, issuer });
    made = [rich, rsa.der, leaf.der, issuer.der];
    shared = [leaf.der, (await makeCertificate({ ...options, commonName: 'other', issuer })).der];
  });

  it('says what parseCertificate says', () => made.forEach(agrees));

  const indefinite = Buffer.concat([hex('3080'), certificate().subarray(4), hex('0000')]);
  const odd: readonly (readonly [what: string, der: Uint8Array])[] = [
    ['no extensions', certificate({ optional: [] })],
    [
      'a malformed SAN before a whole one',
      certificateWith(
        extension('2.5.29.17', hex('3003')),
        extension('2.5.29.17', sequence(implicit(2, Buffer.from('a.example')))),
      ),
    ],
    [
      'an extension in segments',
      certificateWith(
        sequence(oid('2.5.29.37'), tlv(0x24, octetString(hex('300a0608')), octetString(hex('2b06010505070301')))),
      ),
    ],
    [
      'an OID whose length takes two bytes',
      certificateWith(sequence(hex('068103551d11'), octetString(sequence(implicit(2, Buffer.from('a.example')))))),
    ],
    [
      'names in a constructed form',
      certificateWith(extension('2.5.29.17', sequence(explicit(4, name(['2.5.4.3', 'x']))))),
    ],
    ['an indefinite length', indefinite],
    ['bytes behind it', Buffer.concat([certificate(), hex('ff')])],
    ['nothing at all', hex('')],
  ];
  for (const [what, der] of odd) it(`agrees on ${what}`, () => agrees(der));

  it('agrees on every byte set to every telling value', () => {
    for (const bytes of withEachByte(rich, [0x00, 0x01, 0x06, 0x1e, 0x1f, 0x30, 0x7f, 0x80, 0x84, 0xa0, 0xff]))
      agrees(bytes);
  });

  it('agrees on changed, cut and doubled bytes', () => {
    fc.assert(
      fc.property(byteEdits(made.length), ([which, edits]) => agrees(changed(made[which] ?? rich, edits))),
      { numRuns: 2000 },
    );
  });

  it('reads the name of an issuer once', () => {
    const names = new Map();
    const [one, other] = shared.map((der) => parseSummary(der, names));
    assert.ok(one?.ok && other?.ok);
    assert.equal(one.value.issuer, other.value.issuer);
    assert.equal(names.size, 1);
  });

  it('keeps a bounded number of names', () => {
    const names = new Map();
    for (let i = 0; i < 1_500; i++) {
      const summary = parseSummary(certificate({ issuer: name(['2.5.4.3', `Issuer ${i}`]) }), names);
      assert.equal(summary.ok && summary.value.issuer.text, `CN=Issuer ${i}`);
    }
    assert.ok(names.size <= 1_000, String(names.size));
  });

  it('computes a hash only where one is asked for', () => {
    const { calls } = watchCrypto(['createHash', 'hash'], () => {
      const summary = parseSummary(rich);
      assert.ok(summary.ok);
      return [summary.value.sans, summary.value.issuer, summary.value.isCa];
    });
    assert.equal(calls.length, 0);
  });

  it('reads no more than the parts a row needs', () => {
    const full: Certificate = ((read) => (assert.ok(read.ok), read.value))(parseCertificate(rich));
    const summary = parseSummary(rich);
    assert.deepEqual(summary.ok && summary.value.validity, full.validity);
  });
});
