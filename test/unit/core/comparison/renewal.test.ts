import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseDer } from '../../../../src/core/asn1/der';
import type { RenewalFact, RenewalRow } from '../../../../src/core/comparison/renewal';
import { compareCertificates } from '../../../../src/core/comparison/renewal';
import { renewalLines } from '../../../../src/core/comparison/renewalText';
import type { Certificate, CertificateMetadata } from '../../../../src/core/model';
import { toSignatureAlgorithm } from '../../../../src/core/x509/signature';
import { english } from '../../../../src/shared/translate';
import type { Authority, CertificateOptions } from '../../../fixtures/certificates';
import { makeAuthority } from '../../../fixtures/certificates';
import { explicit, oid, sequence } from '../../../fixtures/der';
import { makeKeyPair } from '../../../fixtures/keyPairs';
import { makeParsed, parse } from '../../../fixtures/parsed';

const now = Date.UTC(2026, 10, 23);

describe('renewal', () => {
  let authority: Authority;
  let other: Authority;
  const leaf = (options: Partial<CertificateOptions> = {}): Promise<Certificate> =>
    makeParsed({ now, commonName: 'a.com', dns: ['a.com'], issuer: authority.intermediate, serial: '01', ...options });
  const textOf = (rows: readonly RenewalRow[], fact: RenewalFact) =>
    rows
      .filter((row) => row.fact === fact)
      .map(({ kind, old, new: is, coveredBy }) => `${kind} ${old ?? '–'} → ${coveredBy ?? is ?? '–'}`)
      .join(', ');
  before(async () => {
    authority = await makeAuthority(now);
    other = await makeAuthority(now, 'Other');
  });

  const kindOnly = (rows: readonly RenewalRow[], fact: RenewalFact) =>
    rows
      .filter((row) => row.fact === fact)
      .map(({ kind }) => kind)
      .join();
  const kinds: readonly [
    what: string,
    RenewalFact,
    old: Partial<CertificateOptions>,
    is: () => Partial<CertificateOptions> | Promise<Partial<CertificateOptions>>,
    expected: string,
  ][] = [
    ['the same subject', 'subject', {}, () => ({}), 'same'],
    ['another subject', 'subject', {}, () => ({ commonName: 'b.com' }), 'changed'],
    ['the same issuer', 'issuer', {}, () => ({}), 'same'],
    ['another issuer', 'issuer', {}, () => ({ issuer: other.intermediate }), 'changed'],
    ['server to both', 'purpose', { purpose: 'server' }, () => ({ purpose: 'both' }), 'changed'],
    ['both to server', 'purpose', { purpose: 'both' }, () => ({ purpose: 'server' }), 'worse'],
    ['client to server', 'purpose', { purpose: 'client' }, () => ({ purpose: 'server' }), 'worse'],
    ['unstated to server', 'purpose', { purpose: 'unstated' }, () => ({ purpose: 'server' }), 'worse'],
    ['unstated to any', 'purpose', { purpose: 'unstated' }, () => ({ purpose: 'any' }), 'changed'],
    ['server to neither', 'purpose', { purpose: 'server' }, () => ({ purpose: 'neither' }), 'worse'],
    ['neither to server', 'purpose', { purpose: 'neither' }, () => ({ purpose: 'server' }), 'changed'],
    ['the same end', 'notAfter', {}, () => ({}), 'same'],
    ['a later end', 'notAfter', {}, () => ({ toDays: 90 }), 'gained'],
    ['an earlier end', 'notAfter', {}, () => ({ toDays: 59 }), 'worse'],
    ['another start', 'notBefore', {}, () => ({ fromDays: -1 }), 'changed'],
    ['another serial number', 'serial', {}, () => ({ serial: '02' }), 'changed'],
    ['the same key', 'publicKey', {}, () => ({ serial: '02' }), 'same'],
    ['another key', 'publicKey', {}, async () => ({ keys: await makeKeyPair('EC P-256', 'renewal') }), 'changed'],
    [
      'another key of the same kind',
      'keyKind',
      {},
      async () => ({ keys: await makeKeyPair('EC P-256', 'renewal') }),
      'same',
    ],
    ['another kind of key', 'keyKind', {}, () => ({ key: 'RSA 2048' }), 'changed'],
    ['a shorter RSA key', 'keyKind', { key: 'RSA 3072' }, () => ({ key: 'RSA 2048' }), 'worse'],
    ['a longer EC key', 'keyKind', {}, () => ({ key: 'EC P-384' }), 'changed'],
    ['a shorter EC key', 'keyKind', { key: 'EC P-384' }, () => ({ key: 'EC P-256' }), 'worse'],
    ['the same signature algorithm', 'signature', {}, () => ({}), 'same'],
    ['no issuer sent', 'chain', {}, () => ({}), 'same'],
  ];
  for (const [what, fact, old, is, expected] of kinds)
    it(`${fact}: ${what}`, async () =>
      assert.equal(
        kindOnly(compareCertificates({ chain: [await leaf(old)] }, [await leaf(await is())]), fact),
        expected,
      ));

  const names: readonly [old: readonly string[], is: readonly string[], expected: string][] = [
    [['a.com', 'b.com'], ['B.com', 'a.com'], 'same a.com → a.com, same b.com → b.com'],
    [['a.com', 'b.com'], ['a.com'], 'same a.com → a.com, lost b.com → –'],
    [['a.com'], ['a.com', 'b.com'], 'same a.com → a.com, gained – → b.com'],
    [['x.a.com', 'a.com'], ['*.a.com'], 'changed x.a.com → *.a.com, lost a.com → –, gained – → *.a.com'],
    [['*.a.com'], ['x.a.com'], 'lost *.a.com → –, gained – → x.a.com'],
    [[], ['a.com'], 'gained – → a.com'],
  ];
  for (const [old, is, expected] of names)
    it(`names: ${old.join(' ') || 'none'} to ${is.join(' ')}`, async () =>
      assert.equal(
        textOf(compareCertificates({ chain: [await leaf({ dns: old })] }, [await leaf({ dns: is })]), 'name'),
        expected,
      ));
  it('names of other kinds', async () => {
    const [was, is] = [
      await leaf({ dns: [], uris: ['spiffe://a/b'] }),
      await leaf({ dns: [], emails: ['a@a.com'], ips: ['192.0.2.1'] }),
    ];
    assert.equal(
      textOf(compareCertificates({ chain: [was] }, [is]), 'name'),
      'lost uri:spiffe://a/b → –, gained – → 192.0.2.1, gained – → email:a@a.com',
    );
  });

  describe('signatures', () => {
    const pss = '1.2.840.113549.1.1.10';
    const pssWith = (hash: string): Uint8Array => sequence(oid(pss), sequence(explicit(0, sequence(oid(hash)))));
    const [pssSha256, pssSha384] = [pssWith('2.16.840.1.101.3.4.2.1'), pssWith('2.16.840.1.101.3.4.2.2')];
    const ecdsaSha256 = sequence(oid('1.2.840.10045.4.3.2'));
    const cases: readonly [name: string, old: Uint8Array, is: Uint8Array, expected: string][] = [
      ['ECDSA, SHA-256 to SHA-1', ecdsaSha256, sequence(oid('1.2.840.10045.4.1')), 'worse'],
      ['ECDSA, SHA-256 to SHA-384', ecdsaSha256, sequence(oid('1.2.840.10045.4.3.3')), 'changed'],
      ['ECDSA to MD5', ecdsaSha256, sequence(oid('1.2.840.113549.1.1.4')), 'worse'],
      ['ECDSA to RSA with SHA-1 by its older OID', ecdsaSha256, sequence(oid('1.3.14.3.2.29')), 'worse'],
      ['ECDSA to DSA with SHA', ecdsaSha256, sequence(oid('1.3.14.3.2.13')), 'worse'],
      ['ECDSA to RSA with SHA-512/256', ecdsaSha256, sequence(oid('1.2.840.113549.1.1.16')), 'changed'],
      ['PSS, SHA-256 to SHA-1', pssSha256, pssWith('1.3.14.3.2.26'), 'worse'],
      ['PSS, SHA-256 to the SHA-1 that is not named', pssSha256, sequence(oid(pss), sequence()), 'worse'],
      ['PSS, SHA-256 to SHA-384', pssSha256, pssSha384, 'changed'],
      ['PSS, SHA-256 as before', pssSha256, pssSha256, 'same'],
      ['PSS, SHA-1 to SHA-256', pssWith('1.3.14.3.2.26'), pssSha256, 'changed'],
    ];
    for (const [name, old, is, expected] of cases)
      it(name, async () => {
        const signedWith = (der: Uint8Array): Certificate => ({
          ...any,
          signatureAlgorithm: toSignatureAlgorithm(parseDer(der)),
        });
        const any = await leaf();
        const rows = compareCertificates({ chain: [signedWith(old)] }, [signedWith(is)]);
        assert.equal(kindOnly(rows, 'signature'), expected);
      });
  });

  it('chains', async () => {
    const [was, is] = [await leaf(), await leaf({ serial: '02' })];
    const [intermediate, root] = [parse(authority.intermediate), parse(authority.root)];
    assert.equal(
      textOf(compareCertificates({ chain: [was, intermediate] }, [is, intermediate]), 'chain'),
      'same Example Issuing CA 1 → Example Issuing CA 1',
    );
    assert.equal(
      textOf(compareCertificates({ chain: [was, intermediate] }, [is, intermediate, root]), 'chain'),
      'changed Example Issuing CA 1 → Example Issuing CA 1 ← Example Root CA',
    );
    assert.equal(kindOnly(compareCertificates({ chain: [was, intermediate] }, [is]), 'chain'), 'worse');
    assert.equal(kindOnly(compareCertificates({ chain: [was, intermediate] }, [root]), 'chain'), 'changed');
  });

  describe('where the gateway tells metadata alone', () => {
    const toldOf = (certificate: Certificate): CertificateMetadata => ({
      subject: certificate.subject.text,
      issuer: certificate.issuer.text,
      serial: BigInt(`0x${certificate.serial}`).toString(),
      signatureAlgorithm: 'ECDSA-SHA256',
      validity: certificate.validity,
      names: (certificate.sans ?? []).map(({ value }) => value),
      extensions: {},
    });
    it('what is told is compared, in any spelling; the rest is unknown', async () => {
      const was = await leaf({ serial: '0a1b' });
      const rows = compareCertificates({ chain: [], metadata: toldOf(was) }, [was]);
      assert.deepEqual(
        rows.map(({ fact, kind }) => `${fact} ${kind}`),
        [
          'subject same',
          'name same',
          'issuer same',
          'purpose unknown',
          'notBefore same',
          'notAfter same',
          'serial same',
          'keyKind unknown',
          'publicKey unknown',
          'signature unknown',
          'chain unknown',
        ],
      );
    });
    it('dates are compared by whole seconds', async () => {
      const was = await leaf();
      const { notBefore, notAfter } = was.validity;
      const metadata = { ...toldOf(was), validity: { notBefore: notBefore + 999, notAfter: notAfter + 999 } };
      const rows = compareCertificates({ chain: [], metadata }, [was]);
      assert.equal(kindOnly(rows, 'notBefore'), 'same');
      assert.equal(kindOnly(rows, 'notAfter'), 'same');
    });
    it('differences are told', async () => {
      const was = toldOf(await leaf({ dns: ['a.com', 'b.com'] }));
      const rows = compareCertificates({ chain: [], metadata: was }, [
        await leaf({ dns: ['a.com'], toDays: 90, serial: '02', issuer: other.intermediate }),
      ]);
      assert.deepEqual(
        rows.filter(({ kind }) => kind !== 'same' && kind !== 'unknown').map(({ fact, kind }) => `${fact} ${kind}`),
        ['name lost', 'issuer changed', 'notAfter gained', 'serial changed'],
      );
    });
    it('nothing is told', async () =>
      assert.deepEqual(
        new Set(compareCertificates({ chain: [], metadata: undefined }, [await leaf()]).map(({ kind }) => kind)),
        new Set(['unknown']),
      ));
  });

  it('a certificate is the same as itself in every fact', async () => {
    const pool = await Promise.all(
      (['server', 'client', 'both', 'any', 'unstated', 'neither'] as const).flatMap((purpose) =>
        (['RSA 2048', 'EC P-256', 'Ed25519'] as const).map((key) =>
          leaf({
            purpose,
            key,
            dns: [`${purpose}.com`, '*.a.com'],
            ips: ['192.0.2.1', '2001:db8::1'],
            uris: ['spiffe://a'],
          }),
        ),
      ),
    );
    const chain = fc.array(fc.constantFrom(...pool), { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(chain, (each) => compareCertificates({ chain: each }, each).every(({ kind }) => kind === 'same')),
    );
    fc.assert(
      fc.property(chain, chain, (one, two) => {
        const [there, back] = [compareCertificates({ chain: one }, two), compareCertificates({ chain: two }, one)];
        const { old, new: is } = renewalLines(there, english);
        assert.equal(old.split('\n').length, is.split('\n').length);
        // What one way gains the other way loses; names that a wildcard covers are neither.
        const count = (rows: readonly RenewalRow[], ...wanted: readonly string[]) =>
          rows.filter(({ fact, kind }) => fact === 'name' && wanted.includes(kind)).length;
        assert.equal(count(there, 'gained'), count(back, 'lost', 'changed'));
        assert.equal(
          there.find(({ fact }) => fact === 'notAfter')?.kind === 'same',
          back.find(({ fact }) => fact === 'notAfter')?.kind === 'same',
        );
      }),
    );
  });
});

describe('renewalLines', () => {
  it('puts one fact a line, aligned, and lists the losses', async () => {
    const authority = await makeAuthority(now);
    const [was, is] = [
      await makeParsed({
        now,
        commonName: 'a.com',
        dns: ['a.com', 'x.b.com', 'c.com'],
        issuer: authority.intermediate,
        serial: '01',
        purpose: 'both',
      }),
      await makeParsed({
        now,
        commonName: 'a.com',
        dns: ['a.com', '*.b.com'],
        issuer: authority.intermediate,
        serial: '02',
        toDays: 50,
      }),
    ];
    const text = renewalLines(compareCertificates({ chain: [was, parse(authority.intermediate)] }, [is]), english);
    const lines = (side: string) => side.split('\n').filter((line) => !line.startsWith('Public key'));
    assert.deepEqual(lines(text.old), [
      'Subject:               CN=a.com',
      'Name:                  a.com',
      'Name:                  x.b.com',
      'Name:                  c.com',
      'Name:                  –',
      'Issuer:                CN=Example Issuing CA 1,O=Example Trust,C=DE',
      'Purpose:               TLS server and client',
      'Valid from:            2026-10-24 00:00:00 UTC',
      'Valid until:           2027-01-22 00:00:00 UTC',
      'Serial number:         01',
      'Key:                   EC P-256',
      'Signed with:           ecdsa-with-SHA256',
      'Intermediates:         Example Issuing CA 1',
      '',
    ]);
    assert.deepEqual(lines(text.new).slice(1, 5), [
      'Name:                  a.com',
      'Name:                  covered by *.b.com',
      'Name:                  –',
      'Name:                  *.b.com',
    ]);
    assert.deepEqual(text.losses, [
      'c.com will be removed',
      'It may be used for less: TLS server instead of TLS server and client',
      'It expires 10 days earlier: 2027-01-12 00:00:00 UTC instead of 2027-01-22 00:00:00 UTC',
      'It comes without its intermediates; the old one was sent with Example Issuing CA 1',
    ]);
    assert.deepEqual(text.unknown, []);
  });
  it('says what the gateway does not tell', async () => {
    const text = renewalLines(compareCertificates({ chain: [] }, [await makeParsed({ now, dns: ['a.com'] })]), english);
    assert.match(text.old, /^Serial number: +not returned by the gateway$/m);
    assert.deepEqual(text.unknown, [
      'Cannot be compared, because the gateway does not return it: Subject, Name, Issuer, Purpose, Valid from, Valid until, Serial number, Key, Public key (SHA-256), Signed with, Intermediates',
    ]);
    assert.deepEqual(text.losses, []);
  });
  it('shows hidden characters', () => {
    const text = renewalLines([{ fact: 'name', kind: 'lost', old: 'a\u202e\n.com', new: undefined }], english);
    assert.equal(text.old, 'Name:  a\\u{202E}\\u{A}.com\n');
    assert.deepEqual(text.losses, ['a\\u{202E}\\u{A}.com will be removed']);
  });
});
