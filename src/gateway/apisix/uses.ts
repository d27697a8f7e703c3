import type { Cooperative } from '../../shared/cooperative';
import type { Sentence } from '../../shared/translate';
import type { HostUse, References, Referrer } from '../gateway';
import type { Notes } from '../read';
import { readNumber, readRecord, readText, readTexts } from '../read';
import type { Gathered } from '../uses';
import { noReferences, noteOf, redirectsToHttps } from '../uses';
import { readApisixId, readItem } from './records';

/** The kinds of objects that lean on certificates, by their path. */
const userKinds = {
  routes: 'route',
  services: 'service',
  upstreams: 'upstream',
  stream_routes: 'streamRoute',
} as const;

export type UserPath = keyof typeof userKinds;

/** The parts of a route, service, upstream or stream route that concern certificates. */
export interface UserRecord {
  readonly id: string;
  readonly name: string | undefined;
  readonly hosts: readonly string[];
  /** The host of a stream route. */
  readonly sni: string | undefined;
  readonly status: number | undefined;
  readonly redirectsToHttps: boolean;
  readonly serviceId: string | undefined;
  /** Every `client_cert_id` in it, also in upstreams that are written into it. */
  readonly clientCertificateIds: readonly string[];
  /** Every `client_cert`, likewise. */
  readonly clientCertificates: readonly string[];
  readonly notes: readonly Sentence[];
}

export function readUser(json: unknown): UserRecord | string {
  const item = readItem(json);
  if (typeof item === 'string') return item;
  const { id, value } = item;
  const notes: Notes = [];
  const host = readText(value, 'host', notes);
  return {
    id,
    name: readText(value, 'name', notes),
    hosts: [...(host === undefined ? [] : [host]), ...readTexts(value, 'hosts', notes)],
    sni: readText(value, 'sni', notes),
    status: readNumber(value, 'status', notes),
    redirectsToHttps: redirectsToHttps(value),
    serviceId: readApisixId(value['service_id']),
    ...clientCertificates(value),
    notes,
  };
}

/**
 * Collects client certificates, each once: their ids, and those that stand there as PEM. Upstreams are found inside
 * routes, services, stream routes and the plugins of all of them.
 */
function clientCertificates(value: unknown): Pick<UserRecord, 'clientCertificateIds' | 'clientCertificates'> {
  const [ids, pems] = [new Set<string>(), new Set<string>()];
  const look = (inner: unknown): void => {
    if (typeof inner !== 'object' || inner === null) return;
    const record = readRecord(inner);
    const id = readApisixId(record?.['client_cert_id']);
    if (id !== undefined) ids.add(id);
    const pem = record?.['client_cert'];
    if (typeof pem === 'string') pems.add(pem);
    // Of an upstream written into `traffic-split` the data plane takes no TLS settings: it presents nothing there.
    for (const [name, member] of Object.entries(inner)) if (name !== 'traffic-split') look(member);
  };
  look(value);
  return { clientCertificateIds: [...ids], clientCertificates: [...pems] };
}

/** Makes references of what was read, in steps: there may be very many. */
export function* toUses(gathered: Readonly<Record<UserPath, Gathered<UserRecord>>>): Cooperative<References> {
  const references = noReferences();
  const { hosts, anyHost, clientReferences, inlineCertificates, unknown } = references;
  const named = new Set(gathered.services.items.filter((service) => service.hosts.length > 0).map(({ id }) => id));
  for (const path of ['routes', 'services', 'upstreams', 'stream_routes'] as const) {
    unknown.push(...gathered[path].unknown);
    for (const record of gathered[path].items) {
      yield;
      const by: Referrer = {
        kind: userKinds[path],
        id: record.id,
        ...(record.name === undefined ? {} : { name: record.name }),
      };
      const isActive = record.status !== 0;
      if (path === 'routes' || path === 'services') {
        const wantsHttps = record.redirectsToHttps ? 'yes' : 'unknown';
        hosts.push(...record.hosts.map((host): HostUse => ({ host, by, wantsHttps, isActive })));
      }
      if (path === 'stream_routes' && record.sni !== undefined)
        hosts.push({ host: record.sni, by, wantsHttps: 'yes', isActive });
      // A route without hosts has its service's.
      const isOpen = record.hosts.length === 0 && (record.serviceId === undefined || !named.has(record.serviceId));
      if (path === 'routes' && isActive && isOpen) anyHost.push(by);
      clientReferences.push(...record.clientCertificateIds.map((certificateId) => ({ certificateId, by })));
      inlineCertificates.push(...record.clientCertificates.map((certificatePem) => ({ certificatePem, by })));
      unknown.push(...record.notes.map((note) => noteOf(path, record.id, note)));
    }
  }
  return references;
}
