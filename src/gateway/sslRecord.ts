import type { ListedPem } from '../core/model';
import { excessOf } from './answerLimits';
import { PemInJson } from './listedPem';
import type { JsonRecord, Notes } from './read';
import { readMember, readNumber, readText, readTextMap, readTexts } from './read';

/** Members of an ssl object that APISIX and API7 Enterprise write alike, each of them checked. Keys are gone before. */
export interface SslMembers {
  readonly type: string | undefined;
  readonly status: number | undefined;
  readonly cert: string | undefined;
  /** Instead of `cert`, in a list. */
  readonly pem: ListedPem | undefined;
  readonly certs: readonly string[];
  readonly sni: string | undefined;
  readonly snis: readonly string[];
  readonly labels: ReadonlyMap<string, string>;
  readonly client: { readonly ca: string | undefined; readonly depth: number | undefined } | undefined;
  readonly protocols: readonly string[];
  readonly description: string | undefined;
}

/** Reads them, or says what there is too much of. */
export function readSslMembers(value: JsonRecord, notes: Notes): SslMembers | string {
  const client = readMember(value, 'client', notes);
  const pem = value['cert'] instanceof PemInJson ? value['cert'].pem : undefined;
  const [type, status] = [readText(value, 'type', notes), readNumber(value, 'status', notes)];
  const cert = pem ? undefined : readText(value, 'cert', notes);
  const certs = readTexts(value, 'certs', notes);
  const sni = readText(value, 'sni', notes);
  const snis = readTexts(value, 'snis', notes);
  const labels = readTextMap(value, 'labels', notes);
  const ca = client && readText(client, 'ca', notes);
  const excess = excessOf({ names: snis, labels: labels.size, pems: [pem ?? cert, ca, ...certs] });
  if (excess !== undefined) return excess;
  return {
    type,
    status,
    cert,
    pem,
    certs,
    sni,
    snis,
    labels,
    client: client && { ca, depth: readNumber(client, 'depth', notes) },
    protocols: readTexts(value, 'ssl_protocols', notes),
    description: readText(value, 'desc', notes),
  };
}
