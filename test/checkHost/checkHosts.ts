import type { Connection } from '../../src/app/connections/connection';
import { toEntry } from '../../src/app/inventory/certificateEntry';
import { toHolder } from '../../src/app/inventory/serving';
import type { HostTable } from '../../src/app/usage/hostCheck';
import { checkHost } from '../../src/app/usage/hostCheck';
import { hostAnswerText } from '../../src/app/usage/hostCheckText';
import { hostOf } from '../../src/core/hosts/hostText';
import { toSniTable } from '../../src/core/hosts/sni';
import { toSniRules } from '../../src/core/hosts/sniChoices';
import type { StoredCertificate } from '../../src/core/model';
import * as cloud from '../../src/gateway/api7cloud/records';
import * as cloudObjects from '../../src/gateway/api7cloud/translate';
import * as enterprise from '../../src/gateway/api7enterprise/records';
import * as enterpriseObjects from '../../src/gateway/api7enterprise/translate';
import { parseVersion } from '../../src/gateway/apisix/members';
import * as apisix from '../../src/gateway/apisix/records';
import * as apisixObjects from '../../src/gateway/apisix/translate';
import type { DialectId } from '../../src/gateway/gateway';
import { parseJson } from '../../src/gateway/json';
import { withoutKeyMaterial } from '../../src/gateway/keyMaterial';
import { readRecord } from '../../src/gateway/read';
import { runSync } from '../../src/shared/cooperative';
import { english } from '../../src/shared/translate';
import { inEnglish } from '../fixtures/inEnglish';

export interface Asked {
  readonly dialect: DialectId;
  /** Undefined: the gateway hides it. */
  readonly version: string | undefined;
  readonly hosts: readonly string[];
  readonly now: number;
}

/** One answer as it is printed. */
export interface PrintedAnswer {
  readonly host: string;
  /** The id of the object that is served; null where none is, or nobody can say which. */
  readonly served: string | null;
  readonly rule: string;
  /** The name that decided, as the gateway compares it. */
  readonly name: string | null;
  /** Ids of the objects that may be served, where that depends on the node. */
  readonly candidates: readonly string[];
  readonly rejected: readonly {
    readonly id: string;
    readonly name: string;
    readonly reason: string;
    readonly text: string;
  }[];
  readonly warnings: readonly { readonly kind: string; readonly id: string; readonly text: string }[];
  readonly sentence: string;
}

export type Checked =
  | { readonly ok: true; readonly answers: readonly PrintedAnswer[]; readonly unreadable: readonly string[] }
  | { readonly ok: false; readonly reason: string };

/** Answers for every host from what a gateway returned of its objects: a listing, one object, or an array of either. */
export function checkHosts(bytes: Buffer, { dialect, version, hosts, now }: Asked): Checked {
  const json = runSync(parseJson(withoutMark(bytes)));
  if (!json.ok) return { ok: false, reason: `The file is not JSON that can be read (${json.fault}).` };
  // Keys are gone before anything else looks at the objects.
  const found = objectsOf(runSync(withoutKeyMaterial(json.value)));
  const objects = Array.isArray(found) ? found : [found];
  const [first] = objects;
  // What stands alone and is no object may be a refusal of the gateway, of which nothing can be said.
  if (found === undefined || (!Array.isArray(found) && typeof toStored(first, dialect, version) === 'string'))
    return { ok: false, reason: 'The file holds no list of objects, and is no object itself.' };
  const unreadable: string[] = [];
  const byId = new Map<string, StoredCertificate>();
  for (const [index, object] of objects.entries()) {
    const stored = toStored(object, dialect, version);
    if (typeof stored !== 'string') byId.set(stored.id, stored);
    else unreadable.push(inEnglish({ text: stored, values: { number: index + 1, page: 1 } }));
  }
  const table = toTable(byId, dialect);
  const answers = hosts.map((host): PrintedAnswer => {
    const checked = checkHost(table, hostOf(host) ?? host, { now, warningDays: null });
    const { answer, rule, rejections } = checked.explanation;
    const text = hostAnswerText(checked, table, english);
    return {
      host,
      served: checked.served?.stored.id ?? null,
      rule,
      name: 'name' in answer ? answer.name : null,
      candidates: answer.kind === 'ambiguous' ? answer.ids : [],
      rejected: rejections.map((rejection, index) => ({ ...rejection, text: text.rejections[index] ?? '' })),
      warnings: checked.warnings.map((warning, index) => ({ ...warning, text: text.warnings[index] ?? '' })),
      sentence: text.sentence,
    };
  });
  return { ok: true, answers, unreadable };
}

/** Certificates are read where an answer names them: there may be very many. */
function toTable(byId: ReadonlyMap<string, StoredCertificate>, dialect: DialectId): HostTable {
  const [first] = byId.values();
  return {
    sni: toSniTable([...byId.values()].map(toHolder), toSniRules(dialect, first?.gatewayVersion)),
    entries: {
      get: (id) => {
        const stored = byId.get(id);
        return stored && toEntry(place(dialect), stored);
      },
    },
  };
}

/** Some editors write one in front of a text. */
const withoutMark = (bytes: Buffer): Buffer =>
  bytes.subarray(0, 3).equals(Buffer.of(0xef, 0xbb, 0xbf)) ? bytes.subarray(3) : bytes;

/**
 * Version 3, version 2, API7 Cloud's payload, API7 Enterprise's list, the `ssls` of a whole configuration, what a store
 * or another tool makes of them (`nodes`, `data`), or a bare array. What is none of them is taken for one object.
 */
function objectsOf(json: unknown): unknown {
  if (Array.isArray(json)) return json;
  const page =
    apisix.readPage(json) ??
    cloud.readListPayload(json) ??
    apisix.readPage(cloud.readPayload(json)) ??
    enterprise.readPage(json);
  if (page) return page.objects;
  const record = readRecord(json);
  if (record === undefined) return undefined;
  if ('payload' in record) return record['payload'];
  // Lists as other tools write them.
  const list = listMembers.map((name) => record[name]).find(isList);
  if (list !== undefined) return list;
  const nested = [record['data'], record['node'], record['value']]
    .map(readRecord)
    .find((inner) => inner && listMembers.some((name) => isList(inner[name])));
  if (nested) return objectsOf(nested);
  // A whole configuration leaves out what it has none of.
  return 'ssls_conf_version' in record ? [] : record;
}

const listMembers = ['list', 'ssls', 'data', 'nodes'];
const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value);

function toStored(object: unknown, dialect: DialectId, version: string | undefined): StoredCertificate | string {
  const record = readRecord(object);
  const isEnvelope = readRecord(record?.['value']) !== undefined || readRecord(record?.['node']) !== undefined;
  if (dialect === 'apisix') {
    const read = apisix.readSslItem(isEnvelope ? object : { value: object });
    return typeof read === 'string' ? read : apisixObjects.toStored(read, parseVersion(`APISIX/${version ?? ''}`));
  }
  if (dialect === 'api7enterprise') {
    const read = enterprise.readSsl(isEnvelope ? record?.['value'] : object);
    return typeof read === 'string' ? read : enterpriseObjects.toStored(read);
  }
  const read = cloud.readCertificate(isEnvelope ? record?.['value'] : object);
  return typeof read === 'string' ? read : cloudObjects.toStored(read);
}

/** Stands in for the connection that the objects came by; nothing is sent anywhere. */
const place = (dialect: DialectId): Connection => ({ id: 'file', name: 'file', dialect, address: 'http://127.0.0.1' });
