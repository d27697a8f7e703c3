import assert from 'node:assert/strict';
import { toDetail } from '../../../src/core/detail';
import type { DetailOptions, GatewayCertificateInput, ToldCertificate } from '../../../src/core/detail/input';
import type { Certificate } from '../../../src/core/model';
import { parseCertificate } from '../../../src/core/x509';
import type { DetailChange, DetailModel, DetailState, DetailSubject, DetailWords } from '../../../src/shared/protocol';
import { english } from '../../../src/shared/translate';
import { makeAuthority, makeCertificate } from '../../fixtures/certificates';
import type { MadeCertificate } from '../../fixtures/certificates';

const now = Date.UTC(2026, 10, 23, 12);
const day = 24 * 60 * 60 * 1000;
const options: DetailOptions = { now, warningDays: null, translate: english };

const words: DetailWords = {
  copy: 'Copy {label}',
  copyAll: 'Copy {label}, all {count}',
  more: 'Show {count} more',
  loading: 'Reading the certificate…',
  refresh: 'Read again',
  retry: 'Retry',
  dangerZone: 'Danger Zone',
};
const subject: DetailSubject = { from: 'gateway', connection: 'c1', id: '392306215415186327' };
const base = { kind: 'state', words, subject } as const;

export const loading: DetailState = { ...base, state: 'loading', title: 'shop.example.com' };
export const failed: DetailState = { ...base, state: 'failed', title: 'shop.example.com', sentence: 'The gateway could not be reached.' };
export const ready = (detail: DetailModel, more: { readonly activity?: string; readonly problem?: string; readonly changes?: readonly DetailChange[] } = {}): DetailState => ({
  ...base,
  state: 'ready',
  detail,
  changes: [],
  ...more,
});

export const allChanges: readonly DetailChange[] = [
  { kind: 'editLabels', title: 'Labels', text: 'Labels alone are changed.', button: 'Edit Labels…' },
  { kind: 'update', title: 'Update this certificate', text: 'Puts a new certificate and key in its place. You see what changes and who is affected, then type its ID.', button: 'Update…' },
  { kind: 'delete', title: 'Delete this certificate', text: 'Removes it from the gateway for good. You see who is affected, then type its ID.', button: 'Delete…' },
];

/** Details worth looking at: a certificate near its end, metadata only, and one whose names mean harm. */
export async function makeDetails(): Promise<Readonly<Record<'expiring' | 'told' | 'hostile' | 'manyNames' | 'expired', DetailModel>>> {
  const authority = await makeAuthority(now);
  const issuer = authority.intermediate;
  const make = async (part: Parameters<typeof makeCertificate>[0]): Promise<Certificate> => parse(await makeCertificate({ issuer, ...part }));
  const leaf = await make({
    now,
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
  const many = await make({ now, dns: Array.from({ length: 2000 }, (_, index) => `tenant-${index + 1}.example.com`), toDays: 60 });
  const expired = await make({ now, dns: ['old.example.com'], purpose: 'client', fromDays: -100, toDays: -9 });
  const told: ToldCertificate = {
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
  return {
    expiring: detail({ chain, names: ['shop.example.com', 'bank.example.com'], ca, labels: ['team=shop', 'env=production'], protocols: ['TLSv1.2', 'TLSv1.3'] }),
    told: detail({ gateway: 'API7 Cloud', told, names: told.names, labels: ['shop'] }),
    hostile: detail({ chain: [hostile], names: ['a\u0001b.example'] }),
    manyNames: toDetail({ from: 'file', file: 'tenants.pem', index: 0, count: 2, certificate: many, chain: [many], keyFit: 'fits' }, options),
    expired: detail({ chain: [expired, ...chain.slice(1)], names: ['old.example.com'], isEnabled: false, type: 'server' }),
  };
}

const object: GatewayCertificateInput = {
  from: 'gateway',
  connection: 'production',
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
