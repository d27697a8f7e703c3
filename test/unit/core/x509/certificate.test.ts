import assert from 'node:assert/strict';
import { createHash, X509Certificate } from 'node:crypto';
import type { Certificate } from '../../../../src/core/model';
import { parseCertificate } from '../../../../src/core/x509/certificate';
import { makeCertificate } from '../../../fixtures/certificates';
import type { CertificateParts } from '../../../fixtures/der';
import {
  bitString,
  boolean,
  certificate,
  certificateWith,
  ed25519Spki,
  explicit,
  extension,
  hex,
  implicit,
  integer,
  name,
  nil,
  octetString,
  oid,
  sequence,
  set,
  text,
  tlv,
  utf8,
  without,
} from '../../../fixtures/der';
import { inEnglish } from '../../../fixtures/inEnglish';

const read = (der: Uint8Array): Certificate => {
  const reading = parseCertificate(der);
  assert.ok(reading.ok, reading.ok ? '' : inEnglish(reading.reason));
  return reading.value;
};

const san = (...names: readonly string[]): Uint8Array =>
  extension('2.5.29.17', sequence(...names.map((each) => implicit(2, Buffer.from(each)))));

describe('parseCertificate', () => {
  it('reads every field', () => {
    const der = certificate({
      optional: [
        explicit(
          3,
          sequence(
            extension('2.5.29.19', sequence(boolean(true), integer(1)), true),
            extension('2.5.29.14', octetString(hex('0102'))),
            extension('2.5.29.35', sequence(implicit(0, hex('0304')))),
            extension('2.5.29.37', sequence(oid('1.3.6.1.5.5.7.3.1'))),
            extension('2.5.29.15', bitString(hex('80'))),
            san('a.example'),
          ),
        ),
      ],
    });
    const { extensions, fingerprints, spki, der: own, issuer, subject, ...rest } = read(der);
    assert.deepEqual(rest, {
      version: 3,
      serial: '1234',
      validity: { notBefore: Date.UTC(2026, 0, 1), notAfter: Date.UTC(2027, 0, 1) },
      key: { algorithm: 'ed25519', name: 'Ed25519', oid: '1.3.101.112' },
      signatureAlgorithm: { oid: '1.3.101.112', name: 'Ed25519' },
      sans: [{ kind: 'dns', value: 'a.example' }],
      extendedKeyUsage: ['1.3.6.1.5.5.7.3.1'],
      keyUsage: ['digitalSignature'],
      isCa: true,
      pathLength: 1,
      subjectKeyId: '0102',
      authorityKeyId: '0304',
      oddities: [],
      notes: [],
    });
    assert.deepEqual([issuer.text, subject.text], ['CN=Issuer', 'CN=Subject']);
    assert.deepEqual(extensions.map(({ oid: type, isCritical }) => [type, isCritical])[0], ['2.5.29.19', true]);
    assert.deepEqual([Buffer.from(spki), Buffer.from(own)], [ed25519Spki, der]);
    const hash = (algorithm: string, bytes: Uint8Array): string => createHash(algorithm).update(bytes).digest('hex');
    const { sha1, sha256, spkiSha256 } = fingerprints;
    assert.deepEqual(
      { sha1, sha256, spkiSha256 },
      {
        sha1: hash('sha1', der),
        sha256: hash('sha256', der),
        spkiSha256: hash('sha256', ed25519Spki),
      },
    );
  });

  it('tells what is absent from what is empty', () => {
    const { sans, extendedKeyUsage, keyUsage, pathLength, isCa, extensions, subjectKeyId } = read(certificate());
    assert.deepEqual(
      [sans, extendedKeyUsage, keyUsage, pathLength, isCa, extensions, subjectKeyId],
      [undefined, undefined, undefined, undefined, false, [], undefined],
    );
  });

  for (const key of ['RSA 2048', 'EC P-256', 'Ed25519'] as const) {
    it(`agrees with node:crypto on a made ${key} certificate`, async () => {
      const made = await makeCertificate({
        now: Date.UTC(2026, 5, 1),
        commonName: 'a.example',
        dns: ['a.example', '*.b.example'],
        ips: ['192.0.2.7', '2001:db8::7'],
        key,
      });
      const ours = read(made.der);
      const theirs = new X509Certificate(made.pem);
      assert.equal(ours.fingerprints.sha256, theirs.fingerprint256.replaceAll(':', '').toLowerCase());
      assert.equal(ours.fingerprints.sha1, theirs.fingerprint.replaceAll(':', '').toLowerCase());
      assert.equal(ours.serial, theirs.serialNumber);
      assert.equal(ours.validity.notBefore, Date.parse(theirs.validFrom));
      assert.equal(ours.validity.notAfter, Date.parse(theirs.validTo));
      assert.equal(ours.subject.text, theirs.subject);
      assert.deepEqual(
        ours.sans?.map(({ value }) => value),
        ['a.example', '*.b.example', '192.0.2.7', '2001:db8::7'],
      );
      assert.deepEqual(Buffer.from(ours.spki), theirs.publicKey.export({ type: 'spki', format: 'der' }));
      assert.deepEqual(ours.notes, []);
    });
  }

  describe('notes', () => {
    const notes: readonly (readonly [what: string, der: Uint8Array, note: RegExp])[] = [
      ['bytes behind it', Buffer.concat([certificate(), hex('0000')]), /2 bytes after the certificate/],
      ['a version 4', certificate({ version: explicit(0, integer(3)) }), /version 4/],
      [
        'a time without seconds',
        certificate({ validity: sequence(text(0x17, '2601010000Z'), text(0x17, '270101000000Z')) }),
        /notBefore is a time without seconds/,
      ],
      [
        'Latin-1 in a UTF8String',
        certificate({ subject: sequence(set(sequence(oid('2.5.4.3'), tlv(0x0c, hex('4dfc'))))) }),
        /not of the type/,
      ],
      [
        'a number in a name',
        certificate({ issuer: sequence(set(sequence(oid('2.5.4.3'), integer(1)))) }),
        /not of the type/,
      ],
      [
        'two signature algorithms',
        certificate({ outerAlgorithm: sequence(oid('1.3.101.113')) }),
        /signature algorithm inside differs/,
      ],
      [
        'an RSA key without a size',
        certificate({ spki: sequence(sequence(oid('1.2.840.113549.1.1.1'), nil), bitString()) }),
        /size of the public key/,
      ],
      ['a malformed extension', certificateWith(extension('2.5.29.17', nil)), /Subject Alternative Name is malformed/],
      [
        'an extension that stands there twice',
        certificateWith(san('a'), san('b')),
        /Subject Alternative Name occurs twice/,
      ],
    ];
    for (const [what, der, note] of notes) {
      it(`say ${what}`, () => {
        const { notes: said } = read(der);
        assert.equal(said.length, 1);
        assert.match(inEnglish(said[0] ?? ''), note);
      });
    }
  });

  it('reads on past a malformed extension, whose absence nobody may conclude', () => {
    const { sans, extendedKeyUsage, keyUsage } = read(
      certificateWith(
        extension('2.5.29.17', nil),
        extension('2.5.29.37', nil),
        extension('2.5.29.15', nil),
        extension('2.5.29.14', octetString(hex('01'))),
      ),
    );
    assert.deepEqual([sans, extendedKeyUsage, keyUsage], [[], [], []]);
  });

  it('takes the first of two extensions of one kind', () => {
    assert.deepEqual(read(certificateWith(san('a'), san('b'))).sans, [{ kind: 'dns', value: 'a' }]);
    assert.deepEqual(read(certificateWith(san('a'), extension('2.5.29.17', nil))).sans, [{ kind: 'dns', value: 'a' }]);
  });

  it('keeps extensions where unique IDs stand before them', () => {
    const der = certificate({
      optional: [implicit(1, hex('00ff')), implicit(2, hex('00ff')), explicit(3, sequence(san('a')))],
    });
    assert.equal(read(der).extensions.length, 1);
  });

  it('reads version 1', () => assert.equal(read(certificate({ version: without })).version, 1));
  it('takes the signed signature algorithm', () => {
    assert.equal(
      read(certificate({ outerAlgorithm: sequence(oid('1.3.101.113')) })).signatureAlgorithm.name,
      'Ed25519',
    );
  });
  it('reads a subject of every string type', () => {
    const values = [
      utf8('ü'),
      text(0x13, 'p'),
      text(0x14, 'ü'),
      text(0x16, 'i'),
      text(0x1e, '\0b'),
      text(0x1c, '\0\0\0u'),
    ];
    assert.equal(
      read(certificate({ subject: sequence(...values.map((each) => set(sequence(oid('2.5.4.3'), each)))) })).subject
        .text,
      'CN=u,CN=b,CN=i,CN=ü,CN=p,CN=ü',
    );
  });

  const time = text(0x17, '260101000000Z');
  const refused: readonly (readonly [what: string, parts: Partial<CertificateParts>, reason: RegExp])[] = [
    ['a missing serial number', { serial: without }, /serial number is missing/],
    ['a padded serial number', { serial: integer('0001') }, /serial number is not a well-formed integer/],
    ['a missing signature', { signature: without }, /content, algorithm and signature/],
    ['a signature with nine bits of padding', { signature: tlv(0x03, hex('0900')) }, /signature is not a bit string/],
    ['an issuer that is no name', { issuer: nil }, /issuer is missing/],
    ['a single time', { validity: sequence(time) }, /not a pair of times/],
    ['three times', { validity: sequence(time, time, time) }, /not a pair of times/],
    [
      'a time that does not exist',
      { validity: sequence(time, text(0x17, '260231000000Z')) },
      /notAfter is a time that does not exist/,
    ],
    ['a missing key', { spki: without }, /public key is missing/],
    ['two lists of extensions', { optional: [explicit(3, sequence()), explicit(3, sequence())] }, /unexpected data/],
    [
      'extensions before unique IDs',
      { optional: [explicit(3, sequence()), implicit(1, hex('00'))] },
      /unexpected data/,
    ],
    ['something behind the extensions', { optional: [explicit(3, sequence()), nil] }, /unexpected data/],
    ['extensions that are no list', { optional: [explicit(3, nil)] }, /The extensions/],
    [
      'an extension without a value',
      { optional: [explicit(3, sequence(sequence(oid('2.999'))))] },
      /An extension is not made of/,
    ],
    ['a version that is no number', { version: explicit(0, name()) }, /The version/],
  ];
  for (const [what, parts, reason] of refused) {
    it(`refuses ${what}`, () => {
      const reading = parseCertificate(certificate(parts));
      assert.equal(reading.ok, false);
      assert.match(reading.ok ? '' : inEnglish(reading.reason), reason);
    });
  }

  it('says where it stopped', () => {
    const reading = parseCertificate(certificate({ issuer: nil }));
    assert.equal(
      reading.ok ? undefined : reading.offset,
      Buffer.from(certificate({ issuer: nil })).indexOf(Buffer.from(nil), 10),
    );
  });
});
