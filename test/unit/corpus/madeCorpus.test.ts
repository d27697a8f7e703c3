import assert from 'node:assert/strict';
import { createHash, X509Certificate } from 'node:crypto';
import type { Outcome } from '../../corpus/caseOutcome';
import type { Corpus, CorpusCase, Expected } from '../../corpus/cases';
import { outcomesOf } from '../../corpus/outcomes';
import type { MadeCertificate } from '../../fixtures/certificates';
import { makeAuthority, makeCertificate } from '../../fixtures/certificates';
import { keyPemAs } from '../../fixtures/keyPairs';

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Returns what OpenSSL, which Node brings along, says of a certificate. */
function opensslOf(pem: string): Expected {
  const certificate = new X509Certificate(pem);
  return {
    sha256: certificate.fingerprint256.replaceAll(':', '').toLowerCase(),
    spkiSha256: sha256(certificate.publicKey.export({ format: 'der', type: 'spki' })),
    serial: certificate.serialNumber.replace(/^0+(?=.)/, ''),
    notBefore: new Date(certificate.validFrom).toISOString(),
    notAfter: new Date(certificate.validTo).toISOString(),
    isCA: certificate.ca,
  };
}

/** A small corpus of certificates and keys that are made for it, so that a plain clone runs over one as well. */
describe('A corpus that is made here', () => {
  const files = new Map<string, string>();
  const cases: CorpusCase[] = [];
  let outcomes: readonly Outcome[] = [];
  const corpusOf = (some: readonly CorpusCase[], pairs: Corpus['pairs'] = []): Corpus => ({
    cases: some,
    pairs,
    read: (file) => Buffer.from(files.get(file) ?? assert.fail(file)),
    close: () => undefined,
  });
  const add = (file: string, kind: string, content: string, expected: Expected): void => {
    files.set(file, content);
    cases.push({ file, kind, format: 'pem', expected });
  };
  before(async () => {
    const now = Date.UTC(2026, 10, 23);
    const { root, intermediate } = await makeAuthority(now, 'Corpus');
    const made: MadeCertificate[] = [root, intermediate];
    for (const key of ['RSA 2048', 'RSA 3072', 'EC P-256', 'EC P-384', 'EC P-521', 'Ed25519'] as const)
      made.push(
        await makeCertificate({
          now,
          key,
          commonName: key,
          dns: ['a.example.com', '*.b.example.com'],
          ips: ['192.0.2.1'],
          issuer: intermediate,
        }),
      );
    for (const [index, each] of made.entries()) {
      add(`${index}.crt`, 'cert', each.pem, opensslOf(each.pem));
      const spkiSha256 = sha256(each.keys.spki);
      add(`${index}.key`, 'key', each.keyPem, { spkiSha256 });
      add(`${index}.locked.key`, 'encrypted-key', keyPemAs(each.keys, 'encryptedPkcs8', 'tiger'), {
        spkiSha256,
        password: 'tiger',
      });
    }
    const chain = [root, intermediate, made[2]].flatMap((each) => (each ? [each.pem] : []));
    add('chain.pem', 'chain', chain.join(''), { certs: chain.map(opensslOf), sigOrder: [2, 1, 0] });
    const pairs = made.map((_, index) => ({ cert: `${index}.crt`, key: `${index}.key`, password: null, match: true }));
    const crossed = made.map((_, index) => ({
      cert: `${index}.crt`,
      key: `${(index + 1) % made.length}.key`,
      password: null,
      match: false,
    }));
    outcomes = outcomesOf(corpusOf(cases, [...pairs, ...crossed]));
  });

  it('is read as OpenSSL reads it, every case of it', () => {
    assert.equal(outcomes.length, 8 * 3 + 1 + 2 * 8);
    assert.deepEqual(
      outcomes.filter(({ result }) => result !== 'right'),
      [],
    );
  });

  it('is told to be wrong where OpenSSL would say something else', () => {
    const turned = cases
      .filter(({ kind }) => kind !== 'chain')
      .map((each) => ({ ...each, expected: { ...each.expected, spkiSha256: '00' } }));
    assert.deepEqual(new Set(outcomesOf(corpusOf(turned)).map(({ result }) => result)), new Set(['wrong']));
  });
});
