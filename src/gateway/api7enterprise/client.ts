import type { ListedCertificate, StoredCertificate } from '../../core/model';
import type { Answer } from '../answer';
import { toAnswerError } from '../answer';
import { answerLimits } from '../answerLimits';
import { checkUnchanged, unlessCancelled, withCurrent } from '../failures';
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
import { collectList } from '../http';
import { pageThrough } from '../paging';
import { runAnswerSteps } from '../steps';
import { isWrite } from '../transport';
import { allTogether, checkAnyRead, gather } from '../uses';
import { hasDeleted, isEmptySuccess, isSuccess, saysMissing, toOne, unlessMissingAfterWrite } from './answers';
import { GatewayGroup, listGroups, openEnterprise } from './groups';
import { isAdminKey, isEnterpriseId } from './ids';
import type { SslRecord } from './records';
import { readNative, readPage, readService, readSsl, readValue, readVersion } from './records';
import { toListed, toReplacement, toReplacementBody, toScope, toSslBody, toStored } from './translate';
import { listUpstreams, toUses } from './uses';

/** The largest page that is asked for. The most that is taken is not documented. */
const pageSize = 100;

const capabilities: Capabilities = {
  wantsNames: true,
  labels: 'pairs',
  returnsPem: true,
  canEditLabelsAlone: false,
  canReadCa: true,
  hasDepth: true,
  needsKeyOnReplace: true,
  canDisable: true,
  canHavePairs: false,
};

/** Lists gateway groups; none for an admin key, which is made for one. */
export async function listScopes(access: Access, signal: AbortSignal): Promise<readonly Scope[]> {
  if (access.scopes.length > 0 || isAdminKey(access.token)) return [];
  const http = openEnterprise(access);
  try {
    return (await listGroups(http, signal)).map(toScope);
  } finally {
    http.dispose();
  }
}

/** Speaks the API of API7 Enterprise's dashboard. */
export class Api7EnterpriseGateway implements Gateway {
  readonly capabilities = capabilities;
  private readonly http: Http;
  private readonly group: GatewayGroup;

  constructor(access: Access) {
    this.http = openEnterprise(access);
    this.group = new GatewayGroup(access, this.http);
  }

  async check(signal: AbortSignal): Promise<Identity> {
    await this.fetchPage('/ssls', 1, { signal, size: 1 });
    // The certificates can be listed: what else the token may not read is no failure.
    const version = await this.readVersion(signal).catch(unlessCancelled);
    const name = await this.group.readName(signal);
    const warnings: string[] = [];
    if (version === undefined) warnings.push('This API7 Enterprise does not report its version.');
    if (this.group.isIngress === true)
      warnings.push(
        'This gateway group is configured by the ingress controller, which removes what is changed here at its next sync.',
      );
    return {
      description: `API7 Enterprise${version === undefined ? '' : ` ${version}`} · ${name}`,
      ...(version === undefined ? {} : { version }),
      warnings,
    };
  }

  async *list(signal: AbortSignal): AsyncGenerator<Page> {
    const pages = pageThrough({
      fetchPage: async (page, stop) => {
        const read = await this.fetchPage('/ssls', page, { signal: AbortSignal.any([signal, stop]) });
        await this.group.learn(signal);
        return read;
      },
      concurrency: answerLimits.requestsAtOnce,
      readObject: (object) => {
        const record = readSsl(object);
        return typeof record === 'string' ? record : this.marked(toListed(record));
      },
    });
    for await (const page of pages) yield { ...page, ...(this.group.isIngress && { isOfIngressGroup: true }) };
  }

  async read(id: string, signal: AbortSignal): Promise<StoredCertificate> {
    return this.marked(toStored(await this.readRecord(id, signal)));
  }

  async readAsIs(id: string, signal: AbortSignal): Promise<unknown> {
    const answer = await this.send({ method: 'GET', path: toPath(id), signal });
    toOne(answer, { id, isWrite: false });
    return readValue(answer.json);
  }

  async create(bundle: CertificateBundle, signal: AbortSignal, onSent?: () => void): Promise<StoredCertificate> {
    const body = toSslBody(bundle);
    const { privateKey } = bundle;
    const answer = await this.send({ method: 'POST', path: '/ssls', body, privateKey, signal, onSent });
    return this.marked(toStored(toOne(answer, { id: undefined, isWrite: true })));
  }

  async replace(
    id: string,
    change: CertificateChange,
    { expected, signal, onSent }: ReplaceOptions,
  ): Promise<StoredCertificate> {
    // Of the expected object, so that what cannot be done is said before anything is sent.
    toReplacement(expected, change);
    const before = await this.readRecord(id, signal);
    checkUnchanged(toStored(before), expected);
    const body = toReplacementBody(before, change);
    const { privateKey } = change;
    const answer = await this.send({ method: 'PUT', path: toPath(id), body, privateKey, signal, onSent }).catch(
      async (error: unknown) => {
        throw await withCurrent(error, () => this.read(id, signal));
      },
    );
    return this.marked(toStored(toOne(answer, { id, isWrite: true })));
  }

  async remove(id: string, { expected, signal, onSent }: RemoveOptions): Promise<'removed' | 'alreadyGone'> {
    const path = toPath(id);
    if (expected !== undefined) {
      const current = await this.find(id, signal);
      if (current === undefined) return 'alreadyGone';
      checkUnchanged(current, expected);
    }
    try {
      const answer = await this.send({ method: 'DELETE', path, signal, onSent });
      if (!isEmptySuccess(answer) && readValue(answer.json) === undefined && !hasDeleted(answer))
        throw toAnswerError(answer, { isWrite: true });
      // Without an envelope only a look shows that this was the gateway, and not something before it.
      if (isEmptySuccess(answer) && (await this.read(id, signal).catch(unlessMissingAfterWrite)) !== undefined)
        throw toAnswerError(answer, { isWrite: true });
      return 'removed';
    } catch (error) {
      if (!(error instanceof GatewayError) || error.kind !== 'notFound') throw error;
      if ((await this.find(id, signal)) !== undefined) throw error;
      return 'alreadyGone';
    }
  }

  uses(signal: AbortSignal): Promise<References> {
    return allTogether(signal, async (all) => {
      const pagesOf = <T extends { readonly id: string }>(path: string, readObject: (json: unknown) => T | string) =>
        pageThrough({ fetchPage: (page) => this.fetchPage(path, page, { signal: all }), readObject });
      const [services, natives] = await Promise.all([
        gather({ kind: 'services', pages: pagesOf('/services', readService) }),
        gather({
          kind: 'nativeCertificates',
          pages: pagesOf('/certificates', readNative),
          // So says a version before 3.4.
          isAbsent: ({ kind }) => kind === 'notFound',
        }),
      ]);
      checkAnyRead([services, natives]);
      const upstreams = await listUpstreams(services.items, (path) =>
        this.send({ method: 'GET', path, isList: true, signal: all }),
      );
      return runAnswerSteps(toUses({ services, natives, upstreams }), signal);
    });
  }

  dispose(): void {
    this.http.dispose();
  }

  private async readVersion(signal: AbortSignal): Promise<string | undefined> {
    const answer = await this.http.send({ method: 'GET', path: '/api/version', signal });
    return answer.status === 200 ? readVersion(answer.json) : undefined;
  }

  private marked<T extends ListedCertificate>(stored: T): T {
    return this.group.isIngress ? { ...stored, isInIngressGroup: true } : stored;
  }

  private async readRecord(id: string, signal: AbortSignal): Promise<SslRecord> {
    return toOne(await this.send({ method: 'GET', path: toPath(id), signal }), { id, isWrite: false });
  }

  /** Finds an object; undefined where the gateway says that it is not there, and has a list to have looked at. */
  private async find(id: string, signal: AbortSignal): Promise<StoredCertificate | undefined> {
    try {
      return await this.read(id, signal);
    } catch (error) {
      if (!(error instanceof GatewayError) || error.kind !== 'notFound') throw error;
      // A gateway group that is not there answers the same; then this fails.
      await this.fetchPage('/ssls', 1, { signal, size: 1 });
      return undefined;
    }
  }

  private async fetchPage(
    path: string,
    page: number,
    { signal, size = pageSize }: { readonly signal: AbortSignal; readonly size?: number },
  ) {
    // In the order of creation: what changes while pages are read does not move.
    const query = { page, page_size: size, order_by: 'created_at', direction: 'asc' };
    const list = this.http.list(this.toCall({ path, query, signal }), ['list']);
    const { objects, answer } = await collectList(list);
    const read = readPage(this.checked(answer, 'GET').json);
    if (read === undefined) throw toAnswerError(answer, { isWrite: false });
    return { ...read, objects: [...objects, ...read.objects], bytes: answer.bytes };
  }

  private async send(call: Call): Promise<Answer> {
    return this.checked(await this.http.send(this.toCall(call)), call.method);
  }

  /** Makes a call of a path below `/apisix/admin`. */
  private toCall<T extends Pick<Call, 'path' | 'query'>>(call: T): T {
    return { ...call, path: `/apisix/admin${call.path}`, query: { ...this.group.query, ...call.query } };
  }

  /** @throws GatewayError where the answer is no success */
  private checked(answer: Answer, method: Call['method']): Answer {
    if (isSuccess(answer)) return answer;
    const kind = method !== 'POST' && saysMissing(answer) ? 'notFound' : undefined;
    throw toAnswerError(answer, { isWrite: isWrite(method), kind });
  }
}

const toPath = (id: string): string => {
  if (!isEnterpriseId(id)) throw new GatewayError('notFound', 'There can be no certificate with this id.');
  return `/ssls/${encodeURIComponent(id)}`;
};
