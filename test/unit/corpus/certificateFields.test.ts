import assert from 'node:assert/strict';
import { parseCertificate } from '../../../src/core/x509/certificate';
import type { Expected } from '../../corpus/cases';
import { certificateDifferences } from '../../corpus/certificateFields';
import {
  boolean,
  certificate,
  explicit,
  extension,
  hex,
  implicit,
  integer,
  octetString,
  oid,
  sequence,
  tlv,
} from '../../fixtures/der';

/** The tool that judges the readers must itself find fault. */
describe('certificateDifferences', () => {
  const rsaKey = sequence(
    sequence(oid('1.2.840.113549.1.1.1')),
    tlv(0x03, hex('00'), sequence(integer(`00${'c0'.padEnd(256, '0')}`), integer(3))),
  );
  const reading = parseCertificate(
    certificate({
      spki: rsaKey,
      optional: [
        explicit(
          3,
          sequence(
            extension('2.5.29.15', tlv(0x03, hex('0780')), true),
            extension('2.5.29.19', sequence(boolean(true), integer(0))),
            extension('2.5.29.37', sequence(oid('1.3.6.1.5.5.7.3.2'))),
            extension(
              '2.5.29.17',
              sequence(implicit(2, Buffer.from('a.example')), implicit(7, hex('c0000201')), implicit(7, hex('00'))),
            ),
            extension('2.5.29.14', octetString(hex('01'))),
          ),
        ),
      ],
    }),
  );
  assert.ok(reading.ok);
  const { value } = reading;

  const right: Expected = {
    sha256: value.fingerprints.sha256,
    spkiSha256: value.fingerprints.spkiSha256,
    subjectDN: 'CN=Subject',
    issuerDN: 'CN=Issuer',
    serial: '1234',
    notBefore: '2026-01-01T00:00:00Z',
    notAfter: null,
    notAfterRaw: '2027-01-01 00:00:00.000Z',
    keyType: 'RSA',
    keyBits: 1024,
    sigAlg: 'ED25519',
    version: 3,
    isCA: true,
    pathlen: 0,
    keyUsage: ['Digital Signature'],
    eku: ['1.3.6.1.5.5.7.3.2'],
    ekuClass: 'client',
    sans: ['DNS:a.example', 'IP:192.0.2.1', 'IP:<invalid>00'],
    extensions: [
      ['2.5.29.15', true],
      ['2.5.29.19', false],
      ['2.5.29.37', false],
      ['2.5.29.17', false],
      ['2.5.29.14', false],
    ],
  };

  it('finds none where all is equal', () => assert.deepEqual(certificateDifferences(right, value), []));

  const wrong: Required<
    Omit<
      Expected,
      | 'parses'
      | 'labels'
      | 'password'
      | 'certs'
      | 'sigOrder'
      | 'notAfterRaw'
      | 'notBeforeRaw'
      | 'certSha256'
      | 'keys'
      | 'mac'
      | 'bags'
    >
  > = {
    sha256: '00',
    spkiSha256: '00',
    subjectDN: 'CN=Subject ',
    issuerDN: '',
    serial: '34',
    notBefore: '2026-01-01T00:00:01Z',
    notAfter: '2027-01-02T00:00:00Z',
    keyType: 'DSA',
    keyBits: 1023,
    curve: 'prime256v1',
    sigAlg: 'sha256WithRSAEncryption',
    version: null,
    isCA: false,
    pathlen: 1,
    keyUsage: [],
    eku: [],
    ekuClass: 'both',
    sans: ['DNS:a.example'],
    extensions: [],
  };
  for (const [field, value_] of Object.entries(wrong)) {
    it(`finds a wrong ${field}`, () => {
      assert.deepEqual(
        certificateDifferences({ ...right, [field]: value_ }, value).map((each) => each.field),
        [field],
      );
    });
  }
  it('finds a key usage and a path length that OpenSSL does not see', () => {
    const unseen = Object.fromEntries(
      Object.entries(right).filter(([field]) => field !== 'keyUsage' && field !== 'pathlen'),
    );
    assert.deepEqual(
      certificateDifferences(unseen, value).map(({ field }) => field),
      ['pathlen', 'keyUsage'],
    );
  });
});
