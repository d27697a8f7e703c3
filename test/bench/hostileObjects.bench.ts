import type { Connection } from '../../src/app/connections/connection';
import { toEntry } from '../../src/app/inventory/certificateEntry';
import { CertificateIndex } from '../../src/app/inventory/certificateIndex';
import { entryConflicts } from '../../src/app/inventory/conflicts';
import { RowReader } from '../../src/app/inventory/rowReader';
import { sharesName } from '../../src/app/inventory/serving';
import { toDetail } from '../../src/core/details/detail';
import type { ListedCertificate, StoredCertificate } from '../../src/core/model';
import { toPem } from '../../src/core/pem/scan';
import type { AnswerReading } from '../../src/gateway/answer';
import { readAnswer } from '../../src/gateway/answer';
import { answerLimits } from '../../src/gateway/answerLimits';
import * as cloudRecords from '../../src/gateway/api7cloud/records';
import * as cloud from '../../src/gateway/api7cloud/translate';
import * as enterpriseRecords from '../../src/gateway/api7enterprise/records';
import * as enterprise from '../../src/gateway/api7enterprise/translate';
import { readSslItem } from '../../src/gateway/apisix/records';
import * as apisix from '../../src/gateway/apisix/translate';
import type { DialectId } from '../../src/gateway/gateway';
import { ListReader } from '../../src/gateway/listReader';
import { NameFilter } from '../../src/gateway/nameFilter';
import { runSync } from '../../src/shared/cooperative';
import { toGatewayInput } from '../../src/ui/details/gatewayInput';
import { certificateTooltip } from '../../src/ui/tree/tooltip';
import { makeCertificate } from '../fixtures/certificates';
import { certificateWith, extension, implicit, sequence } from '../fixtures/der';
import type { Bench } from './bench';
import { drawSteps, longestStep, timeAtOnce } from './steps';

const now = Date.UTC(2026, 10, 23);
const translate = (sentence: string): string => sentence;

export const makeBenches = (): Promise<readonly Bench[]> => Promise.resolve([]);

/**
 * Objects of a gateway as large as they may be, made to hold the extension host: the longest step of what is done with
 * each.
 */
export async function makeTables(): Promise<readonly string[]> {
  const { pem } = await makeCertificate({ now, commonName: 'a.example', dns: ['a.example'] });
  const rows = Object.entries(toObjects(pem)).flatMap(([name, { dialect, value }]) => [
    { name, steps: stepsOf(value, dialect) },
  ]);
  const columns = [
    'list read',
    'row made',
    'row drawn',
    'put in the list',
    'object read',
    'object made',
    'page',
    'tooltip',
  ];
  return [drawSteps({ title: 'Objects of gateways made to hold the extension host', columns, rows })];
}

interface Made {
  readonly dialect: DialectId;
  readonly value: Readonly<Record<string, unknown>>;
}

/** Reads objects from an answer, by dialect. */
const readings: Readonly<
  Record<
    DialectId,
    {
      readonly inEnvelope: (value: unknown) => unknown;
      readonly toListed: (object: unknown) => ListedCertificate;
      readonly toStored: (json: unknown) => StoredCertificate;
    }
  >
> = {
  apisix: {
    inEnvelope: (value) => ({ key: '/apisix/ssls/1', value }),
    toListed: (object) => apisix.toListed(known(readSslItem(object)), undefined),
    toStored: (json) => apisix.toStored(known(readSslItem(json)), undefined),
  },
  api7cloud: {
    inEnvelope: (value) => value,
    toListed: (object) => cloud.toListed(known(cloudRecords.readCertificate(object))),
    toStored: (json) => cloud.toStored(known(cloudRecords.readCertificate(json))),
  },
  api7enterprise: {
    inEnvelope: (value) => value,
    toListed: (object) => enterprise.toListed(known(enterpriseRecords.readSsl(object))),
    toStored: (json) => enterprise.toStored(known(enterpriseRecords.readSsl(json))),
  },
};

function known<T>(record: T | string): T {
  if (typeof record === 'string') throw new Error(record);
  return record;
}

function stepsOf(value: Made['value'], dialect: DialectId): readonly number[] {
  const { inEnvelope, toListed, toStored } = readings[dialect];
  const object = inEnvelope(value);
  const listBody = Buffer.from(JSON.stringify({ list: [object], total: 1 }));
  const raw = { status: 200, headers: {}, body: Buffer.from(JSON.stringify(object)) };
  const reading: AnswerReading = { toWords: () => undefined, secrets: [] };
  const readList = () => {
    const reader = new ListReader({ names: new NameFilter(), listsAt: ['list'] });
    reader.push(listBody);
    reader.close();
    return reader.next()?.[0];
  };
  const { json, problem } = runSync(readAnswer(raw, reading));
  if (problem !== undefined) throw new Error(`${problem}: ${raw.body.length} bytes`);
  const listed = toListed(readList());
  const connection: Connection = { id: 'a', name: 'A', dialect, address: 'http://a' };
  const row = new RowReader().toRow(connection, listed);
  const index = new CertificateIndex();
  index.put(row);
  const table = runSync(index.servingTableSteps(dialect));
  const entry = toEntry(connection, toStored(json));
  const wording = { clock: { now, warningDays: null }, translate, language: 'en' };
  return [
    timeAtOnce(readList),
    timeAtOnce(() => new RowReader().toRow(connection, toListed(readList()))),
    timeAtOnce(() => sharesName(row, table)),
    timeAtOnce(() => index.put(new RowReader().toRow(connection, listed))),
    longestStep(() => readAnswer(raw, reading)),
    timeAtOnce(() => toEntry(connection, toStored(json))),
    timeAtOnce(() =>
      toDetail(toGatewayInput(entry, { gateway: 'A', translate }), { now, warningDays: null, translate }),
    ),
    timeAtOnce(() => certificateTooltip(row, { ...wording, conflicts: runSync(entryConflicts(row, table)) })),
  ];
}

/** Values that one object may have, bytes, and characters of its certificates, with some room for the rest of it. */
const [values, bytes, room] = [
  answerLimits.objectValues - 100,
  answerLimits.objectBytes - 2_000,
  answerLimits.pemLength - 2_000,
];

function toObjects(pem: string): Readonly<Record<string, Made>> {
  const list = <T>(count: number, make: (index: number) => T) =>
    Array.from({ length: count }, (_, index) => make(index));
  const named = (count: number, length: number) =>
    list(count, (index) => `${`${index}-`.padEnd(length - 12, 'a')}.example.com`);
  const apisixOf = (more: Made['value']): Made => ({
    dialect: 'apisix',
    value: { id: '1', type: 'server', status: 1, cert: pem, snis: ['a.example'], ...more },
  });
  const enterpriseOf = (more: Made['value']): Made => ({ ...apisixOf(more), dialect: 'api7enterprise' });
  const cloudOf = (more: Made['value']): Made => ({
    dialect: 'api7cloud',
    value: { id: '1', type: 'Server', snis: ['a.example'], ...more },
  });
  const withNames = (count: number) =>
    toPem(
      'CERTIFICATE',
      certificateWith(
        extension(
          '2.5.29.17',
          sequence(...list(count, (index) => implicit(2, Buffer.from(`*.h${index}.example.com`)))),
        ),
      ),
    );
  const [large, wide] = [withNames(3_500), withNames(600)];
  const pairsOf = (count: number, text: string) => list(Math.min(count - 1, answerLimits.pems - 2), () => text);
  const membersOf = (count: number) =>
    Object.fromEntries(list(count, (index) => [`label-${index}`.padEnd(50, 'b'), 'c'.repeat(30)]));
  const names = answerLimits.names;
  const labels = membersOf(answerLimits.labels);
  return {
    'APISIX: names': apisixOf({ snis: named(names, 200) }),
    'APISIX: wildcards': apisixOf({ snis: named(names, 200).map((name) => `*.${name}`) }),
    'APISIX: a name that is two megabytes': apisixOf({ snis: ['a'.repeat(bytes - pem.length - 200)] }),
    'APISIX: labels': apisixOf({ labels }),
    'APISIX: a certificate of many names, and other names': apisixOf({ cert: large, snis: named(names, 200) }),
    'APISIX: a chain': apisixOf({ cert: pem.repeat(room / pem.length) }),
    'APISIX: a chain of many names': apisixOf({ cert: wide.repeat(room / wide.length) }),
    'APISIX: further pairs': apisixOf({ certs: pairsOf(room / pem.length, pem) }),
    'APISIX: further pairs of many names': apisixOf({ certs: pairsOf(room / wide.length, wide) }),
    'APISIX: a further pair': apisixOf({ certs: [large] }),
    'APISIX: a description': apisixOf({ desc: '\u0001<$('.repeat(bytes / 12) }),
    'APISIX: a CA bundle': apisixOf({ client: { ca: pem.repeat(room / pem.length - 1), depth: 1 } }),
    'APISIX: members': apisixOf({ x: membersOf(answerLimits.members - 100) }),
    'APISIX: members that hold something': apisixOf({
      x: Object.fromEntries(list(answerLimits.members - 100, (index) => [`x${index}`, [1, 2]])),
    }),
    'APISIX: members that nobody knows': apisixOf({ x: list(values / 2, () => ({ a: 'b'.repeat(60) })) }),
    'API7 Enterprise: names': enterpriseOf({ snis: named(names, 200) }),
    'API7 Enterprise: labels': enterpriseOf({ labels }),
    'API7 Enterprise: a chain': enterpriseOf({ cert: pem.repeat(room / pem.length) }),
    'API7 Cloud: names': cloudOf({ snis: named(names, 200) }),
    'API7 Cloud: labels': cloudOf({ labels: list(answerLimits.labels, (index) => `label-${index}`.padEnd(80, 'b')) }),
    'API7 Cloud: extensions': cloudOf({ extensions: membersOf(answerLimits.members - 100) }),
    'API7 Cloud: a subject': cloudOf({ subject: 'CN=a,+"'.repeat(bytes / 16), issuer: 'O=b\\,'.repeat(bytes / 20) }),
  };
}
