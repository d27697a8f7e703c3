import { X509Certificate as NodeCertificate } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import 'reflect-metadata';
import * as peculiar from '@peculiar/x509';
import { scanPem } from '../../src/core/pem/scan';
import { parseCertificate } from '../../src/core/x509/certificate';
import { makeCertificate } from '../fixtures/certificates';
import type { Bench } from './bench';

const debianRoots = '/etc/ssl/certs/ca-certificates.crt';

/** DER to every field that a reader offers, the same ones for each: names, dates, serial, key, extensions, fingerprints. */
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
      { name: 'this project', run: each(parseCertificate) },
      { name: 'node:crypto X509Certificate', run: each(readWithNode) },
      { name: '@peculiar/x509', run: each(readWithPeculiar) },
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
