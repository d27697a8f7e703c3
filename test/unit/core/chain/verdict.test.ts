import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import 'reflect-metadata';
import { Extension, KeyUsageFlags } from '@peculiar/x509';
import type { PathReasonCode, PathRequest } from '../../../../src/core/chain/verdict';
import { judgeChain } from '../../../../src/core/chain/verdict';
import type { Certificate } from '../../../../src/core/model';
import { toPem } from '../../../../src/core/pem/scan';
import { parseCertificate } from '../../../../src/core/x509/certificate';
import type { CertificateOptions, MadeCertificate } from '../../../fixtures/certificates';
import { makeCertificate } from '../../../fixtures/certificates';
import type { Der } from '../../../fixtures/der';
import { explicit, implicit, integer, name, nil, octetString, sequence, text, utf8 } from '../../../fixtures/der';
import type { KeyPair } from '../../../fixtures/keyPairs';

const now = Date.UTC(2026, 10, 28);
const years = 365;

interface Pki {
  readonly leaf: MadeCertificate;
  readonly pool?: readonly MadeCertificate[];
  readonly roots?: readonly MadeCertificate[];
  readonly host?: string;
  readonly purpose?: PathRequest['purpose'];
}

interface Expected {
  readonly kind: 'accepted' | 'refused';
  /** Subjects' last attribute, leaf first. */
  readonly path?: string;
  readonly codes?: readonly PathReasonCode[];
  readonly hints?: number;
  readonly dropped?: number;
  /** OpenSSL's verdict on the same path, where it is another one on purpose. */
  readonly openssl?: 'accepted' | 'refused';
}

const ca = (commonName: string, options: Partial<CertificateOptions> = {}): Promise<MadeCertificate> =>
  makeCertificate({ now, commonName, isCa: true, fromDays: -years, toDays: 5 * years, ...options });
const end = (issuer: MadeCertificate, options: Partial<CertificateOptions> = {}): Promise<MadeCertificate> =>
  makeCertificate({ now, commonName: 'end', dns: ['www.example.com'], issuer, ...options });
const raw = (oid: string, value: Der, isCritical = false): Extension =>
  new Extension(oid, isCritical, new Uint8Array(value));

/** Values of names by their DER, as RFC 4514 has them: for the string types. */
const utf8Text = (value: string): string => `#${Buffer.from(utf8(value)).toString('hex')}`;
const printable = (value: string): string => `#${Buffer.from(text(0x13, value)).toString('hex')}`;

const dnsName = (value: string): Der => implicit(2, Buffer.from(value, 'latin1'));
const mailName = (value: string): Der => implicit(1, Buffer.from(value, 'latin1'));
const directory = (...attributes: readonly (readonly [string, string])[]): Der => explicit(4, name(...attributes));
const subtrees = (tag: number, bases: readonly Der[]): readonly Der[] =>
  bases.length === 0 ? [] : [explicit(tag, ...bases.map((base) => sequence(base)))];
const constraints = (permitted: readonly Der[], excluded: readonly Der[] = []): Extension =>
  raw('2.5.29.30', sequence(...subtrees(0, permitted), ...subtrees(1, excluded)), true);

/** A leaf under a CA with these constraints. */
const constrained = async (extension: Extension, options: Partial<CertificateOptions> = {}): Promise<Pki> => {
  const root = await ca('root');
  const issuing = await ca('issuing', { issuer: root, extensions: [extension] });
  return { leaf: await end(issuing, options), pool: [issuing, root] };
};
/** A leaf whose issuer is written as `written`, under a CA that is called `Lab Issuing 1`. */
const spelled = async (written: CertificateOptions['subject']): Promise<Pki> => {
  const issuing = await ca('x', {
    subject: [{ O: [utf8Text('Lab')] }, { CN: [utf8Text('Lab Issuing 1')] }],
  });
  return { leaf: await end({ ...issuing, subject: written ?? [] }), pool: [issuing] };
};

const withHash = async ({ keyPem, ...keys }: KeyPair, hash: string): Promise<KeyPair> => {
  const pkcs8 = Buffer.from(keyPem.replace(/-----.*-----|\s/g, ''), 'base64');
  const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash };
  return { ...keys, keyPem, privateKey: await crypto.subtle.importKey('pkcs8', pkcs8, algorithm, true, ['sign']) };
};
const rsaKeys = async ({ hash, modulusLength }: { readonly hash: string; readonly modulusLength: number }) => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength });
  const keyPem = privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
  const spki = new Uint8Array(publicKey.export({ format: 'der', type: 'spki' }));
  const imported = await crypto.subtle.importKey('spki', spki, { name: 'RSASSA-PKCS1-v1_5', hash }, true, ['verify']);
  const keys = { kind: 'RSA 2048', publicKey: imported, privateKey: imported, keyPem, spki } as const;
  return withHash(keys, hash);
};

const accepted: Expected = { kind: 'accepted' };
const refused = (...codes: readonly PathReasonCode[]): Expected => ({ kind: 'refused', codes });
const ten = implicit(7, Buffer.from('0a000000ff000000', 'hex'));

const rows: readonly (readonly [what: string, make: () => Promise<Pki>, expected: Expected])[] = [
  [
    'other string types',
    () => spelled([{ O: [printable('Lab')] }, { CN: [printable('Lab Issuing 1')] }]),
    { ...accepted, hints: 1 },
  ],
  [
    'other case',
    () => spelled([{ O: [utf8Text('LAB')] }, { CN: [utf8Text('lab issuing 1')] }]),
    { ...accepted, hints: 1 },
  ],
  [
    'inner and outer white space',
    () => spelled([{ O: [utf8Text(' Lab ')] }, { CN: [utf8Text('Lab   Issuing 1')] }]),
    { ...accepted, hints: 1 },
  ],
  [
    'the same bytes',
    () => spelled([{ O: [utf8Text('Lab')] }, { CN: [utf8Text('Lab Issuing 1')] }]),
    { ...accepted, hints: 0 },
  ],
  [
    'another name',
    () => spelled([{ O: [utf8Text('Lab')] }, { CN: [utf8Text('Lab Issuing 2')] }]),
    { ...accepted, path: 'end', openssl: 'refused' },
  ],
  [
    'the parts of a name swapped',
    () => spelled([{ CN: [utf8Text('Lab Issuing 1')] }, { O: [utf8Text('Lab')] }]),
    { ...accepted, path: 'end', openssl: 'refused' },
  ],
  [
    'letters beyond ASCII in another case',
    async () => {
      const issuing = await ca('x', { subject: [{ CN: [utf8Text('Prüfstelle Ärzte')] }] });
      return {
        leaf: await end({ ...issuing, subject: [{ CN: [utf8Text('prüfstelle ärzte')] }] }),
        pool: [issuing],
      };
    },
    refused('nameNotSame'),
  ],
  [
    'an expired intermediate before its renewal',
    async () => {
      const root = await ca('root');
      const old = await ca('issuing', { issuer: root, toDays: -1 });
      const renewed = await ca('issuing', { issuer: root });
      return { leaf: await end(renewed), pool: [old, renewed] };
    },
    { ...accepted, path: 'end issuing' },
  ],
  [
    'an intermediate that has expired, and no other',
    async () => {
      const root = await ca('root');
      const issuing = await ca('issuing', { issuer: root, toDays: -1 });
      return { leaf: await end(issuing), pool: [issuing, root] };
    },
    refused('expired'),
  ],
  [
    'a renewed intermediate that is not valid yet, and one that still is',
    async () => {
      const root = await ca('root');
      const next = await ca('issuing', { issuer: root, fromDays: 1 });
      const current = await ca('issuing', { issuer: root, toDays: 30 });
      return { leaf: await end(current), pool: [next, current, root] };
    },
    { ...accepted, path: 'end issuing root' },
  ],
  [
    'a cross-signed root before the self-signed one',
    async () => {
      const old = await ca('old root');
      const root = await ca('root');
      const cross = await ca('root', { issuer: old });
      const issuing = await ca('issuing', { issuer: root });
      return { leaf: await end(issuing), pool: [issuing, cross, old, root] };
    },
    { ...accepted, path: 'end issuing root' },
  ],
  [
    'the same with a self-signed one that has expired',
    async () => {
      const old = await ca('old root');
      const root = await ca('root', { toDays: -1 });
      const cross = await ca('root', { issuer: old });
      const issuing = await ca('issuing', { issuer: root });
      return { leaf: await end(issuing), pool: [issuing, root, cross, old] };
    },
    { ...accepted, path: 'end issuing root old root' },
  ],
  [
    'an expired cross-signed root at the end',
    async () => {
      const old = await ca('old root');
      const cross = await ca('root', { issuer: old, toDays: -1 });
      const issuing = await ca('issuing', { issuer: cross });
      return { leaf: await end(issuing), pool: [issuing, cross] };
    },
    { ...accepted, path: 'end issuing', dropped: 1 },
  ],
  [
    'an expired root',
    async () => {
      const root = await ca('root', { toDays: -1 });
      const issuing = await ca('issuing', { issuer: root });
      return { leaf: await end(issuing), pool: [issuing, root] };
    },
    refused('expired'),
  ],
  [
    'CAs that sign each other',
    async () => {
      const a = await ca('a');
      const b = await ca('b', { issuer: a });
      const aByB = await ca('a', { issuer: b });
      return { leaf: await end(a), pool: [aByB, b] };
    },
    { ...accepted, path: 'end a b' },
  ],
  [
    'an authority key identifier of another key',
    async () => {
      const issuing = await ca('issuing');
      const leaf = await end(issuing, {
        hasNoKeyIds: true,
        extensions: [raw('2.5.29.35', sequence(implicit(0, Buffer.alloc(20, 7))))],
      });
      return { leaf, pool: [issuing] };
    },
    refused('keyIdMismatch'),
  ],
  [
    'an authority key identifier by issuer and serial number',
    async () => {
      const issuing = await ca('issuing', { serial: '1234' });
      const aki = sequence(explicit(1, directory(['2.5.4.3', 'issuing'])), implicit(2, Buffer.from('1234', 'hex')));
      return { leaf: await end(issuing, { hasNoKeyIds: true, extensions: [raw('2.5.29.35', aki)] }), pool: [issuing] };
    },
    accepted,
  ],
  [
    'the same of another serial number',
    async () => {
      const issuing = await ca('issuing', { serial: '1234' });
      const aki = sequence(explicit(1, directory(['2.5.4.3', 'issuing'])), implicit(2, Buffer.from('1235', 'hex')));
      return { leaf: await end(issuing, { hasNoKeyIds: true, extensions: [raw('2.5.29.35', aki)] }), pool: [issuing] };
    },
    refused('keyIssuerMismatch'),
  ],
  [
    'two issuers of one name, of which one has the key identifier',
    async () => {
      const root = await ca('root');
      const plain = await ca('issuing', {
        issuer: root,
        hasNoKeyIds: true,
        extensions: [raw('2.5.29.14', octetString(Buffer.alloc(20, 9)))],
        toDays: 9 * years,
      });
      const wanted = await ca('issuing', { issuer: root });
      return { leaf: await end(wanted), pool: [plain, wanted, root] };
    },
    { ...accepted, path: 'end issuing root' },
  ],
  [
    'more CAs than the path length allows',
    async () => {
      const root = await ca('root', { pathLength: 0 });
      const issuing = await ca('issuing', { issuer: root });
      return { leaf: await end(issuing), pool: [issuing, root] };
    },
    refused('pathTooLong'),
  ],
  [
    'a path length that self-issued CAs do not use up',
    async () => {
      const root = await ca('root', { pathLength: 0 });
      const rollover = await ca('root', { issuer: root, keys: (await ca('another')).keys });
      return { leaf: await end(rollover), pool: [rollover, root] };
    },
    { ...accepted, path: 'end root root' },
  ],
  [
    'an issuer that is no CA',
    async () => {
      const root = await ca('root');
      const noCa = await end(root, { commonName: 'no ca', keyUsage: null });
      return { leaf: await end(noCa), pool: [noCa, root] };
    },
    refused('notCa'),
  ],
  [
    'an issuer whose key usage forbids it',
    async () => {
      const issuing = await ca('issuing', { keyUsage: KeyUsageFlags.cRLSign });
      return { leaf: await end(issuing), pool: [issuing] };
    },
    refused('noKeyCertSign'),
  ],
  ['a DNS name that is permitted', () => constrained(constraints([dnsName('example.com')])), accepted],
  ['a DNS name that is not', () => constrained(constraints([dnsName('example.org')])), refused('nameNotPermitted')],
  ['a DNS name that ends alike', () => constrained(constraints([dnsName('ample.com')])), refused('nameNotPermitted')],
  ['a DNS name below a dot', () => constrained(constraints([dnsName('.example.com')])), accepted],
  [
    'the domain itself below a dot',
    () => constrained(constraints([dnsName('.www.example.com')])),
    refused('nameNotPermitted'),
  ],
  [
    'a DNS name that is excluded',
    () => constrained(constraints([], [dnsName('EXAMPLE.com')])),
    refused('nameExcluded'),
  ],
  [
    'constraints of a form that the leaf has no name of',
    () => constrained(constraints([mailName('example.org')])),
    accepted,
  ],
  [
    'a wildcard that stands for an excluded name',
    () => constrained(constraints([], [dnsName('admin.example.com')]), { dns: ['*.example.com'] }),
    // OpenSSL compares the wildcard itself; Go and browsers what it stands for.
    { ...refused('nameExcluded'), openssl: 'accepted' },
  ],
  [
    'a wildcard that stands for none',
    () => constrained(constraints([], [dnsName('a.admin.example.com')]), { dns: ['*.example.com'] }),
    accepted,
  ],
  ['an address in a permitted subnet', () => constrained(constraints([ten]), { ips: ['10.1.2.3'] }), accepted],
  [
    'an address outside of it',
    () => constrained(constraints([ten]), { ips: ['11.1.2.3'] }),
    refused('nameNotPermitted'),
  ],
  [
    'an address of the other family',
    () => constrained(constraints([ten]), { ips: ['2001:db8::1'] }),
    refused('nameNotPermitted'),
  ],
  ['an excluded address', () => constrained(constraints([], [ten]), { ips: ['10.255.0.1'] }), refused('nameExcluded')],
  [
    'mail of a permitted host',
    () => constrained(constraints([mailName('example.com')]), { emails: ['a@example.com'] }),
    accepted,
  ],
  [
    'mail of a host below it',
    () => constrained(constraints([mailName('example.com')]), { emails: ['a@x.example.com'] }),
    refused('nameNotPermitted'),
  ],
  [
    'mail below a dot',
    () => constrained(constraints([mailName('.example.com')]), { emails: ['a@x.example.com'] }),
    accepted,
  ],
  [
    'one mailbox',
    () => constrained(constraints([mailName('a@example.com')]), { emails: ['b@example.com'] }),
    refused('nameNotPermitted'),
  ],
  [
    'mail in the subject',
    () => constrained(constraints([mailName('example.org')]), { subject: [{ E: ['a@example.com'] }] }),
    refused('nameNotPermitted'),
  ],
  [
    'a host as Common Name of a leaf without DNS names',
    () => constrained(constraints([dnsName('example.org')]), { dns: [], subject: [{ CN: ['a.example.com'] }] }),
    refused('nameNotPermitted'),
  ],
  [
    'a host as Common Name beside DNS names',
    () => constrained(constraints([dnsName('example.com')]), { subject: [{ CN: ['a.example.org'] }] }),
    accepted,
  ],
  [
    'a subject below a permitted one',
    () => constrained(constraints([directory(['2.5.4.10', 'LAB'])]), { subject: [{ O: ['Lab'] }, { CN: ['x'] }] }),
    accepted,
  ],
  [
    'a subject elsewhere',
    () => constrained(constraints([directory(['2.5.4.10', 'Lab'])]), { subject: [{ O: ['Other'] }, { CN: ['x'] }] }),
    refused('nameNotPermitted'),
  ],
  [
    'a subject that is excluded',
    () => constrained(constraints([], [directory(['2.5.4.10', 'Lab'])]), { subject: [{ O: ['Lab'] }, { CN: ['x'] }] }),
    refused('nameExcluded'),
  ],
  [
    'an unknown critical extension',
    async () => {
      const issuing = await ca('issuing');
      return {
        leaf: await end(issuing, { extensions: [raw('1.3.6.1.4.1.55555.1', utf8('x'), true)] }),
        pool: [issuing],
      };
    },
    refused('unknownCritical'),
  ],
  [
    'the same that is not critical',
    async () => {
      const issuing = await ca('issuing');
      return { leaf: await end(issuing, { extensions: [raw('1.3.6.1.4.1.55555.1', utf8('x'))] }), pool: [issuing] };
    },
    accepted,
  ],
  [
    'an unknown critical extension of a CA',
    async () => {
      const issuing = await ca('issuing', { extensions: [raw('1.3.6.1.4.1.55555.1', utf8('x'), true)] });
      return { leaf: await end(issuing), pool: [issuing] };
    },
    refused('unknownCritical'),
  ],
  [
    'a precertificate',
    async () => {
      const issuing = await ca('issuing');
      return { leaf: await end(issuing, { extensions: [raw('1.3.6.1.4.1.11129.2.4.3', nil, true)] }), pool: [issuing] };
    },
    refused('precertificate'),
  ],
  [
    'an extension that stands there twice',
    async () => {
      const issuing = await ca('issuing');
      return {
        leaf: await end(issuing, { extensions: [raw('2.5.29.17', sequence(dnsName('x.example.com')))] }),
        pool: [issuing],
      };
    },
    refused('duplicateExtension'),
  ],
  [
    'a malformed extension',
    async () => {
      const issuing = await ca('issuing');
      return { leaf: await end(issuing, { dns: [], extensions: [raw('2.5.29.17', integer(1))] }), pool: [issuing] };
    },
    refused('malformedExtension'),
  ],
  [
    'a leaf that has expired',
    async () => {
      const issuing = await ca('issuing');
      return { leaf: await end(issuing, { toDays: -1 }), pool: [issuing] };
    },
    refused('expired'),
  ],
  [
    'a host that it covers',
    async () => {
      const issuing = await ca('issuing');
      return { leaf: await end(issuing), pool: [issuing], host: 'www.example.com' };
    },
    accepted,
  ],
  [
    'a host that it does not cover',
    async () => {
      const issuing = await ca('issuing');
      return { leaf: await end(issuing), pool: [issuing], host: 'example.com' };
    },
    refused('hostMismatch'),
  ],
  [
    'a client certificate for a server',
    async () => {
      const issuing = await ca('issuing');
      return { leaf: await end(issuing, { purpose: 'client' }), pool: [issuing], purpose: 'server' };
    },
    refused('purposeForbidden'),
  ],
  [
    'a CA for clients above a server',
    async () => {
      const issuing = await ca('issuing', { purpose: 'client' });
      return { leaf: await end(issuing), pool: [issuing], purpose: 'server' };
    },
    refused('purposeForbidden'),
  ],
  ...(['server', 'client'] as const).map((purpose): (typeof rows)[number] => [
    `any purpose on a ${purpose}`,
    async () => {
      const issuing = await ca('issuing');
      return { leaf: await end(issuing, { purpose: 'any' }), pool: [issuing], purpose };
    },
    refused('purposeOnlyAny'),
  ]),
  [
    'a CA for any purpose above a server',
    async () => {
      const issuing = await ca('issuing', { purpose: 'any' });
      return { leaf: await end(issuing), pool: [issuing], purpose: 'server' };
    },
    refused('purposeOnlyAny'),
  ],
  [
    'a key identifier that is critical',
    async () => {
      const issuing = await ca('issuing');
      const critical = raw('2.5.29.14', octetString(Buffer.alloc(20, 9)), true);
      return { leaf: await end(issuing, { hasNoKeyIds: true, extensions: [critical] }), pool: [issuing] };
    },
    refused('unknownCritical'),
  ],
  [
    'a signature over SHA-1',
    async () => {
      const issuing = await ca('issuing', { keys: await rsaKeys({ hash: 'SHA-1', modulusLength: 2048 }) });
      return { leaf: await end(issuing), pool: [issuing] };
    },
    refused('weakSignature'),
  ],
  [
    'a root over SHA-1',
    async () => {
      const keys = await rsaKeys({ hash: 'SHA-1', modulusLength: 2048 });
      const root = await ca('root', { keys });
      const issuing = await ca('issuing', { issuer: { ...root, keys: await withHash(keys, 'SHA-256') } });
      return { leaf: await end(issuing), pool: [issuing, root] };
    },
    accepted,
  ],
  [
    'an intermediate over SHA-1 before the same over SHA-256',
    async () => {
      const keys = await rsaKeys({ hash: 'SHA-1', modulusLength: 2048 });
      const root = await ca('root', { keys });
      const old = await ca('issuing', { issuer: root, toDays: 9 * years });
      const renewed = await ca('issuing', { issuer: { ...root, keys: await withHash(keys, 'SHA-256') } });
      return { leaf: await end(old), pool: [old, renewed, root], roots: [root] };
    },
    // OpenSSL takes the first that fits, and then refuses it.
    { ...accepted, path: 'end issuing root', openssl: 'refused' },
  ],
  [
    'an RSA key of 512 bits',
    async () => {
      const issuing = await ca('issuing');
      return {
        leaf: await end(issuing, { keys: await rsaKeys({ hash: 'SHA-256', modulusLength: 512 }) }),
        pool: [issuing],
      };
    },
    refused('weakKey'),
  ],
  [
    'an RSA key of 16,400 bits',
    async () => {
      const issuing = await ca('issuing');
      const n = Buffer.alloc(2050, 0xff).toString('base64url');
      const key = createPublicKey({ key: { kty: 'RSA', n, e: 'AQAB' }, format: 'jwk' });
      const spki = new Uint8Array(key.export({ format: 'der', type: 'spki' }));
      return { leaf: await end(issuing, { spki }), pool: [issuing] };
    },
    // Only with a handshake does OpenSSL compute with the key of a leaf, and refuses it then.
    { ...refused('longKey'), openssl: 'accepted' },
  ],
  [
    'a curve that is spelled out',
    async () => {
      const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256', paramEncoding: 'explicit' });
      const spki = new Uint8Array(publicKey.export({ format: 'der', type: 'spki' }));
      const issuing = await ca('issuing');
      return { leaf: await end(issuing, { spki }), pool: [issuing] };
    },
    refused('explicitCurve'),
  ],
  [
    'self-signed and marked as a CA',
    async () => ({ leaf: await ca('self.example.com', { keyUsage: null }) }),
    accepted,
  ],
  [
    'roots: one of them ends the path',
    async () => {
      const root = await ca('root');
      const issuing = await ca('issuing', { issuer: root });
      return { leaf: await end(issuing), pool: [issuing], roots: [root] };
    },
    { ...accepted, path: 'end issuing root' },
  ],
  [
    'roots: the path ends before',
    async () => {
      const root = await ca('root');
      const issuing = await ca('issuing', { issuer: root });
      return { leaf: await end(issuing), pool: [], roots: [root] };
    },
    refused('issuerMissing'),
  ],
  [
    'roots: it ends in another one',
    async () => {
      const root = await ca('root');
      return { leaf: await end(root), pool: [root], roots: [await ca('trusted')] };
    },
    refused('rootNotTrusted'),
  ],
  // OpenSSL does not look for another issuer behind a self-signed one that was sent along; Go and browsers do.
  [
    'roots: a cross-signed one leads to the one that is trusted',
    async () => {
      const old = await ca('old root');
      const root = await ca('root');
      const cross = await ca('root', { issuer: old });
      return { leaf: await end(root), pool: [root, cross], roots: [old] };
    },
    { ...accepted, path: 'end root old root', openssl: 'refused' },
  ],
];

function parse(made: MadeCertificate): Certificate {
  const reading = parseCertificate(made.der);
  assert.ok(reading.ok);
  return reading.value;
}

const judge = ({ leaf, pool = [], roots, host, purpose }: Pki) =>
  judgeChain({
    leaf: parse(leaf),
    pool: pool.map(parse),
    now,
    ...(roots && { roots: roots.map(parse) }),
    ...(host !== undefined && { host }),
    ...(purpose && { purpose }),
  });

const lastName = ({ subject }: Certificate): string => subject.rdns.flat().at(-1)?.value ?? '';

describe('judgeChain', () => {
  for (const [what, make, { kind, path, codes = [], hints, dropped = 0 }] of rows)
    it(`${kind}: ${what}`, async () => {
      const verdict = judge(await make());
      const reasons = verdict.kind === 'refused' ? verdict.reasons.map(({ code }) => code) : [];
      assert.deepEqual([verdict.kind, reasons, verdict.dropped.length], [kind, codes, dropped]);
      if (path !== undefined) assert.equal(verdict.path.map(lastName).join(' '), path);
      if (hints !== undefined) assert.equal(verdict.hints.length, hints);
    });

  it('is done soon with CAs that all sign each other', async () => {
    const names = Array.from({ length: 12 }, (_, index) => `mesh ${index}`);
    const own = await Promise.all(names.map((each) => ca(each)));
    const crossed = await Promise.all(
      own.flatMap((issuer) =>
        names.filter((each) => each !== issuer.subject[0]?.['CN']?.[0]).map((each) => ca(each, { issuer, toDays: -1 })),
      ),
    );
    const [first] = own;
    assert.ok(first);
    const start = process.cpuUsage();
    assert.equal(judge({ leaf: await end(first), pool: crossed }).kind, 'refused');
    assert.ok(process.cpuUsage(start).user < 5e6);
  });
});

const openssl = spawnSync('openssl', ['version'], { encoding: 'utf8' });
const hasOpenssl = openssl.status === 0 && /^OpenSSL 3/.test(openssl.stdout);

/** The same verdicts from the client that gateways and most of their clients are built on. */
describe(`judgeChain, beside openssl verify${hasOpenssl ? '' : ' (skipped: no OpenSSL 3 on this machine)'}`, () => {
  before(function () {
    if (!hasOpenssl) this.skip();
  });
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'verdict-'))));
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  for (const [what, make, expected] of rows)
    it(`${expected.openssl ?? expected.kind}: ${what}`, async () => {
      const pki = await make();
      const { path } = judge(pki);
      const file = (name: string, pems: readonly string[]): string => {
        writeFileSync(join(folder, name), pems.join(''));
        return join(folder, name);
      };
      const top = path.at(-1);
      const isAlone = path.length === 1 && pki.pool?.[0] !== undefined && !pki.roots;
      const trusted = pki.roots?.map(({ pem }) => pem) ?? [
        isAlone ? (pki.pool?.[0]?.pem ?? '') : top ? toPem('CERTIFICATE', top.der) : '',
      ];
      const { status } = spawnSync('openssl', [
        'verify',
        '-partial_chain',
        // What TLS asks for.
        ...['-auth_level', '1'],
        ...['-attime', String(now / 1000)],
        ...['-trusted', file('trusted.pem', trusted)],
        ...['-untrusted', file('untrusted.pem', [pki.leaf.pem, ...(pki.pool ?? []).map(({ pem }) => pem)])],
        ...(pki.host === undefined ? [] : ['-verify_hostname', pki.host]),
        ...(pki.purpose === undefined ? [] : ['-purpose', `ssl${pki.purpose}`]),
        file('leaf.pem', [pki.leaf.pem]),
      ]);
      assert.equal(status === 0 ? 'accepted' : 'refused', expected.openssl ?? expected.kind);
    });
});
