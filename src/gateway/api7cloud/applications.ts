import type { Cooperative } from '../../shared/cooperative';
import type { Sentence } from '../../shared/translate';
import { unreadable } from '../answerLimits';
import type { HostUse, References, Referrer } from '../gateway';
import type { Notes } from '../read';
import { readList, readNumber, readRecord, readText, readTexts } from '../read';
import type { Gathered } from '../uses';
import { noReferences, noteOf } from '../uses';
import { hasId, readCloudId } from './records';

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

/** Makes references of what was read, in steps: there may be very many. */
export function* toUses({ items, unknown }: Gathered<ApplicationRecord>): Cooperative<References> {
  const references = noReferences();
  const { hosts, anyHost, clientReferences, unknown: notes } = references;
  const availableTo: { readonly certificateId: string; readonly to: Referrer }[] = [];
  notes.push(...unknown);
  for (const record of items) {
    yield;
    const by: Referrer = {
      kind: 'application',
      id: record.id,
      ...(record.name === undefined ? {} : { name: record.name }),
    };
    const isActive = record.active !== 1 && record.status !== 100;
    for (const host of record.hosts) hosts.push({ host, by, wantsHttps: toWish(record.protocols), isActive });
    if (isActive && record.hosts.length === 0) anyHost.push(by);
    for (const certificateId of record.clientCertificateIds) clientReferences.push({ certificateId, by });
    for (const certificateId of record.availableCertificateIds) availableTo.push({ certificateId, to: by });
    for (const note of record.notes) notes.push(noteOf('applications', record.id, note));
  }
  return { ...references, availableTo };
}

function toWish(protocols: readonly string[] | undefined): HostUse['wantsHttps'] {
  if (protocols === undefined) return 'unknown';
  return protocols.some((protocol) => protocol.toUpperCase() === 'HTTPS') ? 'yes' : 'no';
}
