import assert from 'node:assert/strict';
import { createPrivateKey } from 'node:crypto';
import { inspect } from 'node:util';
import fc from 'fast-check';
import { openedMaterial } from '../../../../src/app/sources/derMaterial';
import { toMaterialSteps } from '../../../../src/app/sources/fileMaterial';
import type { Material } from '../../../../src/app/sources/material';
import { OpenedKeys } from '../../../../src/app/sources/material';
import { decryptContainer } from '../../../../src/core/encrypted/decryptContainer';
import { keyFit } from '../../../../src/core/keys/keys';
import { english } from '../../../../src/shared/translate';
import type { Authority, MadeCertificate } from '../../../fixtures/certificates';
import { makeAuthority, makeCertificate } from '../../../fixtures/certificates';
import { signedData } from '../../../fixtures/der';
import { keyPemAs } from '../../../fixtures/keyPairs';
import { makePkcs12 } from '../../../fixtures/pkcs12';

const now = Date.UTC(2026, 10, 23);
const base64 = (text: string | Uint8Array): string => Buffer.from(text).toString('base64');
import { runSync } from '../../../../src/shared/cooperative';

describe('toMaterialSteps', () => {
  let authority: Authority;
  let rsa: MadeCertificate;
  let ec: MadeCertificate;
  before(async () => {
    authority = await makeAuthority(now);
    [rsa, ec] = await Promise.all([
      makeCertificate({ now, key: 'RSA 2048', issuer: authority.intermediate, commonName: 'rsa.example.com' }),
      makeCertificate({ now, key: 'EC P-256', issuer: authority.intermediate, commonName: 'ec.example.com' }),
    ]);
  });

  const read = (content: string | Uint8Array, place = 'file.pem'): Material =>
    runSync(
      toMaterialSteps(
        {
          place,
          content: typeof content === 'string' ? { kind: 'text', text: content } : { kind: 'binary', bytes: content },
        },
        english,
      ),
    );
  const counts = ({ certificates, keys, stores }: Material) => [certificates.length, keys.length, stores.length];
  const der = (made: MadeCertificate, type: 'pkcs8' | 'pkcs1' | 'sec1'): Buffer =>
    createPrivateKey(made.keyPem).export({ type, format: 'der' });
  const bundle = () => signedData(ec.der, authority.intermediate.der);
  const secret = (name: string, made: MadeCertificate) =>
    `apiVersion: v1\nkind: Secret\nmetadata:\n  name: ${name}\ntype: kubernetes.io/tls\ndata:\n  tls.crt: ${base64(made.chainPem)}\n  tls.key: ${base64(made.keyPem)}\n  ca.crt: ${base64(authority.root.pem)}\n`;
  const list = () => ({
    apiVersion: 'v1',
    kind: 'List',
    items: [
      { kind: 'ConfigMap', data: {} },
      { kind: 'Secret', metadata: { name: 'a' }, stringData: { 'tls.crt': ec.pem, 'tls.key': ec.keyPem } },
    ],
  });

  it('says of base64 outside of blocks that it is left out, and nothing of other text there', () => {
    const outside = (value: string, start = 'title = "x"\n') =>
      read(`${start}${ec.pem}other = "${value}"\n`, 'all.toml').notes;
    for (const start of ['title = "x"\n', '\n'])
      assert.deepEqual(outside(base64(rsa.der), start), [
        `Left out of all.toml, line ${ec.pem.split('\n').length + 1}: base64 of a certificate or key outside of any PEM block`,
      ]);
    assert.deepEqual(outside(base64('nothing that anyone would upload, however long it may be')), []);
  });

  /** Contents, and how many certificates, keys and sealed stores come out of them. */
  const formats: readonly (readonly [string, () => string | Uint8Array, readonly number[]])[] = [
    ['PEM chain and key', () => ec.chainPem + ec.keyPem, [2, 1, 0]],
    ['PEM with CRLF', () => (ec.chainPem + ec.keyPem).replaceAll('\n', '\r\n'), [2, 1, 0]],
    ['PEM with a byte order mark', () => `\ufeff${ec.pem}${ec.keyPem}`, [1, 1, 0]],
    [
      'PEM behind what openssl x509 -text prints',
      () =>
        `Certificate:\n    Data:\n        Version: 3 (0x2)\n        Signature Algorithm: ecdsa-with-SHA256\n${ec.pem}`,
      [1, 0, 0],
    ],
    [
      'PEM with bag attributes',
      () =>
        `Bag Attributes\n    localKeyID: 01 02\n    friendlyName: x\nKey Attributes: <No Attributes>\n${ec.keyPem}Bag Attributes: <No Attributes>\nsubject=CN=x\n\nissuer=CN=y\n${ec.pem}`,
      [1, 1, 0],
    ],
    ['PEM indented', () => (ec.pem + ec.keyPem).replace(/^/gm, '    '), [1, 1, 0]],
    ['PEM in one line with \\n', () => (ec.pem + ec.keyPem).replaceAll('\n', '\\n'), [1, 1, 0]],
    [
      'PEM in one line with \\r\\n, in quotes',
      () => `CERT="${ec.pem.replaceAll('\n', '\\r\\n')}"\nKEY="${ec.keyPem.replaceAll('\n', '\\r\\n')}"\n`,
      [1, 1, 0],
    ],
    ['PEM in JSON', () => JSON.stringify({ certificate: ec.chainPem, private_key: ec.keyPem }), [2, 1, 0]],
    ['base64 of PEM', () => base64(ec.pem + ec.keyPem), [1, 1, 0]],
    ['base64 of DER', () => base64(ec.der).replace(/.{64}/g, '$&\n'), [1, 0, 0]],
    [
      'base64 of PKCS#12',
      () => base64(makePkcs12({ certificates: [ec.der], keys: [ec.keyPem], password: 'x', encryption: '3des' })),
      [0, 0, 1],
    ],
    ['DER certificate', () => ec.der, [1, 0, 0]],
    ['DER certificate and a line break', () => Buffer.concat([ec.der, Buffer.from('\n')]), [1, 0, 0]],
    ['DER PKCS#8 key', () => der(ec, 'pkcs8'), [0, 1, 0]],
    ['DER PKCS#1 key', () => der(rsa, 'pkcs1'), [0, 1, 0]],
    ['DER SEC1 key', () => der(ec, 'sec1'), [0, 1, 0]],
    [
      'DER PKCS#12',
      () => makePkcs12({ certificates: [ec.der], keys: [], password: '', encryption: 'none' }),
      [0, 0, 1],
    ],
    ['DER PKCS#7', bundle, [2, 0, 0]],
    [
      'PEM PKCS#7',
      () => `-----BEGIN PKCS7-----\n${base64(bundle()).replace(/.{64}(?=.)/g, '$&\n')}\n-----END PKCS7-----\n`,
      [2, 0, 0],
    ],
    ['Kubernetes Secret', () => secret('shop-tls', ec), [2, 1, 0]],
    [
      'Kubernetes Secret with a byte order mark and CRLF',
      () => `\ufeff${secret('shop-tls', ec)}`.replaceAll('\n', '\r\n'),
      [2, 1, 0],
    ],
    [
      'two Kubernetes Secrets in one file',
      () => `${secret('a', ec)}---\nkind: ConfigMap\n---\n${secret('b', rsa)}`,
      [4, 2, 0],
    ],
    ['Kubernetes Secret in JSON', () => JSON.stringify(list(), null, 2), [1, 1, 0]],
    ['nothing', () => '', [0, 0, 0]],
    ['text', () => 'Hello', [0, 0, 0]],
    ['a picture', () => Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 3), [0, 0, 0]],
  ];
  for (const [title, content, expected] of formats)
    it(`reads ${title}`, () => assert.deepEqual(counts(read(content())), expected));

  it('gives each key in a form that loads and fits, whatever the format', () => {
    const keys: readonly (readonly [MadeCertificate, string | Uint8Array])[] = [
      [ec, der(ec, 'pkcs8')],
      [ec, der(ec, 'sec1')],
      [rsa, der(rsa, 'pkcs1')],
      [ec, secret('a', ec)],
      [rsa, rsa.keyPem.replaceAll('\n', '\\n')],
      [rsa, base64(rsa.keyPem)],
    ];
    for (const [made, content] of keys) {
      const [key] = read(content).keys;
      assert.ok(key);
      assert.ok(createPrivateKey(key.toPem()).equals(createPrivateKey(made.keyPem)));
      assert.equal(key.encrypted, undefined);
    }
  });
  it('leaves the root of a Secret’s ca.crt out, and takes an intermediate', () => {
    const subjects = (material: Material) => material.certificates.map(({ certificate }) => certificate.subject.text);
    assert.ok(!subjects(read(secret('a', ec))).includes('CN=Example Root'));
    const withIntermediate = `kind: Secret\nstringData:\n  tls.crt: |\n${ec.pem.replace(/^/gm, '    ')}\n  ca.crt: |\n${authority.intermediate.pem.replace(/^/gm, '    ')}\n`;
    assert.deepEqual(counts(read(withIntermediate)), [2, 0, 0]);
  });
  it('says where in a Secret each part is', () => {
    assert.deepEqual(
      read(secret('shop-tls', ec), 'shop.yaml').keys.map(({ place }) => place),
      ['shop.yaml (shop-tls/tls.key)'],
    );
  });
  it('says how it was read', () => {
    assert.deepEqual(read(ec.pem).notes, []);
    assert.deepEqual(read(ec.pem.replaceAll('\n', '\\n')).notes, [
      'Line breaks written as \\n in file.pem were read as line breaks',
    ]);
    assert.deepEqual(read(base64(ec.pem)).notes, ['file.pem is base64 as a whole and was read decoded']);
    assert.deepEqual(read(secret('a', ec)).notes, [
      'The root Example Root CA in file.pem (a/ca.crt) was left out: gateways present chains without it',
      'Read from the Kubernetes Secret in file.pem',
    ]);
  });
  it('says what a file without a certificate is', () => {
    assert.match(read(Uint8Array.of(1, 2, 0)).contents, /binary file, but no certificate, private key or PKCS#12 file/);
    assert.match(read(ec.keyPem).contents, /a private key \(EC P-256\) and no certificate/);
    assert.match(read('kind: Secret\ndata:\n  password: eHl6\n').contents, /Kubernetes Secret without a certificate/);
  });

  const encrypted: readonly (readonly [string, () => string | Uint8Array])[] = [
    ['PKCS#8 in PEM', () => keyPemAs(rsa.keys, 'encryptedPkcs8', 'tiger')],
    ['a legacy key', () => keyPemAs(rsa.keys, 'legacyEncrypted', 'tiger')],
    [
      'PKCS#8 under the label of a plain key',
      () => keyPemAs(rsa.keys, 'encryptedPkcs8', 'tiger').replaceAll('ENCRYPTED ', ''),
    ],
    [
      'PKCS#8 in DER',
      () => Buffer.from(keyPemAs(rsa.keys, 'encryptedPkcs8', 'tiger').replace(/-----.*-----/g, ''), 'base64'),
    ],
    [
      'a legacy key with CRLF and text around',
      () => `Bag Attributes\r\n${keyPemAs(rsa.keys, 'legacyEncrypted', 'tiger')}`.replaceAll(/\r?\n/g, '\r\n'),
    ],
    [
      'a key in a Secret',
      () => `kind: Secret\ndata: {tls.key: ${base64(keyPemAs(rsa.keys, 'encryptedPkcs8', 'tiger'))}}\n`,
    ],
  ];
  for (const [title, content] of encrypted) {
    it(`gives ${title} sealed, which its password opens to PKCS#8`, () => {
      const [key] = read(content(), 'server.key').keys;
      assert.ok(key?.encrypted);
      const opening = decryptContainer(key.encrypted, 'tiger', { trigger: 'asked' });
      assert.ok(opening.status === 'opened');
      const keys = new OpenedKeys();
      const [opened] = openedMaterial(opening, { place: 'server.key', keys, translate: english }).keys;
      assert.ok(opened?.wasEncrypted);
      assert.match(opened.toPem(), /^-----BEGIN PRIVATE KEY-----\n/);
      const [certificate] = read(rsa.pem).certificates;
      assert.ok(certificate);
      assert.equal(keyFit(certificate.certificate, opened.reading), 'fits');
      keys.dispose();
      assert.throws(() => opened.toPem(), /no longer held/);
      assert.ok(
        opening.keys.every((each) => each.every((byte) => byte === 0)),
        'overwritten',
      );
    });
  }
  it('shows nothing of an opened key when printed', () => {
    const opening = decryptContainer(
      {
        form: 'pkcs12',
        der: makePkcs12({ certificates: [rsa.der], keys: [rsa.keyPem], password: 'tiger', encryption: '3des' }),
      },
      'tiger',
      { trigger: 'asked' },
    );
    assert.ok(opening.status === 'opened');
    const keys = new OpenedKeys();
    const material = openedMaterial(opening, { place: 'server.p12', keys, translate: english });
    const { d = '' } = createPrivateKey(rsa.keyPem).export({ format: 'jwk' });
    const canary = Buffer.from(d, 'base64url');
    const printed =
      inspect({ material, keys }, { depth: 20, showHidden: true, maxArrayLength: null }) +
      JSON.stringify({ material, keys });
    for (const form of [
      canary.toString('hex').slice(8, 40),
      canary.toString('base64').slice(8, 40),
      [...canary.subarray(8, 24)].join(','),
      [...canary.subarray(8, 24)].join(', '),
    ])
      assert.ok(!printed.includes(form));
  });
  it('answers to any bytes and any text', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => typeof read(bytes).contents === 'string'));
    fc.assert(fc.property(fc.string({ maxLength: 200 }), (text) => typeof read(text).contents === 'string'));
    fc.assert(
      fc.property(fc.string({ maxLength: 100 }), (text) => typeof read(`kind: Secret\n${text}`).contents === 'string'),
    );
  });
});
