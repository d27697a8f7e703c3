import assert from 'node:assert/strict';
import 'reflect-metadata';
import { Extension, KeyUsageFlags } from '@peculiar/x509';
import type { OmittedCertificate, UploadDraft } from '../../../../src/app/writes/upload';
import type { CheckId, UploadCheck } from '../../../../src/app/writes/uploadCheck';
import { checkUpload } from '../../../../src/app/writes/uploadChecks';
import type { KeyReading } from '../../../../src/core/keys/keys';
import type { KeyInfo } from '../../../../src/core/model';
import { english } from '../../../../src/shared/translate';
import type { Authority, CertificateOptions, MadeCertificate } from '../../../fixtures/certificates';
import { makeAuthority, makeCertificate } from '../../../fixtures/certificates';
import { keyPemAs, makeKeyPair } from '../../../fixtures/keyPairs';
import { draftOf } from '../fakes/madeDraft';
import { parseMade, toUploadKey } from '../fakes/madeMaterial';

const now = Date.UTC(2026, 10, 23);

const manyNames = Array.from({ length: 3000 }, (_, index) => `tenant-${index}.shops.example.com`);
/** TLS feature 5 (RFC 7633). */
const mustStaple = new Extension('1.3.6.1.5.5.7.1.24', false, Uint8Array.from([0x30, 0x03, 0x02, 0x01, 0x05]));

describe('checkUpload', () => {
  let authority: Authority;
  const leaf = (options: Partial<CertificateOptions> = {}) =>
    makeCertificate({
      now,
      commonName: 'www.example.com',
      dns: ['www.example.com'],
      issuer: authority.intermediate,
      toDays: 60,
      ...options,
    });
  const draftFrom = async (
    options: Partial<CertificateOptions> = {},
    change: Partial<UploadDraft> = {},
  ): Promise<UploadDraft> => draftOf(await leaf(options), authority, change);
  before(async () => {
    authority = await makeAuthority(now);
  });

  const check = (draft: UploadDraft, facts: { wantsNames?: boolean; isStapled?: boolean } = {}) =>
    checkUpload(draft, { now, warningDays: null, wantsNames: true, translate: english, ...facts });
  /** Its issuer is made with these options, and called `name` in the leaf. */
  const draftUnder = async (options: Partial<CertificateOptions>, name = 'Issuing'): Promise<UploadDraft> => {
    const made = { now, commonName: 'Issuing', isCa: true, issuer: authority.root, ...options };
    const intermediate = await makeCertificate(made);
    return draftOf(await leaf({ issuer: { ...intermediate, subject: [{ CN: [name] }] } }), { intermediate });
  };
  /** Its chain is the leaf alone. */
  const alone = async (isSelfSigned = false): Promise<UploadDraft> => {
    const own = { now, commonName: 'www.example.com', dns: ['www.example.com'] };
    const draft = draftOf(await (isSelfSigned ? makeCertificate(own) : leaf()), authority);
    return { ...draft, chain: [draft.leaf], omitted: [] };
  };
  /** A certificate of its chain's files that is not sent. */
  const omit = (why: OmittedCertificate['why'], made: MadeCertificate, reasons: OmittedCertificate['reasons'] = []) =>
    ({ certificate: parseMade(made), why, reasons }) as const;
  const withKeyThat = async (reading: KeyReading) => {
    const draft = await draftFrom();
    return check({ ...draft, key: { place: 'key.pem', toPem: () => '', reading } });
  };
  const withKeyOf = async (key: Pick<KeyInfo, 'algorithm' | 'name'> & Partial<KeyInfo>) => {
    const draft = await draftFrom();
    const { curve: _, ...other } = draft.leaf.key;
    return check({ ...draft, leaf: { ...draft.leaf, key: { ...other, ...key } } });
  };
  const rows: readonly [string, () => Promise<readonly UploadCheck[]>, CheckId, readonly string[]][] = [
    ['a good one: key', async () => check(await draftFrom()), 'key', ['pass: Key fits: EC P-256, in 0.key']],
    ['a good one: type', async () => check(await draftFrom()), 'type', ['pass: Extended Key Usage allows serverAuth']],
    ['a good one: validity', async () => check(await draftFrom()), 'validity', ['pass: Valid for 60 more days']],
    ['a good one: chain', async () => check(await draftFrom()), 'chain', ['pass: Chain of 2 certificates, in order']],
    ['a good one: nothing else', async () => check(await draftFrom()), 'names', []],
    ['a good one: key choice', async () => check(await draftFrom()), 'keyChoice', []],
    [
      'RSA 1024',
      async () => check(await draftFrom({ key: 'RSA 1024' })),
      'keyChoice',
      ['warning: Common clients do not support this kind of key (RSA 1024): handshakes will fail'],
    ],
    [
      'must-staple',
      async () => check(await draftFrom({ extensions: [mustStaple] })),
      'keyChoice',
      [
        'warning: It requires stapled OCSP responses (must-staple): Apache APISIX sends them only with the plugin ocsp-stapling',
      ],
    ],
    [
      'must-staple, into an object that staples',
      async () => check(await draftFrom({ extensions: [mustStaple] }), { isStapled: true }),
      'keyChoice',
      ['pass: It requires stapled OCSP responses (must-staple), and ocsp_stapling is on in the object'],
    ],
    [
      'must-staple, into an object that does not',
      async () => check(await draftFrom({ extensions: [mustStaple] }), { isStapled: false }),
      'keyChoice',
      [
        'warning: It requires stapled OCSP responses (must-staple), and ocsp_stapling is off in the object: some clients refuse it',
      ],
    ],
    ...(['SM2', 'P-256'] as const).map((curve): (typeof rows)[number] => [
      `for encryption alone, on the curve ${curve}`,
      async () => {
        const draft = await draftFrom({ keyUsage: KeyUsageFlags.keyEncipherment });
        return check({ ...draft, leaf: { ...draft.leaf, key: { ...draft.leaf.key, curve } } });
      },
      'type',
      curve === 'SM2'
        ? ['pass: Extended Key Usage allows serverAuth']
        : ['warning: Its Key Usage lacks digitalSignature: TLS 1.3 and every handshake with forward secrecy need it'],
    ]),
    ['a good one: size', async () => check(await draftFrom()), 'size', []],
    [
      'it ends before it starts',
      async () => check(await draftFrom({ fromDays: 9, toDays: 2 })),
      'validity',
      ['warning: It is never valid: it ends before it starts'],
    ],
    [
      'a name with a port',
      async () => check(await draftFrom({ dns: ['a.example.com:1'] })),
      'names',
      ['stop: It has no host name: the gateway needs at least one to serve it for'],
    ],
    [
      'two names with ports beside another',
      async () => check(await draftFrom({ dns: ['a.example.com', 'a.example.com:1', 'b.example.com:2'] })),
      'names',
      ['warning: Names that match no host: “a.example.com:1”, “b.example.com:2”'],
    ],
    [
      'a name with a port beside another',
      async () => check(await draftFrom({ dns: ['a.example.com', 'a.example.com:1'] })),
      'names',
      ['warning: Names that match no host: “a.example.com:1”'],
    ],
    ['no key', async () => check(await draftFrom({}, { key: undefined })), 'key', ['stop: No private key chosen']],
    [
      'another key',
      async () =>
        check(
          await draftFrom(
            {},
            {
              key: toUploadKey(
                (await leaf({ commonName: 'x.example.com', keys: await makeKeyPair('EC P-256', 'x') })).keyPem,
                'key.pem',
              ),
            },
          ),
        ),
      'key',
      ['stop: The key in key.pem does not belong to this certificate'],
    ],
    [
      'encrypted key',
      async () =>
        check(
          await draftFrom(
            {},
            { key: toUploadKey(await keyPemAs((await leaf()).keys, 'encryptedPkcs8', 'x'), 'key.pem') },
          ),
        ),
      'key',
      ['stop: The key in key.pem is protected with a password, which gateways do not take. Choose it again to open it'],
    ],
    [
      'server certificate as client',
      async () => check(await draftFrom({ purpose: 'server' }, { type: 'client' })),
      'type',
      ['stop: Its Extended Key Usage does not allow clientAuth: it is a server certificate, not a client one'],
    ],
    [
      'client certificate as server',
      async () => check(await draftFrom({ purpose: 'client' }, { type: 'server' })),
      'type',
      ['stop: Its Extended Key Usage does not allow serverAuth: it is a client certificate, not a server one'],
    ],
    [
      'code signing',
      async () => check(await draftFrom({ purpose: 'neither' })),
      'type',
      [
        'stop: Its Extended Key Usage names neither serverAuth nor clientAuth: a gateway can present it on no side of TLS',
      ],
    ],
    [
      'a key that may not sign',
      async () => check(await draftFrom({ keyUsage: KeyUsageFlags.keyEncipherment })),
      'type',
      ['warning: Its Key Usage lacks digitalSignature: TLS 1.3 and every handshake with forward secrecy need it'],
    ],
    [
      'no EKU',
      async () => check(await draftFrom({ purpose: 'unstated' })),
      'type',
      ['note: No Extended Key Usage: it fits both types and is not checked'],
    ],
    [
      'any EKU',
      async () => check(await draftFrom({ purpose: 'any' })),
      'type',
      ['warning: Extended Key Usage names any purpose, and not serverAuth: OpenSSL and clients built on it refuse it'],
    ],
    [
      'both',
      async () => check(await draftFrom({ purpose: 'both' }, { type: 'client' })),
      'type',
      ['pass: Extended Key Usage allows clientAuth'],
    ],
    [
      'a leaf as CA',
      async () => check(await draftFrom({}, { ca: { place: 'ca.pem', certificates: [parseMade(await leaf())] } })),
      'ca',
      [
        'stop: CA certificate: www.example.com is not the certificate of a CA: it cannot verify other certificates',
        'pass: CA certificate: www.example.com is valid for 60 more days',
      ],
    ],
    [
      'a root as CA',
      async () => check(await draftFrom({}, { ca: { place: 'ca.pem', certificates: [parseMade(authority.root)] } })),
      'ca',
      [
        'pass: CA certificate: Example Root CA is valid for 5475 more days',
        'pass: CA certificate: Example Root CA is a root: self-signed',
      ],
    ],
    [
      'expired',
      async () => check(await draftFrom({ fromDays: -90, toDays: -1 })),
      'validity',
      ['warning: It has expired: clients will refuse it'],
    ],
    [
      'not yet valid',
      async () => check(await draftFrom({ fromDays: 1, toDays: 90 })),
      'validity',
      ['warning: It is not valid yet: clients will refuse it until then'],
    ],
    [
      'expiring',
      async () => check(await draftFrom({ fromDays: -80, toDays: 9 })),
      'validity',
      ['warning: It expires soon: 9 days left'],
    ],
    ...(
      [
        ['expired', { fromDays: -90, toDays: -1 }],
        ['not valid yet', { fromDays: 1, toDays: 90 }],
        ['never valid', { fromDays: 9, toDays: 2 }],
        ['of a use that its Extended Key Usage forbids', { purpose: 'client' }],
        ['for any purpose', { purpose: 'any' }],
      ] as const
    ).map(([what, options]): (typeof rows)[number] => [
      `${what}, which is no fault of its chain`,
      async () => check(await draftFrom(options, { type: 'server' })),
      'chain',
      ['pass: Chain of 2 certificates, in order'],
    ]),
    [
      'an issuer that has expired',
      async () => check(await draftUnder({ fromDays: -90, toDays: -1 })),
      'chain',
      ['warning: Issuing has expired: clients will refuse the chain'],
    ],
    [
      'an issuer for any purpose alone',
      async () => check(await draftUnder({ purpose: 'any' })),
      'chain',
      [
        'warning: The Extended Key Usage of Issuing names any purpose, and not this one: OpenSSL and clients built on it refuse the chain',
      ],
    ],
    [
      'an issuer whose name it spells in another way',
      async () => check(await draftUnder({}, 'ISSUING')),
      'chain',
      ['note: Names of issuer and subject differ in spelling: clients written in Go or Java refuse the chain'],
    ],
    [
      'out of order',
      async () => check(await draftFrom({}, { wasReordered: true })),
      'chain',
      ['note: The chain is out of order in the file; it is sent in order'],
    ],
    [
      'left out',
      async () =>
        check(
          await draftFrom({}, { omitted: [{ certificate: parseMade(authority.root), why: 'stranger', reasons: [] }] }),
        ),
      'chain',
      ['warning: Certificates that do not belong to its chain are not sent: Example Root CA'],
    ],
    [
      'no name for a gateway that wants one',
      async () => check(await draftFrom({}, { names: [] })),
      'names',
      ['stop: It has no host name: the gateway needs at least one to serve it for'],
    ],
    [
      'no name for one that does not',
      async () => check(await draftFrom({}, { names: [] }), { wantsNames: false }),
      'names',
      [],
    ],
    [
      'no SAN',
      async () => check(await draftFrom({ dns: [] })),
      'names',
      ['warning: No Subject Alternative Name: browsers do not accept names in the subject alone'],
    ],
    [
      'a key that cannot be read',
      () => withKeyThat({ status: 'broken', reason: { text: 'it is cut off' } }),
      'key',
      ['stop: The key in key.pem cannot be read: it is cut off'],
    ],
    [
      'a key of an unknown kind',
      () => withKeyThat({ status: 'unsupported', reason: { text: 'nobody knows it' } }),
      'key',
      ['warning: It is unknown whether the key in key.pem fits: nobody knows it'],
    ],
    [
      'a curve of no client',
      () => withKeyOf({ algorithm: 'ec', name: 'EC brainpoolP256r1', curve: 'brainpoolP256r1' }),
      'keyChoice',
      ['warning: Common clients do not support this kind of key (EC brainpoolP256r1): handshakes will fail'],
    ],
    [
      'RSA that no client computes with',
      () => withKeyOf({ algorithm: 'rsa', name: 'RSA 32768', bits: 32_768 }),
      'keyChoice',
      ['warning: Common clients do not support this kind of key (RSA 32768): handshakes will fail'],
    ],
    ['RSA 2048', () => withKeyOf({ algorithm: 'rsa', name: 'RSA 2048', bits: 2048 }), 'keyChoice', []],
    [
      'RSA just below',
      () => withKeyOf({ algorithm: 'rsa', name: 'RSA 2047', bits: 2047 }),
      'keyChoice',
      ['warning: Common clients do not support this kind of key (RSA 2047): handshakes will fail'],
    ],
    [
      'a CA as leaf',
      async () => check(await draftFrom({ isCa: true })),
      'leaf',
      ['warning: It is the certificate of a CA, not of a host or client'],
    ],
    ['a good one', async () => check(await draftFrom()), 'leaf', []],
    [
      'one day left',
      async () => check(await draftFrom({ fromDays: -80, toDays: 1 })),
      'validity',
      ['warning: It expires soon: 1 day left'],
    ],
    [
      'any EKU and its own',
      async () => {
        const draft = await draftFrom({ purpose: 'any' });
        const extendedKeyUsage = [...(draft.leaf.extendedKeyUsage ?? []), '1.3.6.1.5.5.7.3.1'];
        return check({ ...draft, leaf: { ...draft.leaf, extendedKeyUsage } });
      },
      'type',
      ['pass: Extended Key Usage allows serverAuth'],
    ],
    [
      'names of no server',
      async () => check(await draftFrom({ dns: [], emails: ['a@b.test'] })),
      'names',
      [
        'warning: No DNS name or IP address among its Subject Alternative Names: browsers do not accept names in the subject alone',
      ],
    ],
    [
      'a client without names',
      async () => check(await draftFrom({ purpose: 'client', dns: [] }, { type: 'client', names: [] })),
      'names',
      [],
    ],
    [
      'nothing beside it',
      async () => check(await alone()),
      'chain',
      ['note: No intermediate certificate: right only where clients trust its issuer directly'],
    ],
    ['self-signed', async () => check(await alone(true)), 'chain', ['pass: Self-signed: no chain']],
    [
      'nothing beside it but a stranger',
      async () => check({ ...(await alone()), omitted: [omit('stranger', authority.root)] }),
      'chain',
      [
        'warning: Certificates that do not belong to its chain are not sent: Example Root CA',
        'note: No intermediate certificate: right only where clients trust its issuer directly',
      ],
    ],
    [
      'self-signed, beside a stranger',
      async () => check({ ...(await alone(true)), omitted: [omit('stranger', authority.root)] }),
      'chain',
      ['warning: Certificates that do not belong to its chain are not sent: Example Root CA'],
    ],
    [
      'left out for all reasons there are',
      async () =>
        check(
          await draftFrom(
            {},
            {
              omitted: [
                omit('unused', authority.root),
                omit('replaced', authority.intermediate),
                omit('spoilt', authority.root),
                omit('spoilt', authority.root, [{ code: 'expired', certificate: parseMade(authority.root) }]),
              ],
            },
          ),
        ),
      'chain',
      [
        'warning: Example Root CA has expired: it is not sent, and clients need another certificate of its name',
        'note: Not sent, because it comes after the end of the chain: Example Root CA',
        'note: Not sent, because another certificate with the same name and key makes a better chain: Example Issuing CA 1',
        'note: Not sent, because the chain does not need it: Example Root CA',
      ],
    ],
    [
      'more left out than are named',
      async () => check(await draftFrom({}, { omitted: Array(5).fill(omit('stranger', authority.root)) })),
      'chain',
      [
        'warning: Certificates that do not belong to its chain are not sent: Example Root CA, Example Root CA, Example Root CA, … (5)',
      ],
    ],
  ];
  it('3,000 names: size', async () => {
    const [found, ...others] = (await check(await draftFrom({ dns: manyNames }))).filter(({ id }) => id === 'size');
    assert.equal(found?.outcome, 'warning');
    // How long signatures are is chance.
    assert.match(found.sentence, /^The certificate has 1258\d\d bytes as PEM: Apache APISIX takes at most 65536$/);
    assert.deepEqual(others, []);
  });
  for (const [what, run, id, expected] of rows)
    it(`${what}: ${id}`, async () => {
      const found = (await run()).filter((each) => each.id === id);
      assert.deepEqual(
        found.map(({ outcome, sentence }) => `${outcome}: ${sentence}`),
        expected,
      );
    });

  it('puts the worst first', async () => {
    const outcomes = check(await draftFrom({ purpose: 'client', fromDays: -90, toDays: -1 }, { type: 'server' })).map(
      (each) => each.outcome,
    );
    assert.deepEqual(outcomes.slice(0, 2), ['stop', 'warning']);
  });
});
