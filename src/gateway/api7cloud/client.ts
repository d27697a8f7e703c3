import type { StoredCertificate } from '../../core/model';
import type { Answer } from '../answer';
import { toAnswerError } from '../answer';
import { answerLimits } from '../answerLimits';
import type { AskedObject } from '../failures';
import { checkReadWhole, checkUnchanged, objectOf, withCurrent } from '../failures';
import type {
  Access,
  Capabilities,
  CertificateBundle,
  CertificateChange,
  Gateway,
  Identity,
  Page,
  References,
  RemoveOptions,
  ReplaceOptions,
  Scope,
} from '../gateway';
import { GatewayError } from '../gateway';
import type { Call, Http } from '../http';
import { collectList, openHttp, readAddress } from '../http';
import type { Paging } from '../paging';
import { pageThrough } from '../paging';
import { readRecord } from '../read';
import { runAnswerSteps } from '../steps';
import { isWrite } from '../transport';
import { checkAnyRead, gather } from '../uses';
import { readApplication, toUses } from './applications';
import type { CertificateRecord } from './records';
import {
  isCloudId,
  readCertificate,
  readErrorWords,
  readListPayload,
  readNamed,
  readPayload,
  unreadOf,
} from './records';
import { listClusters, listOrganizations } from './scopes';
import { toCertificateBody, toClusterState, toListed, toReplacementBody, toStored } from './translate';

/** The page size that cloud-cli uses in production. The most that is taken is not documented. */
const pageSize = 25;

const capabilities: Capabilities = {
  wantsNames: false,
  labels: 'words',
  returnsPem: false,
  canEditLabelsAlone: false,
  canReadCa: false,
  hasDepth: false,
  needsKeyOnReplace: true,
  canDisable: false,
  canHavePairs: false,
};

/** Lists the choices at the level below `access.scopes`: organizations, then clusters. */
export async function listScopes(access: Access, signal: AbortSignal): Promise<readonly Scope[]> {
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
}

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

export class Api7CloudGateway implements Gateway {
  readonly capabilities = capabilities;
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
      warnings: state === undefined ? [] : [state.warning],
    };
  }

  list(signal: AbortSignal): AsyncIterable<Page> {
    return pageThrough({
      fetchPage: this.pagesOf('/certificates', signal),
      concurrency: answerLimits.requestsAtOnce,
      readObject: (object) => {
        const record = readCertificate(object);
        return typeof record === 'string' ? record : toListed(record);
      },
    });
  }

  async read(id: string, signal: AbortSignal): Promise<StoredCertificate> {
    return toStored(await this.readRecord(id, signal));
  }

  async readAsIs(id: string, signal: AbortSignal): Promise<unknown> {
    const answer = await this.send({ method: 'GET', path: toPath(id), signal });
    toOne(answer, { id, isWrite: false });
    return readPayload(answer.json);
  }

  async create(bundle: CertificateBundle, signal: AbortSignal, onSent?: () => void): Promise<StoredCertificate> {
    const { privateKey } = bundle;
    const answer = await this.send({
      method: 'POST',
      path: '/certificates',
      body: toCertificateBody(bundle),
      privateKey,
      signal,
      onSent,
    });
    return toStored(toOne(answer, { id: undefined, isWrite: true }));
  }

  async replace(
    id: string,
    change: CertificateChange,
    { expected, signal, onSent }: ReplaceOptions,
  ): Promise<StoredCertificate> {
    const path = toPath(id);
    // Of the expected object, so that what cannot be done is said before anything is sent; the same that is then found.
    const body = toReplacementBody(expected, change);
    const before = await this.readRecord(id, signal);
    checkUnchanged(toStored(before), expected);
    checkReadWhole(unreadOf(before));
    const answer = await this.send({ method: 'PUT', path, body, privateKey: change.privateKey, signal, onSent }).catch(
      async (error: unknown) => {
        throw await withCurrent(error, () => this.read(id, signal));
      },
    );
    return toStored(toOne(answer, { id, isWrite: true }));
  }

  async remove(id: string, { expected, signal, onSent }: RemoveOptions): Promise<'removed' | 'alreadyGone'> {
    const path = toPath(id);
    try {
      if (expected !== undefined) checkUnchanged(await this.read(id, signal), expected);
      const answer = await this.send({ method: 'DELETE', path, signal, onSent });
      // There is no payload to look at: the envelope alone says that this was API7 Cloud.
      if (readRecord(readRecord(answer.json)?.['status']) === undefined) throw toAnswerError(answer, { isWrite: true });
      return 'removed';
    } catch (error) {
      if (!(error instanceof GatewayError) || error.kind !== 'notFound') throw error;
      // A cluster that is not there answers the same; then this fails.
      await this.check(signal);
      return 'alreadyGone';
    }
  }

  async uses(signal: AbortSignal): Promise<References> {
    const pages = pageThrough({
      fetchPage: this.pagesOf('/apps', signal),
      concurrency: answerLimits.requestsAtOnce,
      readObject: readApplication,
    });
    const applications = await gather({ kind: 'applications', pages });
    checkAnyRead([applications]);
    return runAnswerSteps(toUses(applications), signal);
  }

  dispose(): void {
    this.http.dispose();
  }

  private async readRecord(id: string, signal: AbortSignal): Promise<CertificateRecord> {
    return toOne(await this.send({ method: 'GET', path: toPath(id), signal }), { id, isWrite: false });
  }

  private pagesOf(path: string, signal: AbortSignal): Paging<never>['fetchPage'] {
    let both: AbortSignal | undefined;
    return (page, stop) => this.fetchPage(path, page, (both ??= AbortSignal.any([signal, stop])));
  }

  private async fetchPage(path: string, page: number, signal: AbortSignal) {
    const call = { ...this.toCall(path, signal), query: { page, page_size: pageSize } };
    const { objects, answer } = await collectList(this.http.list(call, ['payload/list']));
    if (answer.status !== 200) throw toAnswerError(answer, { isWrite: false });
    const payload = readListPayload(answer.json);
    if (payload === undefined) throw toAnswerError(answer, { isWrite: false });
    return { ...payload, objects: [...objects, ...payload.objects], bytes: answer.bytes };
  }

  /** Sends a request. Success is HTTP 200 and nothing else. */
  private async send(call: Call): Promise<Answer> {
    const answer = await this.http.send({ ...call, ...this.toCall(call.path, call.signal) });
    if (answer.status !== 200) throw toAnswerError(answer, { isWrite: isWrite(call.method) });
    return answer;
  }

  /** Makes a call of a path below the cluster. */
  private toCall(path: string, signal: AbortSignal) {
    const cluster = checkedId(this.access.scopes[1], 'cluster');
    return {
      path: `/api/v1/clusters/${cluster}${path}`,
      headers: { 'x-api7-cloud-gateway-cluster-id': cluster },
      signal,
    };
  }
}

const toPath = (id: string): string => `/certificates/${checkedId(id, 'certificate')}`;

const toOne = (answer: Answer, asked: AskedObject): CertificateRecord =>
  objectOf(answer, readCertificate(readPayload(answer.json)), asked);

/** Checks an id, which goes into a path and a header: digits only. */
function checkedId(id: string | undefined, what: string): string {
  if (id === undefined) throw new GatewayError('notFound', `There is no ${what} chosen.`);
  if (!isCloudId(id)) throw new GatewayError('notFound', `There can be no ${what} with this id.`);
  return id;
}
