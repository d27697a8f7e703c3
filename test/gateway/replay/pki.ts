import type { CertificateOptions } from '../../fixtures/certificates';
import { makeCertificate } from '../../fixtures/certificates';
import { keyPemAs } from '../../fixtures/keyPairs';

/** The files that the recorded requests carried, made anew: same kinds, other keys. */
export type Pki = Readonly<Record<string, string>>;

/** `openssl ecparam -name prime256v1` writes this before a key; it holds the curve's OID only. */
const ecParameters = '-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n';

export async function makePki(now: number): Promise<Pki> {
  const ca = await makeCertificate({ now, commonName: 'Recorded CA', isCa: true, key: 'RSA 2048' });
  const leaf = (commonName: string, options: Partial<CertificateOptions> = {}) =>
    makeCertificate({ now, commonName, dns: [commonName], key: 'RSA 2048', issuer: ca, ...options });
  const [exact, wild, ec, ed, expired, rsa4ec, ec4rsa, client1] = await Promise.all([
    leaf('www.example.com'),
    leaf('*.example.com'),
    leaf('ec.example.com', { key: 'EC P-256' }),
    leaf('ed.example.com', { key: 'Ed25519' }),
    leaf('expired.example.com', { fromDays: -30, toDays: -1 }),
    leaf('pair.example.com'),
    leaf('pair.example.com', { key: 'EC P-256' }),
    leaf('client-1', { purpose: 'client', dns: [] }),
  ]);
  const plain = Object.entries({ exact, wild, ec, ed, expired, rsa4ec, ec4rsa, client1 }).flatMap(
    ([name, { pem, keyPem }]): [string, string][] => [
      [`${name}.crt`, pem],
      [`${name}.key`, keyPem],
    ],
  );
  return {
    ...Object.fromEntries(plain),
    'ca.crt': ca.pem,
    'exact.der.b64': Buffer.from(exact.der).toString('base64'),
    'exact.enc.key': keyPemAs(exact.keys, 'encryptedPkcs8'),
    'exact.bag.key': `Bag Attributes\n    friendlyName: x\n${exact.keyPem}`,
    'exact.bag.crt': `subject=x\nissuer=y\n${exact.pem}`,
    'exact.crlf.crt': exact.pem.replaceAll('\n', '\r\n'),
    'exact.crlf.key': exact.keyPem.replaceAll('\n', '\r\n'),
    'exact.pkcs1.key': keyPemAs(exact.keys, 'pkcs1'),
    'exact.revchain.crt': ca.pem + exact.pem,
    'ec.sec1.key': keyPemAs(ec.keys, 'sec1'),
    'ec.params.key': ecParameters + keyPemAs(ec.keys, 'sec1'),
  };
}

/** A certificate text of exactly `length` characters: whole certificates one after another, line breaks at the end. */
export const repeatCertificate = (pem: string, length: number): string =>
  pem.repeat(Math.floor(length / pem.length)).padEnd(length, '\n');
