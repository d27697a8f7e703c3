import assert from 'node:assert/strict';
import { decryptContainer } from '../../../../src/core/encrypted/decryptContainer';
import { english } from '../../../../src/shared/translate';
import type { FileContents } from '../../../../src/ui/details/fileContents';
import { openedContents, readContents } from '../../../../src/ui/details/fileContents';
import type { Authority, MadeCertificate } from '../../../fixtures/certificates';
import { makeAuthority, makeCertificate } from '../../../fixtures/certificates';
import { integer, oid, sequence, signedData, tlv } from '../../../fixtures/der';
import { keyPemAs, toPem } from '../../../fixtures/keyPairs';
import { crlBag, makePkcs12 } from '../../../fixtures/pkcs12';
import { makeRequest } from '../../../fixtures/requests';
import { makeRevocationList } from '../../../fixtures/revocationLists';

const ofBytes = (bytes: Uint8Array): FileContents => readContents({ kind: 'binary', bytes }, english);
const ofText = (text: string): FileContents => readContents({ kind: 'text', text }, english);

const now = Date.UTC(2026, 10, 23, 12);
const bytesOf = (pem: string): Uint8Array =>
  Uint8Array.from(Buffer.from(pem.replace(/-----.*-----|\s/g, ''), 'base64'));
const namesOf = ({ certificates }: FileContents): readonly string[] =>
  certificates.map(({ certificate }) => (certificate.ok ? certificate.value.subject.text : '?'));

describe('What a file holds', () => {
  let authority: Authority;
  let made: MadeCertificate;
  let request: string;
  let list: Uint8Array;
  before(async () => {
    authority = await makeAuthority(now);
    made = await makeCertificate({
      now,
      commonName: 'a.example',
      dns: ['a.example'],
      key: 'RSA 2048',
      issuer: authority.intermediate,
    });
    request = await makeRequest({ commonName: 'b.example', dns: ['b.example'] });
    list = await makeRevocationList(authority, { now, count: 2 });
  });
  const store = () =>
    makePkcs12({
      certificates: [made.der, authority.intermediate.der],
      keys: [made.keyPem],
      password: 'secret',
      encryption: 'aes-256-cbc/sha256',
    });
  const ca = 'CN=Example Issuing CA 1,O=Example Trust,C=DE';

  it('a PKCS#7 message, in PEM and in DER', () => {
    const der = signedData(made.der, authority.intermediate.der);
    const pem = ofText(`# bundle\n${toPem(der, 'PKCS7')}`);
    assert.deepEqual(namesOf(pem), ['CN=a.example', ca]);
    assert.deepEqual(
      pem.certificates.map(({ span }) => span?.start),
      [9, 9],
    );
    assert.deepEqual(namesOf(ofBytes(der)), ['CN=a.example', ca]);
  });

  it('base64 of a whole file, as pipelines carry it', () => {
    const whole = (bytes: Uint8Array | string): FileContents => ofText(Buffer.from(bytes).toString('base64'));
    assert.deepEqual(namesOf(whole(made.pem)), ['CN=a.example']);
    assert.deepEqual(namesOf(whole(made.der)), ['CN=a.example']);
    assert.equal(whole(store()).encrypted?.form, 'pkcs12');
  });

  it('a PKCS#12 file: locked, and then what is in it', () => {
    const locked = ofBytes(store());
    assert.ok(locked.encrypted);
    assert.deepEqual([locked.certificates, locked.keys], [[], []]);
    const opening = decryptContainer(locked.encrypted, 'secret', { trigger: 'asked' });
    assert.ok(opening.status === 'opened');
    const contents = openedContents(opening, english);
    assert.deepEqual(namesOf(contents), ['CN=a.example', ca]);
    assert.deepEqual(
      contents.keys.map((key) => key.status === 'plain' && key.key.name),
      ['RSA 2048'],
    );
    for (const key of opening.keys) key.fill(0);
    assert.equal(
      JSON.stringify(contents),
      JSON.stringify(openedContents({ ...opening, keys: [bytesOf(made.keyPem)] }, english)),
      'What was read stays when the keys are overwritten.',
    );
  });

  it('says what was left out of a PKCS#12 file', () => {
    const opening = decryptContainer(
      {
        form: 'pkcs12',
        der: makePkcs12({ certificates: [made.der], keys: [], password: 'x', encryption: '3des', otherBags: [crlBag] }),
      },
      'x',
      { trigger: 'asked' },
    );
    assert.ok(opening.status === 'opened');
    assert.equal(openedContents(opening, english).notes.length, 1);
  });

  const sentences: readonly [what: string, bytes: () => Uint8Array, sentence: RegExp][] = [
    ['a PKCS#7 message of nothing', () => signedData(), /^It is a PKCS#7 message without a certificate\.$/],
    ['a PKCS#12 file', store, /^It is a PKCS#12 file protected with a password\.$/],
    ['a key', () => bytesOf(made.keyPem), /^It is a private key in DER form \(RSA 2048\), and no certificate\.$/],
    [
      'an encrypted key',
      () => bytesOf(keyPemAs(made.keys, 'encryptedPkcs8')),
      /^It is a private key in DER form protected with a password, and no certificate\.$/,
    ],
    [
      'a broken key',
      () => sequence(integer(0), sequence(oid('1.2.840.113549.1.1.1')), tlv(4, sequence())),
      /cannot be read|It is a binary file/,
    ],
    ['a public key', () => made.keys.spki, /^It is a public key in DER form \(RSA 2048\), and no certificate\.$/],
    [
      'a request',
      () => bytesOf(request),
      /^It is a certificate request in DER form, for b\.example \(EC P-256\), and no certificate\.$/,
    ],
    [
      'a revocation list',
      () => list,
      /^It is a certificate revocation list of Example Root CA, of 2026-11-23 12:00:00 UTC: it revokes 2 and is signed with ecdsa-with-SHA256\.$/,
    ],
    ['too much', () => new Uint8Array(2 * 1024 * 1024), /^It is a binary file of more than 1024 kB/],
    [
      'half a certificate',
      () => made.der.subarray(0, 300),
      /^It is a binary file, but no certificate, .* Read as a certificate: .+\.$/,
    ],
  ];
  for (const [what, bytes, sentence] of sentences)
    it(`says what it is: ${what}`, () => {
      const contents = ofBytes(bytes());
      assert.deepEqual(contents.certificates, []);
      assert.match(contents.contents, sentence);
    });

  it('knows a key that stands alone', () => {
    const alone = [
      ofBytes(bytesOf(made.keyPem)),
      ofText(made.keyPem),
      ofText(made.keyPem + made.pem),
      ofBytes(made.der),
    ];
    assert.deepEqual(
      alone.map(({ isKeyAlone }) => isKeyAlone),
      [true, true, undefined, undefined],
    );
  });

  it('keeps nothing of a private key', () => {
    const scalar = (text: string): string => Buffer.from(bytesOf(text)).subarray(-200, -100).toString('hex');
    for (const contents of [ofBytes(bytesOf(made.keyPem)), ofText(made.keyPem)]) {
      const bytes = contents.keys.flatMap((key) =>
        key.status === 'plain' ? [Buffer.from(key.spki).toString('hex'), JSON.stringify(key.key)] : [],
      );
      assert.ok(!bytes.join().includes(scalar(made.keyPem)));
    }
  });
});
