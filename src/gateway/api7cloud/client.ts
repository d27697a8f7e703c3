import { toAnswerError } from '../answer';
import type { Answer } from '../answer';
import { GatewayError } from '../gateway';
import type { Access, CertificateBundle, Dialect, Gateway, Identity, Page, Scope, StoredCertificate } from '../gateway';
import { openHttp, readAddress } from '../http';
import type { Call, Http } from '../http';
import { pageThrough } from '../paging';
import { readCertificate, readErrorWords, readListPayload, readNamed, readPayload } from './records';
import { listClusters, listOrganizations } from './scopes';
import { toCertificateBody, toClusterState, toStored } from './translate';

/** What cloud-cli asks production for. The most that is taken is not documented. */
const pageSize = 25;

/** 64-bit decimal digits, as the API writes its ids. */
const idPattern = /^[1-9]\d{0,19}$/;

/** The API of API7 Cloud that cloud-go-sdk and cloud-cli speak. */
export const api7cloud: Dialect = {
  id: 'api7cloud',
  label: 'API7 Cloud',
  defaultAddress: 'https://api.api7.cloud',
  tokenName: 'personal access token',
  isTokenRequired: true,
  scopeLevels: [
    { id: 'organization', label: 'Organization' },
    { id: 'cluster', label: 'Cluster' },
  ],
  async listScopes(access, signal): Promise<readonly Scope[]> {
    const cloud = openCloud(access);
    try {
      const [organization, cluster] = access.scopes;
      if (cluster !== undefined) return [];
      return organization === undefined
        ? await listOrganizations(cloud, signal)
        : await listClusters(cloud, { organization: checkedId(organization, 'organization'), pageSize, signal });
    } finally {
      cloud.dispose();
    }
  },
  open: (access) => new Api7CloudGateway(access),
};

function openCloud(access: Access): Http {
  return openHttp({
    access,
    // Only the origin: the API's paths begin at its root, and people paste the console's address.
    origin: readAddress(access.address).origin,
    toTokenHeader: (token) => ({ authorization: `Bearer ${token}` }),
    isTokenRequired: true,
    toWords: readErrorWords,
  });
}

class Api7CloudGateway implements Gateway {
  readonly capabilities = { wantsNames: false, labels: 'words', returnsPem: false } as const;
  private readonly http: Http;

  constructor(private readonly access: Access) {
    this.http = openCloud(access);
  }

  async check(signal: AbortSignal): Promise<Identity> {
    const answer = await this.send({ method: 'GET', path: '', signal });
    const cluster = readNamed(readPayload(answer.json));
    if (cluster === undefined) throw toAnswerError(answer, { isWrite: false });
    const state = toClusterState(cluster.status);
    return {
      description: `API7 Cloud · cluster ${cluster.name ?? cluster.id}`,
      warnings: state === undefined ? [] : [`The cluster is ${state}.`],
    };
  }

  list(signal: AbortSignal): AsyncIterable<Page> {
    return pageThrough({
      fetchPage: async (page) => {
        const answer = await this.send({ method: 'GET', path: '/certificates', query: { page, page_size: pageSize }, signal });
        const payload = readListPayload(answer.json);
        if (payload === undefined) throw toAnswerError(answer, { isWrite: false });
        return payload;
      },
      readObject: (object) => {
        const record = readCertificate(object);
        return typeof record === 'string' ? record : toStored(record);
      },
    });
  }

  async read(id: string, signal: AbortSignal): Promise<StoredCertificate> {
    const path = `/certificates/${checkedId(id, 'certificate')}`;
    const answer = await this.send({ method: 'GET', path, signal });
    const record = readCertificate(readPayload(answer.json));
    if (typeof record === 'string') throw toAnswerError(answer, { isWrite: false });
    if (record.id !== id) throw new GatewayError('unexpected', 'The gateway answered with another object.', { status: answer.status });
    return toStored(record);
  }

  async create(bundle: CertificateBundle, signal: AbortSignal, onSent?: () => void): Promise<StoredCertificate> {
    const { privateKey } = bundle;
    const answer = await this.send({ method: 'POST', path: '/certificates', body: toCertificateBody(bundle), privateKey, signal, onSent });
    const record = readCertificate(readPayload(answer.json));
    if (typeof record === 'string') throw toAnswerError(answer, { isWrite: true });
    return toStored(record);
  }

  dispose(): void {
    this.http.dispose();
  }

  /** Paths are below the cluster. Success is HTTP 200 and nothing else. */
  private async send(call: Call): Promise<Answer> {
    const cluster = checkedId(this.access.scopes[1], 'cluster');
    const answer = await this.http.send({
      ...call,
      path: `/api/v1/clusters/${cluster}${call.path}`,
      headers: { 'x-api7-cloud-gateway-cluster-id': cluster },
    });
    if (answer.status !== 200) throw toAnswerError(answer, { isWrite: call.method === 'POST' });
    return answer;
  }
}

/** An id goes into a path and a header: digits only. */
function checkedId(id: string | undefined, what: string): string {
  if (id === undefined) throw new GatewayError('notFound', `There is no ${what} chosen.`);
  if (!idPattern.test(id)) throw new GatewayError('notFound', `There can be no ${what} with this id.`);
  return id;
}
