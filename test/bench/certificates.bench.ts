import { X509Certificate as NodeCertificate } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import 'reflect-metadata';
import * as peculiar from '@peculiar/x509';
import type { Certificate } from '../../src/core/model';
import { scanPem } from '../../src/core/pem/scan';
import { parseCertificate } from '../../src/core/x509/certificate';
import { parseSummary } from '../../src/core/x509/certificateSummary';
import { makeCertificate } from '../fixtures/certificates';
import { inEnglish } from '../fixtures/inEnglish';
import type { Bench, Growth } from './bench';
import { requirePeer } from './peers';

const debianRoots = '/etc/ssl/certs/ca-certificates.crt';

/**
 * DER to every field that a reader offers, the same ones for each: names, dates, serial, key, extensions. No hashes:
 * they are made where one is asked for.
 */
export async function makeBenches(): Promise<readonly Bench[]> {
  const leaves = await madeLeaves();
  return [
    bench(
      'Certificates read completely: leaves with 25 names',
      'RSA 2048 and EC P-256 leaves made by test/fixtures.',
      leaves,
    ),
    ...(existsSync(debianRoots)
      ? [bench('Certificates read completely: public roots', `All certificates of ${debianRoots}.`, rootsOfDebian())]
      : []),
  ];
}

function bench(title: string, input: string, ders: readonly Uint8Array[]): Bench {
  const each = (read: (der: Uint8Array) => unknown) => (): number => {
    for (const der of ders) read(der);
    return ders.length;
  };
  return {
    title,
    unit: 'certificates',
    input: `${input} ${ders.length} certificates, from DER.`,
    contestants: [
      { name: 'this project', run: each(readAll) },
      { name: 'this project, for a row of a list', run: each(readRow(new Map())) },
      { name: 'this project, with three fingerprints', run: each(readWithFingerprints) },
      { name: 'node:crypto X509Certificate', run: each(readWithNode) },
      { name: '@fidm/x509', run: each(readerOfFidm()) },
      { name: '@peculiar/x509', run: each(readWithPeculiar) },
    ],
    goals: [
      { than: '@fidm/x509', times: 5 },
      { than: '@peculiar/x509', times: 80 },
    ],
  };
}

async function madeLeaves(): Promise<readonly Uint8Array[]> {
  const dns = Array.from({ length: 25 }, (_, i) => `service-${i}.example.test`);
  const options = { now: Date.UTC(2026, 0, 1), dns, ips: ['192.0.2.1'] };
  const made = await Promise.all([
    makeCertificate({ ...options, commonName: 'rsa.example.test', key: 'RSA 2048' }),
    makeCertificate({ ...options, commonName: 'ec.example.test', key: 'EC P-256' }),
  ]);
  return made.map(({ der }) => der);
}

function rootsOfDebian(): readonly Uint8Array[] {
  return scanPem(readFileSync(debianRoots, 'utf8')).blocks.flatMap((block) =>
    block.kind === 'certificate' && block.der !== undefined ? [block.der] : [],
  );
}

/** All that is read is there at once, but for hashes. */
function readAll(der: Uint8Array): Certificate {
  const reading = parseCertificate(der);
  if (!reading.ok) throw new Error(inEnglish(reading.reason));
  return reading.value;
}

function readWithFingerprints(der: Uint8Array): unknown {
  const { sha1, sha256, spkiSha256 } = readAll(der).fingerprints;
  return [sha1, sha256, spkiSha256];
}

/** Reads of each certificate what the inventory keeps, for a gateway that returns the PEM. */
const readRow =
  (names: Map<string, Certificate['issuer']>) =>
  (der: Uint8Array): unknown => {
    const reading = parseSummary(der, names);
    if (!reading.ok) throw new Error(inEnglish(reading.reason));
    const { serial, validity, issuer, subject, sans } = reading.value;
    return [serial, validity, issuer, subject, sans];
  };

interface Fidm {
  readonly Certificate: new (asn1: unknown) => object;
}

/** Returns fidm's reader, which decodes all fields when it is made, and makes no hash. */
function readerOfFidm(): (der: Uint8Array) => unknown {
  const project = join(__dirname, '..', '..');
  const { Certificate: FidmCertificate } = requirePeer(project, '@fidm/x509') as Fidm;
  const { ASN1 } = requirePeer(project, '@fidm/asn1') as { ASN1: { fromDER: (der: Buffer) => unknown } };
  return (der) => new FidmCertificate(ASN1.fromDER(Buffer.from(der.buffer, der.byteOffset, der.byteLength)));
}

/** Its `keyUsage` (which holds the EKU) is left alone: it crashes Node 20 on one known certificate. */
function readWithNode(der: Uint8Array): unknown {
  const read = new NodeCertificate(Buffer.from(der));
  const {
    subject,
    issuer,
    validFrom,
    validTo,
    serialNumber,
    subjectAltName,
    infoAccess,
    ca,
    fingerprint,
    fingerprint256,
  } = read;
  const { asymmetricKeyType, asymmetricKeyDetails } = read.publicKey;
  return [
    subject,
    issuer,
    validFrom,
    validTo,
    serialNumber,
    subjectAltName,
    infoAccess,
    ca,
    fingerprint,
    fingerprint256,
    asymmetricKeyType,
    asymmetricKeyDetails,
  ];
}

/** Its fingerprints are asynchronous and left out. */
function readWithPeculiar(der: Uint8Array): unknown {
  const read = new peculiar.X509Certificate(Buffer.from(der));
  const { subject, issuer, notBefore, notAfter, serialNumber, signatureAlgorithm, extensions } = read;
  return [subject, issuer, notBefore, notAfter, serialNumber, signatureAlgorithm, read.publicKey.algorithm, extensions];
}

/** A list of certificates of one issuer, read as the inventory reads it and completely. */
export async function makeGrowth(): Promise<readonly Growth[]> {
  const [leaf = new Uint8Array()] = await madeLeaves();
  const points = (read: (der: Uint8Array) => unknown) =>
    [1_000, 10_000, 100_000].map((size) => {
      const { user, system } = process.cpuUsage();
      for (let i = 0; i < size; i++) read(leaf);
      const used = process.cpuUsage({ user, system });
      return { size, value: (used.user + used.system) / 1000 };
    });
  for (let i = 0; i < 2_000; i++) readAll(leaf);
  return [
    {
      title: 'Certificates read',
      unit: 'milliseconds',
      lines: [
        { name: 'all fields', points: points(readAll) },
        { name: 'for rows of a list', points: points(readRow(new Map())) },
      ],
    },
  ];
}
