import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Sameness } from '../../../../src/core/comparison/metadataMatch';
import { metadataSameness, nameSameness, serialSameness } from '../../../../src/core/comparison/metadataMatch';
import type { Certificate, CertificateMetadata } from '../../../../src/core/model';
import { makeParsed } from '../../../fixtures/parsed';

const now = Date.UTC(2026, 10, 23);

describe('matchesMetadata', () => {
  const serials: readonly [own: string, told: string, Sameness][] = [
    ['0A1B', '0A1B', 'same'],
    ['0A1B', 'a1b', 'same'],
    ['0A1B', '0x0a1b', 'same'],
    ['0A1B', '0a:1b', 'same'],
    ['0A1B', '0A 1B', 'same'],
    ['0A1B', '2587', 'same'],
    ['0A1B', '02587', 'same'],
    ['00', '0', 'same'],
    ['-0A', '-10', 'same'],
    ['-0A', '10', 'different'],
    ['0A1B', '2588', 'different'],
    ['0A1B', 'A1C', 'different'],
    ['0A1B', 'serial', 'cannotTell'],
    ['0A1B', '', 'cannotTell'],
    ['0A1B', '1'.repeat(10_000), 'cannotTell'],
  ];
  for (const [own, metadata, expected] of serials)
    it(`${own} and ${metadata.slice(0, 20) || '(empty)'}: ${expected}`, () =>
      assert.equal(serialSameness(own, metadata), expected));

  it('knows every spelling of every serial number', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 160n }), (number) => {
        const hex = number.toString(16).toUpperCase();
        const own = hex.length % 2 === 1 ? `0${hex}` : hex;
        for (const metadata of [own, own.toLowerCase(), `0x${hex}`, own.replace(/..(?=.)/g, '$&:'), number.toString()])
          assert.equal(serialSameness(own, metadata), 'same', metadata);
        const other = (number + 1n).toString(16);
        // A hex text may be another number's decimal one; only where it has a letter is that ruled out.
        if (/[a-f]/.test(other)) assert.equal(serialSameness(own, other), 'different');
      }),
    );
  });

  describe('names', () => {
    let certificate: Certificate;
    before(async () => {
      certificate = await makeParsed({
        now,
        subject: [
          { C: ['US'] },
          { ST: ['New  York'] },
          { O: ['Example, Inc.'] },
          { OU: ['One'] },
          { OU: ['Two'] },
          { E: ['ca@example.com'] },
          { CN: ['Bücher CA'] },
        ],
      });
    });
    const rows: readonly [told: string, Sameness][] = [
      ['CN=Bücher CA,E=ca@example.com,OU=Two,OU=One,O=Example\\, Inc.,ST=New  York,C=US', 'same'],
      [
        'C = US, ST = New York, O = "Example, Inc.", OU = One, OU = Two, emailAddress = ca@example.com, CN = B\\C3\\BCcher CA',
        'same',
      ],
      ['/C=US/ST=New York/O=Example, Inc./OU=One/OU=Two/CN=bücher ca/emailAddress=CA@example.com', 'same'],
      [
        'CN=Bücher CA,OU=One+OU=Two,O=Example\\, Inc.,ST=New York,C=US,1.2.840.113549.1.9.1=#160e6361406578616d706c652e636f6d',
        'same',
      ],
      ['2.5.4.3=Bücher CA, OID.2.5.4.6=US', 'same'],
      ['CN=Bücher CA', 'same'],
      ['CN=Other CA,O=Example\\, Inc.', 'different'],
      ['CN=Bücher CA,OU=One', 'different'],
      ['CN=Bücher CA,C=DE', 'different'],
      ['Bücher CA', 'cannotTell'],
      ['', 'cannotTell'],
      ['L=Berlin', 'cannotTell'],
      [`CN=${'x'.repeat(5000)}`, 'cannotTell'],
    ];
    for (const [metadata, expected] of rows)
      it(`${metadata.slice(0, 60) || '(empty)'}: ${expected}`, () =>
        assert.equal(nameSameness(certificate.subject, metadata), expected));
  });

  it('compares what is told, and needs all of it to be sure', async () => {
    const certificate = await makeParsed({ now, commonName: 'a.example', serial: '0a1b' });
    const metadata: CertificateMetadata = {
      issuer: 'CN=a.example',
      serial: '2587',
      validity: certificate.validity,
      names: [],
      extensions: {},
    };
    const rows: readonly [Partial<Record<keyof CertificateMetadata, unknown>>, Sameness][] = [
      [{}, 'same'],
      [{ serial: '2588' }, 'different'],
      [{ issuer: 'CN=b.example' }, 'different'],
      [{ validity: { ...certificate.validity, notAfter: certificate.validity.notAfter + 1000 } }, 'different'],
      [{ validity: { ...certificate.validity, notAfter: certificate.validity.notAfter + 999 } }, 'same'],
      [{ serial: undefined }, 'cannotTell'],
      [{ issuer: undefined }, 'cannotTell'],
      [{ validity: undefined }, 'cannotTell'],
      [{ serial: undefined, issuer: 'CN=b.example' }, 'different'],
    ];
    for (const [change, expected] of rows)
      assert.equal(
        metadataSameness(certificate, { ...metadata, ...change } as CertificateMetadata),
        expected,
        JSON.stringify(change),
      );
  });
});
