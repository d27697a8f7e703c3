import { toEntry } from '../../src/app/inventory/certificateEntry';
import { CertificateIndex } from '../../src/app/inventory/certificateIndex';
import { findDeploymentStatus } from '../../src/app/inventory/deploymentStatus';
import type { ConnectionState } from '../../src/app/inventory/inventory';
import type { CertificateMetadata, StoredCertificate } from '../../src/core/model';
import { parseCertificate } from '../../src/core/x509/certificate';
import { runSync } from '../../src/shared/cooperative';
import { makeCertificate } from '../fixtures/certificates';
import { inEnglish } from '../fixtures/inEnglish';
import type { Bench, Growth } from './bench';

const now = Date.UTC(2026, 10, 23);
const connection = { id: 'a', name: 'Bench', dialect: 'api7cloud', address: 'https://a.test' } as const;

/** Asks of the inventory what a lens asks, for a certificate that is one of many there. */
async function lensOver(count: number): Promise<() => number> {
  const certificates = new CertificateIndex();
  const made = await makeCertificate({ now, commonName: 'own', dns: ['own.example.test'] });
  const reading = parseCertificate(made.der);
  if (!reading.ok) throw new Error(inEnglish(reading.reason));
  const { value: leaf } = reading;
  const metadataOf = (serial: string, names: readonly string[]): CertificateMetadata => ({
    serial,
    issuer: leaf.issuer.text,
    validity: leaf.validity,
    names,
    extensions: {},
  });
  for (let i = 0; i <= count; i++) {
    const names = i === count ? ['own.example.test'] : [`host-${i}.example.test`];
    const serial = i === count ? leaf.serial : (0xab0000000000 + i).toString(16).toUpperCase();
    const stored: StoredCertificate = {
      id: String(i),
      type: 'server',
      names,
      labels: [],
      isEnabled: undefined,
      metadata: metadataOf(serial, names),
      extraCertificates: [],
      revision: '',
      notes: [],
    };
    certificates.put(toEntry(connection, stored));
  }
  const state: ConnectionState = {
    kind: 'ready',
    entries: certificates.entries(),
    isComplete: true,
    loaded: count,
    total: count,
    unreadable: [],
  };
  return () => {
    if (runSync(findDeploymentStatus(leaf, [{ state, certificates }])).kind !== 'deployed')
      throw new Error('It is there.');
    return 1;
  };
}

export async function makeBenches(): Promise<readonly Bench[]> {
  return [
    {
      title: 'A CodeLens over an inventory of 100,000 certificates',
      unit: 'lenses',
      input:
        'Where the gateway holds the certificate of a block, found among 100,000 of one connection, and among 1,000.',
      contestants: [
        { name: 'of 100,000', run: await lensOver(100_000) },
        { name: 'of 1,000', run: await lensOver(1_000) },
      ],
      atMost: 0.2,
    },
  ];
}

export async function makeGrowth(): Promise<readonly Growth[]> {
  const points: { size: number; value: number }[] = [];
  for (const size of [1_000, 10_000, 100_000]) {
    const lens = await lensOver(size);
    for (let i = 0; i < 2_000; i++) lens();
    const before = process.cpuUsage();
    for (let i = 0; i < 5_000; i++) lens();
    const { user, system } = process.cpuUsage(before);
    points.push({ size, value: (user + system) / 5_000 });
  }
  return [{ title: 'A CodeLens', unit: 'microseconds', lines: [{ name: 'by certificates of the inventory', points }] }];
}
