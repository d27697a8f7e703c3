import assert from 'node:assert/strict';
import { toDetail } from '../../../src/core/details/detail';
import type { DetailOptions, GatewayCertificateInput } from '../../../src/core/details/input';
import { readPrivateKeyDer } from '../../../src/core/keys/keys';
import type { Certificate, CertificateMetadata, Reading } from '../../../src/core/model';
import { parseCertificate } from '../../../src/core/x509/certificate';
import type {
  DetailChange,
  DetailModel,
  DetailState,
  DetailSubject,
  DetailWords,
  PageAction,
} from '../../../src/shared/protocol';
import { english } from '../../../src/shared/translate';
import type { MadeCertificate } from '../../fixtures/certificates';
import { makeAuthority, makeCertificate } from '../../fixtures/certificates';
import { makeKeyPair } from '../../fixtures/keyPairs';

const now = Date.UTC(2026, 10, 23, 12);
const day = 24 * 60 * 60 * 1000;
const options: DetailOptions = { now, warningDays: null, translate: english };

const words: DetailWords = {
  copy: 'Copy {label}',
  copyAll: 'Copy {label}, all {count}',
  more: 'Show {count} more',
  loading: 'Reading the certificate…',
  refresh: 'Refresh',
  retry: 'Retry',
  dangerZone: 'Danger Zone',
  refreshed: 'The certificate was read again.',
  actions: 'Actions',
};
const subject: DetailSubject = { from: 'gateway', connection: 'c1', id: '392306215415186327' };
const base = { kind: 'state', words, subject } as const;

export const loading: DetailState = { ...base, state: 'loading', title: 'shop.example.com' };
export const failed: DetailState = {
  ...base,
  state: 'failed',
  title: 'shop.example.com',
  sentence: 'The gateway could not be reached.',
};

const upload: PageAction = {
  kind: 'upload',
  label: 'Upload…',
  text: 'Uploads the certificate and its key to a gateway.',
};
export const fileActions: readonly PageAction[] = [
  upload,
  { kind: 'openAsText', label: 'Open as Text', text: 'Shows the file in the text editor.' },
];
const file = {
  kind: 'state',
  words,
  subject: { from: 'file', uri: 'file:///shop.p12', index: 1 },
  title: 'shop.p12',
} as const;
export const locked: DetailState = {
  ...file,
  state: 'message',
  sentence: 'This file is protected with a password, which is needed to see what it holds.',
  isEncrypted: true,
  actions: [{ kind: 'unlock', label: 'Unlock…', text: 'Asks for the password.' }, upload],
};
export const otherFile: DetailState = {
  ...file,
  state: 'message',
  sentence: 'It is a private key in DER form (EC P-256), and no certificate.',
  isEncrypted: false,
  actions: [{ ...upload, text: 'Nothing is uploaded from a workspace that is not trusted.', isDisabled: true }],
};

export const ready = (
  detail: DetailModel,
  more: {
    readonly activity?: string;
    readonly problem?: string;
    readonly changes?: readonly DetailChange[];
    readonly actions?: readonly PageAction[];
    readonly subject?: DetailSubject;
  } = {},
): DetailState => ({
  ...base,
  state: 'ready',
  detail,
  changes: [],
  ...more,
});

export const allChanges: readonly DetailChange[] = [
  { kind: 'editLabels', title: 'Labels', text: 'Only the labels change.', button: 'Edit Labels…' },
  {
    kind: 'update',
    title: 'Update this certificate',
    text: 'Replaces it with a new certificate and key. You see what changes and who is affected, then type its ID.',
    button: 'Update…',
  },
  {
    kind: 'delete',
    title: 'Delete this certificate',
    text: 'Removes it from the gateway for good. You see who is affected, then type its ID.',
    button: 'Delete…',
  },
];

/** Details worth looking at: a certificate near its end, metadata only, and one whose names mean harm. */
export async function makeDetails(): Promise<
  Readonly<Record<'expiring' | 'metadata' | 'hostile' | 'manyNames' | 'expired' | 'several' | 'bundle', DetailModel>>
> {
  const authority = await makeAuthority(now);
  const issuer = authority.intermediate;
  const make = async (part: Parameters<typeof makeCertificate>[0]): Promise<Certificate> =>
    parse(await makeCertificate({ issuer, ...part }));
  const leafKeys = await makeKeyPair('EC P-256', 'shop');
  const leaf = await make({
    now,
    keys: leafKeys,
    subject: [{ C: ['DE'] }, { O: ['Example Shop GmbH'] }, { CN: ['shop.example.com'] }],
    dns: ['shop.example.com', '*.shop.example.com'],
    ips: ['192.0.2.10', '2001:db8::10'],
    fromDays: -48,
    toDays: 12,
  });
  const chain = [leaf, parse(issuer), parse(authority.root)];
  const hostile = await make({
    now,
    commonName: 'moc.\u202Eelpmaxe<img src=x onerror=alert(1)>\u0000',
    dns: ['xn--80ak6aa92e.example', 'a\u0001b.example'],
    toDays: 80,
  });
  const many = await make({
    now,
    dns: Array.from({ length: 2000 }, (_, index) => `tenant-${index + 1}.example.com`),
    toDays: 60,
  });
  const expired = await make({ now, dns: ['old.example.com'], purpose: 'client', fromDays: -100, toDays: -9 });
  const metadata: CertificateMetadata = {
    subject: 'CN=shop.example.com,O=Example Shop GmbH,C=DE',
    issuer: 'CN=Example Issuing CA 1,O=Example Trust,C=DE',
    serial: '339242084158632185019',
    signatureAlgorithm: 'ECDSA-SHA256',
    validity: { notBefore: now - 40 * day, notAfter: now + 50.5 * day },
    names: ['shop.example.com'],
    extensions: { 'X509v3 Extended Key Usage': 'TLS Web Server Authentication' },
  };
  const detail = (part: Partial<GatewayCertificateInput>): DetailModel => toDetail({ ...object, ...part }, options);
  const ca = { certificates: [parse(authority.root)], depth: 2 };
  const ok = (certificate: Certificate): Reading<Certificate> => ({ ok: true, value: certificate });
  const several: readonly Reading<Certificate>[] = [
    ok(leaf),
    ok(parse(issuer)),
    { ok: false, reason: 'Its PEM block is broken.' },
    ok(expired),
    ok(hostile),
  ];
  const key = readPrivateKeyDer(
    Buffer.from(
      (await makeCertificate({ now, commonName: 'any', keys: leafKeys })).keyPem.replace(/-----.*-----|\s/g, ''),
      'base64',
    ),
  );
  const inFile = (certificates: readonly Reading<Certificate>[], index: number): DetailModel => {
    const reading = certificates[index];
    assert.ok(reading?.ok);
    const { value: certificate } = reading;
    return toDetail(
      {
        from: 'file',
        file: 'shop.p12',
        index,
        count: certificates.length,
        certificate,
        chain: [certificate],
        contents: { certificates, keys: [key] },
      },
      options,
    );
  };
  return {
    several: inFile(several, 0),
    bundle: inFile(
      Array.from({ length: 150 }, (_, index) => ok(index % 50 === 0 ? leaf : expired)),
      100,
    ),
    expiring: detail({
      chain,
      names: ['shop.example.com', 'bank.example.com'],
      ca,
      labels: ['team=shop', 'env=production'],
      protocols: ['TLSv1.2', 'TLSv1.3'],
    }),
    metadata: detail({ gateway: 'API7 Cloud', metadata, names: metadata.names, labels: ['shop'] }),
    hostile: detail({ chain: [hostile], title: 'a\u0001b.example', names: ['a\u0001b.example'] }),
    manyNames: toDetail(
      { from: 'file', file: 'tenants.pem', index: 0, count: 2, certificate: many, chain: [many], keyFit: 'fits' },
      options,
    ),
    expired: detail({
      chain: [expired, ...chain.slice(1)],
      names: ['old.example.com'],
      isEnabled: false,
      type: 'server',
    }),
  };
}

const object: GatewayCertificateInput = {
  from: 'gateway',
  title: 'shop.example.com',
  connection: 'production',
  isProduction: true,
  gateway: 'Apache APISIX',
  id: '392306215415186327',
  type: 'server',
  names: [],
  labels: [],
  isEnabled: true,
  chain: [],
  extraChains: [],
  createdAt: now - 40 * day,
  updatedAt: now - 3 * day,
  notes: [],
};

function parse({ der }: MadeCertificate): Certificate {
  const reading = parseCertificate(der);
  assert.ok(reading.ok);
  return reading.value;
}
