import type { Sample, SampleName } from '../fixtures/samples';
import { sampleCertificates, sampleNames } from '../fixtures/samples';
import { encryptSsl } from './apisix/ssl';
import { metadataOf, parseLeaf, toTime } from './cloud/certificateFacts';
import { freshId, saveRecord } from './cloud/records';
import type { Answer, Handler } from './http/exchange';
import type { JsonObject } from './json';
import { isObject, readJson } from './json';
import type { Gateway } from './server';

/** Labels that the sample objects carry, by sample. */
const labels: Partial<Record<SampleName, Readonly<Record<string, string>>>> = {
  shop: { team: 'shop', env: 'production' },
  wildcard: { team: 'platform', env: 'production' },
  expiring: { team: 'platform', env: 'production' },
  expired: { team: 'platform', env: 'staging' },
  client: { team: 'orders' },
  manyNames: { team: 'shop' },
};

interface Call {
  readonly handle: Handler;
  readonly headers: Readonly<Record<string, string>>;
}

function send(
  { handle, headers }: Call,
  method: string,
  facts: { readonly path: string; readonly body: JsonObject; readonly query?: Readonly<Record<string, string>> },
): Answer {
  const { path, body } = facts;
  const answer = handle({
    method,
    target: path,
    path,
    query: new URLSearchParams(facts.query),
    headers,
    body: JSON.stringify(body),
  });
  // The gateway's own words, which never hold a key for the samples' well-formed bodies.
  if (answer.status >= 300) throw new Error(`Seeding ${path}: ${answer.status} ${answer.body.toString()}`);
  return answer;
}

type IdOf = (name: SampleName) => string;

function seedApisix({ apisix }: Gateway, samples: readonly Sample[], idOf: IdOf): void {
  const call: Call = { handle: apisix.handle, headers: { 'x-api-key': apisix.adminKey } };
  const { isV2 } = apisix.features;
  const put = (path: string, body: JsonObject): Answer => send(call, 'PUT', { path: `/apisix/admin/${path}`, body });
  for (const { name, certificate, type, names } of samples) {
    if (certificate.keyPem.length < 128 && !apisix.features.hidesAllKeys) continue; // Ed25519, too short for the version
    put(`${isV2 ? 'ssl' : 'ssls'}/${idOf(name)}`, {
      type,
      status: name === 'noPurpose' ? 0 : 1,
      cert: certificate.chainPem,
      key: certificate.keyPem,
      ...(type === 'server' ? { snis: names } : {}),
      ...(labels[name] === undefined ? {} : { labels: labels[name] }),
    });
  }
  put('upstreams/orders', {
    type: 'roundrobin',
    scheme: 'https',
    nodes: { '127.0.0.1:8443': 1 },
    tls: { client_cert_id: idOf('client') },
  });
  put('services/shop', { name: 'shop', hosts: ['shop.example.com', 'www.shop.example.com'], upstream_id: 'orders' });
  put('routes/shop', { name: 'shop', uri: '/*', service_id: 'shop' });
  put('routes/api', { name: 'api', uri: '/v1/*', host: 'api.example.com', upstream_id: 'orders' });
}

const idIn = ({ body }: Answer): string => {
  const answer = readJson(body.toString());
  const payload = isObject(answer) ? answer['payload'] : undefined;
  return isObject(payload) ? String(payload['id']) : '';
};

/** The first cluster gets all, the second one a few, the last stays empty. */
function seedCloud({ api7cloud }: Gateway, samples: readonly Sample[]): readonly string[] {
  const call: Call = { handle: api7cloud.handle, headers: { authorization: `Bearer ${api7cloud.token}` } };
  const [production = '', staging = ''] = api7cloud.estate.clusters.map(({ id }) => String(id));
  const post = (cluster: string, family: string, body: JsonObject): string =>
    idIn(send(call, 'POST', { path: `/api/v1/clusters/${cluster}/${family}`, body }));
  const create = (cluster: string, { name, certificate, type }: Sample): string =>
    post(cluster, 'certificates', {
      certificate: certificate.chainPem,
      private_key: certificate.keyPem,
      type: type === 'client' ? 'Client' : 'Server',
      labels: Object.values(labels[name] ?? {}),
    });
  const ids = samples.map((sample) => create(production, sample));
  for (const sample of samples.slice(0, 3)) create(staging, sample);
  const app = { protocols: ['HTTPS'], path_prefix: '/', upstreams: [], active: 0 };
  post(production, 'apps', { ...app, name: 'shop', description: 'The shop', hosts: ['shop.example.com'] });
  post(production, 'apps', {
    ...app,
    name: 'api',
    description: 'The public API',
    hosts: ['api.example.com', 'api.example.org'],
  });
  return ids;
}

/** The first gateway group gets all, the second one a few, that of the ingress controller one. */
function seedEnterprise({ api7enterprise }: Gateway, samples: readonly Sample[], idOf: IdOf): void {
  const call: Call = { handle: api7enterprise.handle, headers: { 'x-api-key': api7enterprise.token } };
  const [production = '', staging = '', ingress = ''] = api7enterprise.groups.map(({ id }) => String(id));
  const put = (group: string, path: string, body: JsonObject): Answer =>
    send(call, 'PUT', { path: `/apisix/admin/${path}`, body, query: { gateway_group_id: group } });
  const putSsl = (group: string, { name, certificate, type, names }: Sample): Answer =>
    put(group, `ssls/${idOf(name)}`, {
      type,
      status: name === 'noPurpose' ? 0 : 1,
      cert: certificate.chainPem,
      key: certificate.keyPem,
      ...(type === 'server' ? { snis: names } : {}),
      ...(labels[name] === undefined ? {} : { labels: labels[name] }),
    });
  for (const sample of samples) putSsl(production, sample);
  for (const sample of samples.slice(0, 3)) putSsl(staging, sample);
  for (const sample of samples.slice(0, 1)) putSsl(ingress, sample);
  const upstream = { scheme: 'https', nodes: [{ host: '127.0.0.1', port: 8443, weight: 1 }] };
  put(production, 'services/shop', {
    name: 'shop',
    type: 'http',
    hosts: ['shop.example.com', 'www.shop.example.com'],
    status: 1,
    upstream: { ...upstream, name: 'orders', tls: { client_cert_id: idOf('client') } },
  });
  put(production, 'services/api', { name: 'api', type: 'http', hosts: ['api.example.com'], status: 1, upstream });
}

/** Returns an id as APISIX gives one to what is posted to it: 20 digits. */
export const toSampleId = (name: SampleName): string => String(sampleNames.indexOf(name) + 1_412).padStart(20, '0');

/**
 * Puts the sample inventory, made for `now`, into all dialects. Ids: by default the sample's name; on API7 Cloud as
 * returned.
 */
export async function seedSample(
  gateway: Gateway,
  now: number,
  idOf: IdOf = (name) => name,
): Promise<{ readonly cloudIds: readonly string[] }> {
  const { all } = await sampleCertificates(now);
  seedApisix(gateway, all, idOf);
  seedEnterprise(gateway, all, idOf);
  return { cloudIds: seedCloud(gateway, all) };
}

/**
 * Puts `count` objects into APISIX and into API7 Cloud's first cluster, straight into the stores: ids `bulk-1` … on
 * APISIX and in API7 Enterprise's first gateway group, the samples' certificates in turn, each object with a name of
 * its own.
 */
export async function seedMany(
  { apisix, api7cloud, api7enterprise }: Gateway,
  count: number,
  now: number,
): Promise<void> {
  const { all } = await sampleCertificates(now);
  const time = Math.floor(now / 1000);
  const cluster = String(api7cloud.estate.clusters[0]?.['id']);
  const group = String(api7enterprise.groups[0]?.['id']);
  const directory = apisix.features.isV2 ? '/apisix/ssl' : '/apisix/ssls';
  const prepared = all.map(({ certificate, type, names }) => {
    const leaf = parseLeaf(certificate.pem);
    if (leaf === undefined) throw new Error('A sample that is no certificate.');
    const ssl = encryptSsl(apisix.keyring, { type, status: 1, cert: certificate.chainPem, key: certificate.keyPem });
    return {
      ssl,
      names,
      metadata: metadataOf(leaf),
      type: type === 'client' ? 'Client' : 'Server',
      pem: certificate.chainPem,
    };
  });
  for (let index = 0; index < count; index += 1) {
    const sample = prepared[index % prepared.length];
    if (sample === undefined) return;
    const id = `bulk-${index + 1}`;
    const snis = [`${id}.example.com`, ...sample.names];
    apisix.store.put(`${directory}/${id}`, { ...sample.ssl, id, snis, create_time: time, update_time: time });
    api7enterprise.store.put(`/ssls/${group}/${id}`, {
      ...{ type: sample.ssl['type'] ?? 'server', status: 1, cert: sample.pem, snis },
      ...{ id, created_at: time, updated_at: time },
    });
    const own = freshId(api7cloud.store);
    const times = { created_at: toTime(new Date(time * 1000)), updated_at: toTime(new Date(time * 1000)) };
    const value = {
      id: own,
      cluster_id: cluster,
      status: 50,
      ...times,
      type: sample.type,
      ...sample.metadata,
      snis,
      pem: sample.pem,
    };
    saveRecord(api7cloud.store, 'certificates', { cluster, id: own, value });
  }
}
