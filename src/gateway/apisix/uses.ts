import type { Cooperative } from '../../shared/cooperative';
import type { Sentence } from '../../shared/translate';
import type { ClientReference, HostUse, References, Referrer } from '../gateway';
import type { Notes } from '../read';
import { readNumber, readRecord, readText, readTexts } from '../read';
import type { Gathered } from '../uses';
import { noteOf } from '../uses';
import { readApisixId } from './ids';
import { readItem } from './records';

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
  /** Of a stream route. */
  readonly sni: string | undefined;
  readonly status: number | undefined;
  readonly serviceId: string | undefined;
  /** Every `client_cert_id` in it, also in upstreams that are written into it. */
  readonly clientCertificateIds: readonly string[];
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
    serviceId: readApisixId(value['service_id']),
    clientCertificateIds: [...new Set(clientCertificateIds(value))],
    notes,
  };
}

/**
 * Collects the ids of client certificates. Upstreams are found inside routes, services, stream routes and the plugins
 * of all of them.
 */
function clientCertificateIds(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  const id = readApisixId(readRecord(value)?.['client_cert_id']);
  // Of an upstream written into `traffic-split` the data plane resolves no `client_cert_id`: it presents nothing there.
  const inner = Object.entries(value).flatMap(([name, member]) =>
    name === 'traffic-split' ? [] : clientCertificateIds(member),
  );
  return [...(id === undefined ? [] : [id]), ...inner];
}

/** Makes references of what was read, in steps: there may be very many. */
export function* toUses(gathered: Readonly<Record<UserPath, Gathered<UserRecord>>>): Cooperative<References> {
  const hosts: HostUse[] = [];
  const anyHost: Referrer[] = [];
  const clientReferences: ClientReference[] = [];
  const unknown: Sentence[] = [];
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
        hosts.push(...record.hosts.map((host): HostUse => ({ host, by, wantsHttps: 'unknown', isActive })));
      }
      if (path === 'stream_routes' && record.sni !== undefined)
        hosts.push({ host: record.sni, by, wantsHttps: 'yes', isActive });
      // A route without hosts has its service's.
      const isOpen = record.hosts.length === 0 && (record.serviceId === undefined || !named.has(record.serviceId));
      if (path === 'routes' && isActive && isOpen) anyHost.push(by);
      clientReferences.push(...record.clientCertificateIds.map((certificateId) => ({ certificateId, by })));
      unknown.push(...record.notes.map((note) => noteOf(path, record.id, note)));
    }
  }
  return { hosts, anyHost, clientReferences, unknown };
}
