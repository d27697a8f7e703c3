/**
 * The local gateway with many certificates, in a process of its own: `gateway.cjs COUNT`. Prints one line of JSON with
 * the addresses. Each certificate has a serial number and a name of its own, so that nothing can be read once for all
 * of them.
 */
import { randomBytes } from 'node:crypto';
import { parseCertificate } from '../../../src/core/x509/certificate';
import type { MadeCertificate } from '../../fixtures/certificates';
import { makeAuthority, makeCertificate } from '../../fixtures/certificates';
import { metadataOf, parseLeaf, toTime } from '../../gateway/cloud/certificateFacts';
import { freshId, saveRecord } from '../../gateway/cloud/records';
import type { JsonObject } from '../../gateway/json';
import { startGateway } from '../../gateway/server';

const now = Date.UTC(2026, 10, 23);
const host = (index: number): string => `host-${String(index).padStart(6, '0')}.example.com`;

interface Pattern {
  readonly der: Buffer;
  readonly serialAt: number;
  readonly hostsAt: readonly number[];
  readonly chain: string;
  readonly metadata: JsonObject;
}

/** Returns every place of a text in some bytes. */
function placesOf(der: Buffer, text: string): readonly number[] {
  const places: number[] = [];
  for (let at = der.indexOf(text); at >= 0; at = der.indexOf(text, at + 1)) places.push(at);
  return places;
}

function toPattern(made: MadeCertificate): Pattern {
  const der = Buffer.from(made.der);
  const reading = parseCertificate(der);
  const leaf = parseLeaf(made.pem);
  if (!reading.ok || leaf === undefined) throw new Error('A certificate that cannot be read.');
  return {
    der,
    serialAt: der.indexOf(Buffer.from(reading.value.serial, 'hex')),
    hostsAt: placesOf(der, host(0)),
    chain: made.chainPem.slice(made.pem.length),
    metadata: metadataOf(leaf),
  };
}

/** The signature is wrong then; nobody looks at it in a list. */
function toPem({ der, serialAt, hostsAt, chain }: Pattern, index: number): string {
  randomBytes(8).copy(der, serialAt + 4);
  for (const at of hostsAt) der.write(host(index), at, 'latin1');
  const body = der.toString('base64').replace(/.{1,64}/g, '$&\n');
  return `-----BEGIN CERTIFICATE-----\n${body}-----END CERTIFICATE-----\n${chain}`;
}

async function run(count: number): Promise<void> {
  const { intermediate: issuer } = await makeAuthority(now);
  const own = {
    now,
    commonName: host(0),
    dns: [host(0), `www.${host(0)}`],
    issuer,
    serial: '5a00000000000000000000000001',
  };
  const patterns = await Promise.all(
    (['EC P-256', 'RSA 2048'] as const).map(async (key) => toPattern(await makeCertificate({ ...own, key }))),
  );
  const { apisix, api7cloud, api7enterprise } = await startGateway({ pageSizeCap: 100 });
  const cluster = String(api7cloud.estate.clusters[0]?.['id']);
  const [organization] = api7cloud.estate.organizations.map(({ id }) => String(id));
  const group = String(api7enterprise.groups[0]?.['id']);
  const time = Math.floor(now / 1000);
  for (let index = 0; index < count; index += 1) {
    // One in four is RSA.
    const pattern = patterns[index % 4 === 0 ? 1 : 0];
    if (!pattern) return;
    const cert = toPem(pattern, index);
    const snis = [host(index), `www.${host(index)}`];
    const ssl = { type: 'server', status: 1, cert, snis, labels: { team: `team-${String(index % 20)}` } };
    const id = String(index).padStart(20, '0');
    // As APISIX keeps it, encrypted: the version that is played leaves it out of lists.
    const key = 'A'.repeat(320);
    apisix.store.put(`/apisix/ssls/${id}`, { ...ssl, key, id, create_time: time, update_time: time });
    api7enterprise.store.put(`/ssls/${group}/${id}`, { ...ssl, id, created_at: time, updated_at: time });
    const ownId = freshId(api7cloud.store);
    const value = {
      ...{ id: ownId, cluster_id: cluster, status: 50, type: 'Server', labels: [`team-${String(index % 20)}`] },
      ...{ created_at: toTime(new Date(now)), updated_at: toTime(new Date(now)) },
      ...pattern.metadata,
      ...{
        snis,
        subject: `CN=${host(index)}`,
        serial_number: BigInt(`0x${randomBytes(16).toString('hex')}`).toString(),
      },
    };
    saveRecord(api7cloud.store, 'certificates', { cluster, id: ownId, value });
  }
  console.log(
    JSON.stringify({
      apisix: { address: apisix.url, token: apisix.adminKey, scopes: [] },
      api7cloud: { address: api7cloud.url, token: api7cloud.token, scopes: [organization, cluster] },
      api7enterprise: { address: api7enterprise.url, token: api7enterprise.token, scopes: [group] },
    }),
  );
}

void run(Number(process.argv[2]));
