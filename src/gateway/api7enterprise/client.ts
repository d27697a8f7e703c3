import type { ListedCertificate, StoredCertificate } from '../../core/model';
import type { Answer } from '../answer';
import { toAnswerError } from '../answer';
import { answerLimits } from '../answerLimits';
import { otherObject, unlessCancelled } from '../failures';
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
import { pageThrough } from '../paging';
import { readRecord } from '../read';
import { isWrite } from '../transport';
import { checkUnchanged, withCurrent } from '../unchanged';
import { checkAnyRead, gather } from '../uses';
import { isEnterpriseId } from './ids';
import type { GroupRecord, SslRecord } from './records';
import {
  readErrorWords,
  readGroup,
  readNative,
  readPage,
  readService,
  readSsl,
  readValue,
  readVersion,
} from './records';
import { toListed, toReplacement, toReplacementBody, toScope, toSslBody, toStored } from './translate';
import { listUpstreams } from './upstreams';
import { toUses } from './uses';

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

/** Milliseconds that a list waits to hear of what kind its gateway group is. */
const groupPatience = 5_000;

const adminKeyGroup = 'group of this admin key';

/** Lists gateway groups; none for an admin key, which is made for one. */
export async function listScopes(access: Access, signal: AbortSignal): Promise<readonly Scope[]> {
  if (access.scopes.length > 0 || isAdminKey(access)) return [];
  const http = openEnterprise(access);
  try {
    return (await listGroups(http, signal)).map(toScope);
  } finally {
    http.dispose();
  }
}

const isAdminKey = ({ token }: Access): boolean => token?.startsWith('a7adm-') === true;

function openEnterprise(access: Access): Http {
  return openHttp({
    access,
    // Only the origin: the API's paths begin at its root, and people paste an address of the console.
    origin: readAddress(access.address).origin,
    toTokenHeader: (token) => ({ 'x-api-key': token }),
    isTokenRequired: true,
    toWords: readErrorWords,
  });
}

async function listGroups(http: Http, signal: AbortSignal): Promise<readonly GroupRecord[]> {
  const found = new Map<string, GroupRecord>();
  for (let page = 1; page <= answerLimits.scopePages; page += 1) {
    const query = { page, page_size: pageSize };
    const answer = await http.send({ method: 'GET', path: '/api/gateway_groups', query, isList: true, signal });
    const read = answer.status === 200 ? readPage(answer.json) : undefined;
    if (read === undefined) throw toAnswerError(answer, { isWrite: false });
    const before = found.size;
    for (const group of read.objects.map(readGroup)) if (group !== undefined) found.set(group.id, group);
    // Nothing new: the end, or a server that ignores paging.
    if (found.size === before || found.size >= (read.total ?? answerLimits.scopes)) break;
  }
  return [...found.values()].slice(0, answerLimits.scopes);
}

/** Speaks the API of API7 Enterprise's dashboard. */
export class Api7EnterpriseGateway implements Gateway {
  readonly capabilities = capabilities;
  private readonly http: Http;
  /** Undefined: not known yet. */
  private isIngress: boolean | undefined;

  constructor(private readonly access: Access) {
    this.http = openEnterprise(access);
  }

  async check(signal: AbortSignal): Promise<Identity> {
    await this.fetchPage('/ssls', 1, { signal, size: 1 });
    // The certificates can be listed: what else the token may not read is no failure.
    const version = await this.readVersion(signal).catch(unlessCancelled);
    const group = isAdminKey(this.access) ? undefined : await this.readGroup(signal).catch(unlessCancelled);
    if (group) this.isIngress = group.isIngress;
    const name = isAdminKey(this.access) ? adminKeyGroup : `gateway group ${group?.name ?? this.groupId()}`;
    const warnings: string[] = [];
    if (version === undefined) warnings.push('This API7 Enterprise does not report its version.');
    if (group?.isIngress === true)
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
        await this.learnGroup(signal);
        return read;
      },
      concurrency: answerLimits.requestsAtOnce,
      readObject: (object) => {
        const record = readSsl(object);
        return typeof record === 'string' ? record : this.marked(toListed(record));
      },
    });
    for await (const page of pages) yield { ...page, ...(this.isIngress && { isOfIngressGroup: true }) };
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
        throw error instanceof GatewayError ? await withCurrent(error, () => this.read(id, signal)) : error;
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
      if (isEmptySuccess(answer) && (await this.read(id, signal).catch(unlessMissing)) !== undefined)
        throw toAnswerError(answer, { isWrite: true });
      return 'removed';
    } catch (error) {
      if (!(error instanceof GatewayError) || error.kind !== 'notFound') throw error;
      if ((await this.find(id, signal)) !== undefined) throw error;
      return 'alreadyGone';
    }
  }

  async uses(signal: AbortSignal): Promise<References> {
    // Together, so that a gateway that hangs costs one time limit; and none goes on once one has shown that none can.
    const stop = new AbortController();
    const all = AbortSignal.any([signal, stop.signal]);
    const pagesOf = <T extends { readonly id: string }>(path: string, readObject: (json: unknown) => T | string) =>
      pageThrough({ fetchPage: (page) => this.fetchPage(path, page, { signal: all }), readObject });
    try {
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
      return toUses({
        services,
        natives,
        upstreams: await listUpstreams(services.items, (path) =>
          this.send({ method: 'GET', path, isList: true, signal: all }),
        ),
      });
    } finally {
      stop.abort();
    }
  }

  dispose(): void {
    this.http.dispose();
  }

  private async readVersion(signal: AbortSignal): Promise<string | undefined> {
    const answer = await this.http.send({ method: 'GET', path: '/api/version', signal });
    return answer.status === 200 ? readVersion(answer.json) : undefined;
  }

  private async readGroup(signal: AbortSignal): Promise<GroupRecord | undefined> {
    const id = this.groupId();
    return (await listGroups(this.http, signal)).find((group) => group.id === id);
  }

  /**
   * Finds out once whether the ingress controller feeds the gateway group. A token may work on a group without being
   * shown it: then nothing is known.
   */
  private async learnGroup(signal: AbortSignal): Promise<void> {
    if (this.isIngress !== undefined) return;
    if (isAdminKey(this.access)) return void (this.isIngress = false);
    const patience = AbortSignal.any([signal, AbortSignal.timeout(groupPatience)]);
    try {
      const group = await this.readGroup(patience);
      this.isIngress = group?.isIngress === true;
    } catch (error) {
      if (signal.aborted || !(error instanceof GatewayError)) throw error;
      // What is refused will be refused again.
      if (error.kind === 'forbidden' || error.kind === 'notFound') this.isIngress = false;
    }
  }

  private marked<T extends ListedCertificate>(stored: T): T {
    return this.isIngress ? { ...stored, isInIngressGroup: true } : stored;
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

  private groupId(): string {
    const [group] = this.access.scopes;
    if (group === undefined) throw new GatewayError('notFound', 'There is no gateway group chosen.');
    if (!isEnterpriseId(group)) throw new GatewayError('notFound', 'There can be no gateway group with this id.');
    return group;
  }

  private async send(call: Call): Promise<Answer> {
    return this.checked(await this.http.send(this.toCall(call)), call.method);
  }

  /** Makes a call of a path below `/apisix/admin`. */
  private toCall<T extends Pick<Call, 'path' | 'query'>>(call: T): T {
    const group = isAdminKey(this.access) ? {} : { gateway_group_id: this.groupId() };
    return { ...call, path: `/apisix/admin${call.path}`, query: { ...group, ...call.query } };
  }

  /** @throws GatewayError where the answer is no success */
  private checked(answer: Answer, method: Call['method']): Answer {
    if (isSuccess(answer)) return answer;
    const kind = method !== 'POST' && saysMissing(answer) ? 'notFound' : undefined;
    throw toAnswerError(answer, { isWrite: isWrite(method), kind });
  }
}

const isSuccess = ({ status }: Answer): boolean => status === 200 || status === 201 || status === 204;

/**
 * Returns whether an answer says that the object is missing. Its documented status for every refusal is 400: only the
 * gateway's words tell.
 */
const saysMissing = ({ status, words = '' }: Answer): boolean =>
  status === 400 && /\bnot[ _-]?(?:found|exists?)\b|\bdoes(?: not|n't) exist|\bno such\b/i.test(words);

/** Returns whether a success has no body, or one that says nothing. */
const isEmptySuccess = ({ problem, json }: Answer): boolean => {
  const record = readRecord(json);
  return problem === 'empty' || json === '' || (record !== undefined && Object.keys(record).length === 0);
};

const hasDeleted = ({ json }: Answer): boolean => readRecord(json)?.['deleted'] !== undefined;

const toPath = (id: string): string => {
  if (!isEnterpriseId(id)) throw new GatewayError('notFound', 'There can be no certificate with this id.');
  return `/ssls/${encodeURIComponent(id)}`;
};

/** Reads the object of an answer; of the id that was asked for, where one was. */
function toOne(
  answer: Answer,
  { id, isWrite: isOfWrite }: { readonly id: string | undefined; readonly isWrite: boolean },
): SslRecord {
  const value = readValue(answer.json);
  const record = value === undefined ? undefined : readSsl(value);
  if (record === undefined || typeof record === 'string') throw toAnswerError(answer, { isWrite: isOfWrite });
  if (id === undefined || record.id === id) return record;
  throw otherObject(answer, isOfWrite);
}

/** Ignores a failed look after a write: the write has left, and the failure does not take it back. */
function unlessMissing(error: unknown): undefined {
  if (!(error instanceof GatewayError)) throw error;
  if (error.kind === 'notFound') return undefined;
  const { kind, message, status, gatewayText, code, retryAfter } = error;
  throw new GatewayError(kind, message, { status, gatewayText, code, retryAfter, mayHaveTakenEffect: true });
}
