import assert from 'node:assert/strict';
import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { writeDer } from '../../../../src/core/asn1/values';
import type { KeyReading } from '../../../../src/core/keys/keys';
import { keyFit, labelInstead, readPrivateKey, readPrivateKeyDer } from '../../../../src/core/keys/keys';
import { scanPem, toPem } from '../../../../src/core/pem/scan';
import { parseCertificate } from '../../../../src/core/x509/certificate';
import { makeCertificate } from '../../../fixtures/certificates';
import { bitString, oid, sequence } from '../../../fixtures/der';
import { inEnglish } from '../../../fixtures/inEnglish';
import type { KeyFormat, KeyKind } from '../../../fixtures/keyPairs';
import { keyPemAs, makeKeyPair } from '../../../fixtures/keyPairs';

const now = Date.UTC(2026, 10, 23);

function read(pem: string): KeyReading {
  const [block] = scanPem(pem).blocks;
  assert.ok(block);
  return readPrivateKey(pem, block);
}

async function certificateOf(kind: KeyKind, name = 'keys') {
  const made = await makeCertificate({ now, keys: await makeKeyPair(kind, name) });
  const reading = parseCertificate(made.der);
  assert.ok(reading.ok);
  return { made, certificate: reading.value };
}

const derOf = (pem: string): Buffer => createPrivateKey(pem).export({ format: 'der', type: 'pkcs8' });

describe('readPrivateKey', () => {
  const plain: readonly [kind: KeyKind, format: KeyFormat, read: string][] = [
    ['RSA 2048', 'pkcs8', 'pkcs8'],
    ['RSA 2048', 'pkcs1', 'pkcs1'],
    ['EC P-256', 'pkcs8', 'pkcs8'],
    ['EC P-256', 'sec1', 'sec1'],
    ['EC P-384', 'sec1', 'sec1'],
    ['EC P-521', 'pkcs8', 'pkcs8'],
    ['Ed25519', 'pkcs8', 'pkcs8'],
  ];
  for (const [kind, format, expected] of plain) {
    it(`reads ${kind} as ${format}, which fits its certificate`, async () => {
      const { made, certificate } = await certificateOf(kind);
      const reading = read(keyPemAs(made.keys, format));
      assert.ok(reading.status === 'plain');
      assert.deepEqual([reading.format, reading.key.name], [expected, kind]);
      assert.equal(reading.spkiSha256, certificate.fingerprints.spkiSha256);
      assert.equal(keyFit(certificate, reading), 'fits');
    });
  }

  for (const format of ['encryptedPkcs8', 'legacyEncrypted'] as const) {
    it(`says that ${format} is encrypted, and cannot tell whether it fits`, async () => {
      const { made, certificate } = await certificateOf('RSA 2048');
      const pem = keyPemAs(made.keys, format, 'open sesame');
      assert.equal(read(pem).status, 'encrypted');
      assert.equal(keyFit(certificate, read(pem)), 'cannotTell');
    });
  }

  it('names the cipher of a legacy key, and no more of its headers', async () => {
    const reading = read(keyPemAs(await makeKeyPair('RSA 2048', 'keys'), 'legacyEncrypted'));
    assert.deepEqual(reading, { status: 'encrypted', format: 'legacy', scheme: 'AES-256-CBC' });
  });

  it('reads an EC key without its public half', async () => {
    const { certificate, made } = await certificateOf('EC P-256');
    const jwk = createPrivateKey(made.keyPem).export({ format: 'jwk' });
    const scalar = Buffer.from(jwk.d ?? '', 'base64url');
    const sec1 = Buffer.concat([
      Buffer.from('30310201010420', 'hex'),
      scalar,
      Buffer.from('a00a06082a8648ce3d030107', 'hex'),
    ]);
    assert.equal(keyFit(certificate, readPrivateKeyDer(sec1)), 'fits');
  });

  it('reads OpenSSL’s own form of a DSA key', () => {
    const { privateKey, publicKey } = generateKeyPairSync('dsa', { modulusLength: 1024, divisorLength: 160 });
    const integers = dsaIntegers(
      privateKey.export({ format: 'der', type: 'pkcs8' }),
      publicKey.export({ format: 'der', type: 'spki' }),
    );
    const reading = readPrivateKeyDer(integers);
    assert.ok(reading.status === 'plain');
    assert.deepEqual([reading.format, reading.key.name], ['dsa', 'DSA 1024']);
    assert.ok(Buffer.from(reading.spki).equals(publicKey.export({ format: 'der', type: 'spki' })));
  });

  const notRead: readonly [name: string, pem: string, status: string, reason: RegExp][] = [
    ['OpenSSH', toPem('OPENSSH PRIVATE KEY', Buffer.from('openssh-key-v1')), 'unsupported', /OpenSSH/],
    ['a TPM key', toPem('TSS2 PRIVATE KEY', Buffer.from([0x30, 0])), 'unsupported', /TPM/],
    ['a key of a label nobody knows', toPem('SECRET PRIVATE KEY', Buffer.from([0x30, 0])), 'unsupported', /label/],
    [
      'PKCS#12 under a key label',
      toPem('PRIVATE KEY', Buffer.from('30080201033003020100', 'hex')),
      'unsupported',
      /PKCS#12/,
    ],
    ['no DER', toPem('PRIVATE KEY', Buffer.from('hello there')), 'broken', /DER|key/],
    ['an empty sequence', toPem('PRIVATE KEY', Buffer.from('3000', 'hex')), 'broken', /not a private key/],
    ['a broken block', '-----BEGIN PRIVATE KEY-----\nAAAA\n', 'broken', /PEM block/],
  ];
  for (const [name, pem, status, reason] of notRead) {
    it(`says why not: ${name}`, () => {
      const reading = read(pem);
      assert.equal(reading.status, status);
      assert.match('reason' in reading ? inEnglish(reading.reason) : '', reason);
    });
  }

  it('refuses an EC key whose number is none of the curve', () => {
    const zero = Buffer.concat([
      Buffer.from('30310201010420', 'hex'),
      Buffer.alloc(32),
      Buffer.from('a00a06082a8648ce3d030107', 'hex'),
    ]);
    assert.notEqual(readPrivateKeyDer(zero).status, 'plain');
  });

  it('never throws, whatever a key’s bytes became', async () => {
    const keys = [
      keyPemAs(await makeKeyPair('RSA 2048', 'keys'), 'pkcs8'),
      keyPemAs(await makeKeyPair('EC P-256', 'keys'), 'pkcs8'),
    ].map(derOf);
    fc.assert(
      fc.property(
        fc.constantFrom(...keys),
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        fc.nat(),
        (der, at, change, length) => {
          const changed = Buffer.from(der);
          changed[at % der.length] = (changed[at % der.length] ?? 0) ^ change;
          assert.ok(readPrivateKeyDer(changed).status);
          assert.notEqual(readPrivateKeyDer(der.subarray(0, length % der.length)).status, 'plain');
        },
      ),
      { numRuns: 300 },
    );
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => assert.ok(readPrivateKeyDer(bytes).status)));
  });

  it('keeps nothing private: no run of a key’s secret bytes is in what it returns', async () => {
    const secrets = await Promise.all(
      (['RSA 2048', 'EC P-256', 'Ed25519'] as const).map((kind) => makeKeyPair(kind, 'keys')),
    );
    for (const keys of secrets) {
      const jwk = createPrivateKey(keys.keyPem).export({ format: 'jwk' });
      const returned = flatten([scanPem(keys.keyPem), read(keys.keyPem), read(keyPemAs(keys, 'encryptedPkcs8', 'p'))]);
      for (const part of [jwk.d, jwk.p, jwk.q, jwk.dp, jwk.dq, jwk.qi]) {
        if (part === undefined) continue;
        const secret = Buffer.from(part, 'base64url');
        for (const spelling of [secret.toString('hex'), secret.toString('base64'), [...secret].join(',')]) {
          assert.ok(!returned.includes(spelling.slice(4, 40)));
        }
      }
      assert.ok(returned.includes([...keys.spki].join(',')), 'the public half is what it keeps');
    }
  });
});

describe('readPrivateKeyDer, of RSA keys that cannot be', () => {
  const int = (hex: string): Buffer => writeDer(0x02, Buffer.from(hex, 'hex'));
  const modulus = `00${'c5'.repeat(63)}c7`;
  const rsaKey = (parts: { version?: string; modulus?: string; exponent?: string; private?: string } = {}): Buffer =>
    writeDer(
      0x30,
      int(parts.version ?? '00'),
      int(parts.modulus ?? modulus),
      int(parts.exponent ?? '010001'),
      int(parts.private ?? '41'.repeat(64)),
      ...Array.from({ length: 5 }, () => int('03')),
    );
  const rows: readonly (readonly [what: string, der: Uint8Array, status: string])[] = [
    ['as usual', rsaKey(), 'plain'],
    ['version 2', rsaKey({ version: '02' }), 'broken'],
    ['version 1 without more primes', rsaKey({ version: '01' }), 'broken'],
    ['a version of many bytes', rsaKey({ version: '0100000000' }), 'broken'],
    ['a modulus of 16 bits', rsaKey({ modulus: '00c5c7', private: '41' }), 'broken'],
    ['an even modulus', rsaKey({ modulus: `00${'c5'.repeat(63)}c6` }), 'broken'],
    ['a negative modulus', rsaKey({ modulus: 'c7'.repeat(64) }), 'broken'],
    ['an exponent of zero', rsaKey({ exponent: '00' }), 'broken'],
    ['an exponent of one', rsaKey({ exponent: '01' }), 'broken'],
    ['an even exponent', rsaKey({ exponent: '010000' }), 'broken'],
    ['a private exponent larger than the modulus', rsaKey({ private: '41'.repeat(80) }), 'broken'],
  ];
  for (const [what, der, status] of rows)
    it(`${status}: ${what}`, () => assert.equal(readPrivateKeyDer(der).status, status));
});

describe('keyFit', () => {
  it('says no for another key of the same kind, and of another kind', async () => {
    const { certificate } = await certificateOf('RSA 2048');
    for (const kind of ['RSA 2048', 'EC P-256', 'Ed25519'] as const) {
      const other = await makeKeyPair(kind, 'another one');
      assert.equal(keyFit(certificate, read(other.keyPem)), 'doesNotFit', kind);
    }
  });

  it('says yes for the same key in another spelling', async () => {
    const { certificate, made } = await certificateOf('EC P-256');
    const { x = '', y = '' } = createPrivateKey(made.keyPem).export({ format: 'jwk' });
    const compressed = Buffer.concat([
      Buffer.of((Buffer.from(y, 'base64url').at(-1) ?? 0) % 2 === 0 ? 2 : 3),
      Buffer.from(x, 'base64url'),
    ]);
    const spki = sequence(sequence(oid('1.2.840.10045.2.1'), oid('1.2.840.10045.3.1.7')), bitString(compressed));
    const spelled = { ...certificate, spki, fingerprints: { ...certificate.fingerprints, spkiSha256: 'another' } };
    assert.equal(keyFit(spelled, read(made.keyPem)), 'fits');
    const other = await makeKeyPair('EC P-256', 'another one');
    assert.equal(keyFit(spelled, read(other.keyPem)), 'doesNotFit');
  });

  const silent: readonly KeyReading[] = [
    { status: 'unsupported', reason: '' },
    { status: 'broken', reason: '' },
    { status: 'encrypted', format: 'pkcs8', scheme: '' },
  ];
  for (const reading of silent) {
    it(`cannot tell of a key that is ${reading.status}`, async () => {
      assert.equal(keyFit((await certificateOf('EC P-256')).certificate, reading), 'cannotTell');
    });
  }
});

describe('labelInstead', () => {
  const rows: readonly (readonly [label: string, KeyKind, KeyFormat, instead: string | undefined])[] = [
    ['PRIVATE KEY', 'RSA 2048', 'pkcs8', undefined],
    ['RSA PRIVATE KEY', 'RSA 2048', 'pkcs8', undefined],
    ['RSA PRIVATE KEY', 'RSA 2048', 'pkcs1', undefined],
    ['EC PRIVATE KEY', 'RSA 2048', 'pkcs8', 'PRIVATE KEY'],
    ['EC PRIVATE KEY', 'EC P-256', 'pkcs8', undefined],
    ['EC PRIVATE KEY', 'RSA 2048', 'pkcs1', 'RSA PRIVATE KEY'],
    ['PRIVATE KEY', 'EC P-256', 'sec1', 'EC PRIVATE KEY'],
    ['DSA PRIVATE KEY', 'EC P-256', 'pkcs8', 'PRIVATE KEY'],
    ['PRIVATE KEY', 'RSA 2048', 'encryptedPkcs8', 'ENCRYPTED PRIVATE KEY'],
    ['ENCRYPTED PRIVATE KEY', 'RSA 2048', 'encryptedPkcs8', undefined],
  ];
  for (const [label, kind, format, instead] of rows)
    it(`${instead ?? 'no other'} for ${kind} as ${format} under ${label}`, async () => {
      const pem = keyPemAs(await makeKeyPair(kind, 'labels'), format);
      assert.equal(labelInstead(label, read(pem)), instead);
    });

  it('takes the label that OpenSSL 3 gives SM2 keys in SEC1, and no others', () => {
    const ofSm2 = generateKeyPairSync('ec', { namedCurve: 'SM2' }).privateKey;
    const ofP256 = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
    const labels = ([ofSm2, ofP256] as const).flatMap((key) =>
      (['sec1', 'pkcs8'] as const).map((type) => {
        const reading = read(toPem('SM2 PRIVATE KEY', key.export({ type, format: 'der' })));
        assert.equal(reading.status, 'plain');
        return labelInstead('SM2 PRIVATE KEY', reading);
      }),
    );
    assert.deepEqual(labels, [undefined, 'PRIVATE KEY', 'EC PRIVATE KEY', 'PRIVATE KEY']);
  });
});

/** JSON with byte arrays as `1,2,3`, so that a run of bytes can be searched for. */
const flatten = (value: unknown): string =>
  JSON.stringify(value, (_, each: unknown) => (each instanceof Uint8Array ? [...each].join(',') : each));

/** DSAPrivateKey out of the other two forms: 0, p, q, g, y, x. */
function dsaIntegers(pkcs8: Buffer, spki: Buffer): Buffer {
  const at = (der: Buffer, start: number) => {
    const long = (der[start + 1] ?? 0) & 0x80 ? (der[start + 1] ?? 0) & 0x7f : 0;
    const content = start + 2 + long;
    const length = long === 0 ? (der[start + 1] ?? 0) : der.readUIntBE(start + 2, long);
    return { content, end: content + length };
  };
  const outer = at(spki, 0);
  const algorithm = at(spki, outer.content);
  const oid = at(spki, algorithm.content);
  const parameters = at(spki, oid.end);
  const y = spki.subarray(at(spki, algorithm.end).content + 1);
  const inner = at(pkcs8, 0);
  const version = at(pkcs8, inner.content);
  const x = pkcs8.subarray(at(pkcs8, at(pkcs8, version.end).end).content);
  const content = Buffer.concat([
    Buffer.from('020100', 'hex'),
    spki.subarray(parameters.content, parameters.end),
    y,
    x,
  ]);
  return Buffer.concat([Buffer.from([0x30, 0x82, content.length >> 8, content.length & 0xff]), content]);
}
