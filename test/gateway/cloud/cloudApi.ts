import type { Answer, Handler, Incoming } from '../http/exchange';
import type { JsonObject } from '../json';
import { isObject, readJson, textsOf } from '../json';
import type { Store } from '../store';
import { toTime } from './certificateFacts';
import { judgeCertificate, toApplication, toDebugView, toDetails, toReplaced } from './certificates';
import { fail, succeed } from './envelope';
import type { Estate } from './estate';
import { answerList } from './paging';
import { deleteRecord, findRecord, freshId, listRecords, saveRecord } from './records';

export interface CloudApiOptions {
  readonly store: Store;
  readonly estate: Estate;
  readonly token: string;
  /** Tokens that were good once: answered with code 6 and `Token is expired`. */
  readonly expiredTokens: readonly string[];
  readonly pageSizeCap: number;
  readonly now: () => number;
}

const prefix = '/api/v1/';

const missing = (what: string): Answer => fail('notFound', `${what} not found`);

const byId = (items: readonly JsonObject[], id: string | undefined): JsonObject | undefined =>
  items.find((item) => item['id'] === id);

function bodyOf({ body }: Incoming): JsonObject | undefined {
  try {
    const value = readJson(body);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function findAuthError({ headers }: Incoming, { token, expiredTokens }: CloudApiOptions): Answer | undefined {
  const given = /^Bearer (.+)$/.exec(headers['authorization'] ?? '')?.[1];
  if (given === token) return undefined;
  return fail(
    'unauthorized',
    given !== undefined && expiredTokens.includes(given) ? 'Token is expired' : 'Token is invalid',
  );
}

/** One certificate collection: `/clusters/{cluster}/certificates[/{id}]`. */
function answerCertificates(
  api: CloudApiOptions,
  request: Incoming,
  { cluster, id }: { readonly cluster: string; readonly id: string | undefined },
): Answer {
  const { store, now, pageSizeCap } = api;
  const { method, query } = request;
  if (id === undefined && method === 'GET') {
    return answerList(listRecords(store, 'certificates', cluster), { query, cap: pageSizeCap }, toDetails);
  }
  const before = id === undefined ? undefined : findRecord(store, 'certificates', { cluster, id });
  if (id !== undefined && before === undefined) return missing('certificate');
  if (method === 'GET' && before) return succeed(toDetails(before));
  if (method === 'DELETE' && id !== undefined) {
    deleteRecord(store, 'certificates', { cluster, id });
    return succeed();
  }
  if (method !== (id === undefined ? 'POST' : 'PUT')) return missing('endpoint');
  const body = bodyOf(request);
  if (body === undefined) return fail('invalid', 'invalid request body');
  const judged = judgeCertificate(body);
  if (!judged.ok) return fail('invalid', judged.error);
  const time = toTime(new Date(Math.floor(now() / 1000) * 1000));
  const own = id ?? freshId(store);
  const management = {
    id: own,
    cluster_id: cluster,
    status: 50,
    created_at: before?.['created_at'] ?? time,
    updated_at: time,
  };
  const value = { ...management, ...judged.object };
  saveRecord(store, 'certificates', { cluster, id: own, value });
  return succeed(before === undefined ? toDetails(value) : toReplaced(value));
}

/** Applications, stored as they come: `/clusters/{cluster}/apps[/{id}]`. */
function answerApps(
  api: CloudApiOptions,
  request: Incoming,
  { cluster, id }: { readonly cluster: string; readonly id: string | undefined },
): Answer {
  const { store, now, pageSizeCap } = api;
  const { method, query } = request;
  const shown = (app: JsonObject): JsonObject => toApplication(app, listRecords(store, 'certificates', cluster));
  if (id === undefined && method === 'GET')
    return answerList(listRecords(store, 'apps', cluster), { query, cap: pageSizeCap }, shown);
  const before = id === undefined ? undefined : findRecord(store, 'apps', { cluster, id });
  if (id !== undefined && before === undefined) return missing('application');
  if (method === 'GET' && before) return succeed(shown(before));
  if (method === 'DELETE' && id !== undefined) {
    deleteRecord(store, 'apps', { cluster, id });
    return succeed();
  }
  const body = bodyOf(request);
  if (body === undefined) return fail('invalid', 'invalid request body');
  if (!(id === undefined ? ['POST'] : ['PUT', 'PATCH']).includes(method)) return missing('endpoint');
  const time = toTime(new Date(Math.floor(now() / 1000) * 1000));
  const own = id ?? freshId(store);
  const management = {
    id: own,
    cluster_id: cluster,
    status: 50,
    created_at: before?.['created_at'] ?? time,
    updated_at: time,
  };
  const value = { ...(method === 'PATCH' ? before : {}), ...body, ...management };
  saveRecord(store, 'apps', { cluster, id: own, value });
  return succeed(shown(value));
}

const labelled = { certificate: 'certificates', application: 'apps' } as const;

function answerCluster(api: CloudApiOptions, request: Incoming, [id = '', part, item]: readonly string[]): Answer {
  const cluster = byId(api.estate.clusters, id);
  if (!cluster) return missing('cluster');
  if (part === 'certificates') return answerCertificates(api, request, { cluster: id, id: item });
  if (part === 'apps') return answerApps(api, request, { cluster: id, id: item });
  if (request.method !== 'GET') return missing('endpoint');
  if (part === undefined) return succeed(cluster);
  if (part === 'labels' && (item === 'certificate' || item === 'application')) {
    const labels = listRecords(api.store, labelled[item], id).flatMap((record) => textsOf(record['labels']));
    return succeed(labels.length === 0 ? null : [...new Set(labels)]);
  }
  return part === 'labels' && (item === 'api' || item === 'consumer') ? succeed(null) : missing('endpoint');
}

function answerDebug({ store }: CloudApiOptions, [, , cluster = '', kind, id = '']: readonly string[]): Answer {
  const found = kind === 'certificate' ? findRecord(store, 'certificates', { cluster, id }) : undefined;
  return found === undefined ? missing('certificate') : succeed(toDebugView(found));
}

function answerOrganization(
  { estate, pageSizeCap }: CloudApiOptions,
  { query }: Incoming,
  [id, part]: readonly string[],
): Answer {
  const organization = byId(estate.organizations, id);
  if (!organization) return missing('organization');
  if (part === undefined) return succeed(organization);
  const clusters = estate.clusters.filter((cluster) => cluster['org_id'] === id);
  return part === 'clusters'
    ? answerList(clusters, { query, cap: pageSizeCap }, (cluster) => cluster)
    : missing('endpoint');
}

/** The API of API7 Cloud over one store. */
export function makeCloudApi(api: CloudApiOptions): Handler {
  const { estate, pageSizeCap } = api;
  return (request) => {
    const refused = findAuthError(request, api);
    if (refused) return refused;
    if (!request.path.startsWith(prefix)) return missing('endpoint');
    const [first, ...rest] = request.path
      .slice(prefix.length)
      .split('/')
      .filter((segment) => segment !== '');
    if (first === 'clusters' && rest.length > 0) return answerCluster(api, request, rest);
    if (request.method !== 'GET') return missing('endpoint');
    if (first === 'user' && rest[0] === 'me') return succeed(estate.user);
    if (first === 'orgs' && rest.length > 0) return answerOrganization(api, request, rest);
    if (first === 'regions')
      return answerList(estate.regions, { query: request.query, cap: pageSizeCap }, (region) => region);
    if (first === 'debug') return answerDebug(api, rest);
    return missing('endpoint');
  };
}
