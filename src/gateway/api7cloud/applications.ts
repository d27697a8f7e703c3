import type { Sentence } from '../../shared/translate';
import type { HostUse, References, Referrer } from '../gateway';
import { unreadable } from '../objectBounds';
import type { Notes } from '../read';
import { readList, readNumber, readRecord, readText, readTexts } from '../read';
import type { Gathered } from '../uses';
import { noteOf } from '../uses';
import { readCloudId } from './ids';
import { hasId } from './records';

/** The parts of an application that concern certificates. */
export interface ApplicationRecord {
  readonly id: string;
  readonly name: string | undefined;
  readonly hosts: readonly string[];
  /** `HTTP`, `HTTPS`; undefined where the answer does not say. */
  readonly protocols: readonly string[] | undefined;
  /** 0 active, 1 inactive. */
  readonly active: number | undefined;
  /** EntityStatus: 100 deleted. */
  readonly status: number | undefined;
  readonly availableCertificateIds: readonly string[];
  readonly clientCertificateIds: readonly string[];
  readonly notes: readonly Sentence[];
}

export function readApplication(json: unknown): ApplicationRecord | string {
  const record = readRecord(json);
  if (record === undefined) return unreadable.noObject;
  const id = readCloudId(record['id']);
  if (id === undefined) return hasId(record) ? unreadable.impossibleId : unreadable.noId;
  const notes: Notes = [];
  const protocols = readTexts(record, 'protocols', notes);
  // An upstream names its client certificate itself; before, what stands around it did.
  const upstreams = (readList(record['upstreams'] ?? []) ?? []).map(readRecord);
  const named = upstreams.flatMap((around) => [
    around?.['client_cert_id'],
    readRecord(around?.['upstream'])?.['client_cert_id'],
  ]);
  return {
    id,
    name: readText(record, 'name', notes),
    hosts: readTexts(record, 'hosts', notes),
    protocols: protocols.length === 0 ? undefined : protocols,
    active: readNumber(record, 'active', notes),
    status: readNumber(record, 'status', notes),
    availableCertificateIds: toIds(readList(record['available_cert_ids'] ?? []) ?? []),
    clientCertificateIds: toIds(named),
    notes,
  };
}

/** Reads ids. Go writes an absent one as 0. */
function toIds(items: readonly unknown[]): readonly string[] {
  return [...new Set(items.map(readCloudId).filter((id) => id !== undefined))];
}

export function toUses({ items, unknown }: Gathered<ApplicationRecord>): References {
  const owned = items.map((record) => {
    const by: Referrer = {
      kind: 'application',
      id: record.id,
      ...(record.name === undefined ? {} : { name: record.name }),
    };
    return { record, by, isActive: record.active !== 1 && record.status !== 100 };
  });
  return {
    hosts: owned.flatMap(({ record, by, isActive }) =>
      record.hosts.map((host): HostUse => ({ host, by, wantsHttps: toWish(record.protocols), isActive })),
    ),
    anyHost: owned.filter(({ record, isActive }) => isActive && record.hosts.length === 0).map(({ by }) => by),
    clientReferences: owned.flatMap(({ record, by }) =>
      record.clientCertificateIds.map((certificateId) => ({ certificateId, by })),
    ),
    availableTo: owned.flatMap(({ record, by }) =>
      record.availableCertificateIds.map((certificateId) => ({ certificateId, to: by })),
    ),
    unknown: [...unknown, ...items.flatMap(({ id, notes }) => notes.map((note) => noteOf('applications', id, note)))],
  };
}

function toWish(protocols: readonly string[] | undefined): HostUse['wantsHttps'] {
  if (protocols === undefined) return 'unknown';
  return protocols.some((protocol) => protocol.toUpperCase() === 'HTTPS') ? 'yes' : 'no';
}
