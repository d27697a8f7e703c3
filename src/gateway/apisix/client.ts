import type { ListedCertificate, StoredCertificate } from '../../core/model';
import type { Answer } from '../answer';
import { toAnswerError } from '../answer';
import { checkUnchanged, otherObject, unlessCancelled, withCurrent } from '../failures';
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
} from '../gateway';
import { GatewayError, unlessMissing } from '../gateway';
import type { Call, Http } from '../http';
import { collectList, openHttp, readAddress } from '../http';
import type { WirePage } from '../paging';
import { pageThrough } from '../paging';
import type { Notes } from '../read';
import { readList, readRecord } from '../read';
import { refused } from '../sslBody';
import { runAnswerSteps } from '../steps';
import { allTogether, checkAnyRead, gather } from '../uses';
import { isOnlyPatched, toPatch } from './change';
import { isKeyNotFound, standaloneSentence, toApisixError } from './failures';
import type { ApisixVersion } from './members';
import { parseVersion } from './members';
import type { SslRecord } from './records';
import { isAddressable, noteUnaddressable, readErrorWords, readPage, readSslItem } from './records';
import { toListed, toSslBody, toStored } from './translate';
import type { UserPath } from './uses';
import { readUser, toUses } from './uses';

/** The most that APISIX takes. It reads its whole store for every page, so fewer pages are faster for both sides. */
const pageSize = 500;

const capabilities: Capabilities = {
  wantsNames: true,
  labels: 'pairs',
  returnsPem: true,
  canEditLabelsAlone: true,
  canReadCa: true,
  hasDepth: true,
  needsKeyOnReplace: false,
  canDisable: true,
  canHavePairs: true,
};

/** Paths of the list in the envelopes of versions 3 and 2. */
const listsAt = ['list', 'node/nodes'];

/** Returns every private key of a change, to be kept out of all messages. */
const keysOf = ({ privateKey, furtherPairs = [] }: CertificateChange): string | undefined =>
  [...(privateKey === undefined ? [] : [privateKey]), ...furtherPairs.map((pair) => pair.privateKey)].join('\n') ||
  undefined;

const nothing = { objects: [], total: 0, isLast: true, envelope: 'v3' } as const;

/** Speaks the Admin API of Apache APISIX. */
export class ApisixGateway implements Gateway {
  private readonly http: Http;
  private readonly admin: string;
  private version: ApisixVersion | undefined;
  /** Set once the key has opened something: a refused write then is a matter of its role, not of the key. */
  private hasRead = false;
  /** Set where its configuration is replaced as a whole, by somebody else: it is only read here. */
  private isStandalone = false;

  constructor(access: Access) {
    const { origin, path } = readAddress(access.address);
    // People paste the address as far as they know it.
    this.admin = `${path.replace(/(?:\/apisix(?:\/admin(?:\/ssls?)?)?)?$/, '')}/apisix/admin`;
    this.http = openHttp({
      access,
      origin,
      toTokenHeader: (token) => ({ 'x-api-key': token }),
      isTokenRequired: false,
      toWords: readErrorWords,
    });
  }

  get capabilities(): Capabilities {
    return this.isStandalone ? { ...capabilities, isReadOnly: true } : capabilities;
  }

  async check(signal: AbortSignal): Promise<Identity> {
    const page = await this.fetchPage(1, 10, signal);
    const warnings: string[] = [];
    if (page.envelope === 'v2') warnings.push('This APISIX uses the API of version 2 (admin_api_version is not v3).');
    if (this.isStandalone)
      warnings.push(
        'This APISIX runs in standalone mode: its certificates are shown, and changed only where its configuration comes from.',
      );
    if (this.version === undefined) warnings.push('This APISIX does not report its version.');
    return this.version === undefined
      ? { description: 'APISIX', warnings }
      : { description: `APISIX ${this.version.text}`, version: this.version.text, warnings };
  }

  list(signal: AbortSignal): AsyncIterable<Page> {
    return pageThrough({
      fetchAll: () => this.fetchAll(signal),
      fetchPage: (page, stop) => this.fetchPage(page, pageSize, AbortSignal.any([signal, stop])),
      readObject: (object) => {
        const record = readSslItem(object);
        return typeof record === 'string' ? record : this.marked(toListed(record, this.version));
      },
    });
  }

  async read(id: string, signal: AbortSignal): Promise<StoredCertificate> {
    return this.marked(toStored(await this.readSsl(id, signal), this.version));
  }

  private marked<T extends ListedCertificate>(stored: T): T {
    return this.isStandalone ? { ...stored, isReadOnly: true } : stored;
  }

  async readAsIs(id: string, signal: AbortSignal): Promise<unknown> {
    return (await this.readSsl(id, signal)).value;
  }

  async create(bundle: CertificateBundle, signal: AbortSignal, onSent?: () => void): Promise<StoredCertificate> {
    this.checkWritable();
    const body = toSslBody(bundle, this.version);
    const { privateKey } = bundle;
    const answer = await this.send({ method: 'POST', path: `${this.admin}/ssls`, body, privateKey, signal, onSent });
    const record = answer.status === 200 || answer.status === 201 ? readSslItem(answer.json) : undefined;
    if (record === undefined || typeof record === 'string') throw await this.toError(answer, signal, true);
    return toStored(record, this.version);
  }

  async replace(
    id: string,
    change: CertificateChange,
    { expected, signal, onSent }: ReplaceOptions,
  ): Promise<StoredCertificate> {
    const before = await this.readSsl(id, signal);
    const current = toStored(before, this.version);
    checkUnchanged(current, expected);
    this.checkWritable();
    const patch = toPatch(before, change, this.version);
    if (Object.keys(patch).length === 0) return current;
    const answer = await this.send({
      method: 'PATCH',
      path: this.toPath(id),
      body: patch,
      privateKey: keysOf(change),
      signal,
      onSent,
    });
    if (isKeyNotFound(answer)) throw toAnswerError(answer, { isWrite: true });
    const after = answer.status === 200 ? readSslItem(answer.json) : undefined;
    if (after === undefined || typeof after === 'string')
      throw await withCurrent(await this.toError(answer, signal, true), () => this.read(id, signal));
    if (after.id !== id) throw otherObject(answer, true);
    if (isOnlyPatched(before.value, after.value, patch)) return toStored(after, this.version);
    const sentence = 'Somebody else changed the object at the same moment; it now holds both changes.';
    throw new GatewayError('conflict', sentence, {
      status: answer.status,
      current: toStored(after, this.version),
      mayHaveTakenEffect: true,
    });
  }

  async remove(id: string, { expected, signal, onSent }: RemoveOptions): Promise<'removed' | 'alreadyGone'> {
    const path = this.toPath(id);
    if (expected !== undefined) {
      const current = await this.read(id, signal).catch(unlessMissing);
      if (current === undefined) return 'alreadyGone';
      checkUnchanged(current, expected);
    }
    this.checkWritable();
    const answer = await this.send({ method: 'DELETE', path, signal, onSent });
    if (isKeyNotFound(answer)) return 'alreadyGone';
    if (answer.status !== 200 || readRecord(answer.json)?.['deleted'] === undefined)
      throw await this.toError(answer, signal, true);
    return 'removed';
  }

  uses(signal: AbortSignal): Promise<References> {
    return allTogether(signal, async (all) => {
      const read = (path: UserPath) => this.gatherUsers(path, all);
      const [routes, services, upstreams, streamRoutes] = await Promise.all([
        read('routes'),
        read('services'),
        read('upstreams'),
        read('stream_routes'),
      ]);
      checkAnyRead([routes, services, upstreams, streamRoutes]);
      return runAnswerSteps(toUses({ routes, services, upstreams, stream_routes: streamRoutes }), signal);
    });
  }

  dispose(): void {
    this.http.dispose();
  }

  private toPath(id: string): string {
    // Not `notFound`: the list has it, and it stays.
    const notes: Notes = [];
    noteUnaddressable(id, notes);
    const [explanation] = notes;
    if (explanation !== undefined)
      throw new GatewayError('rejected', 'No address leads to an object with this ID.', { explanation });
    if (!isAddressable(id)) throw new GatewayError('notFound', 'There can be no object with this id.');
    return `${this.admin}/ssls/${encodeURIComponent(id)}`;
  }

  private async readSsl(id: string, signal: AbortSignal): Promise<SslRecord> {
    const answer = await this.send({ method: 'GET', path: this.toPath(id), signal });
    const record = answer.status === 200 ? readSslItem(answer.json) : await this.findStandalone(id, answer, signal);
    if (record === undefined && isKeyNotFound(answer)) throw toAnswerError(answer, { isWrite: false });
    if (record === undefined || typeof record === 'string') throw await this.toError(answer, signal);
    if (record.id !== id) throw otherObject(answer, false);
    return record;
  }

  private gatherUsers(kind: UserPath, signal: AbortSignal) {
    const fetchPage = async (page: number) => {
      const answer = await this.send({
        method: 'GET',
        path: `${this.admin}/${kind}`,
        query: { page, page_size: pageSize },
        isList: true,
        signal,
      });
      const read = answer.status === 200 ? readPage(answer.json) : undefined;
      if (read === undefined && isKeyNotFound(answer)) return nothing;
      const standalone = read === undefined ? await this.readStandalone(kind, answer, signal) : undefined;
      if (standalone !== undefined) return standalone;
      if (read === undefined) throw toAnswerError(answer, { isWrite: false });
      return { ...read, bytes: answer.bytes };
    };
    return gather({
      kind,
      pages: pageThrough({ fetchPage, readObject: readUser }),
      // So says an APISIX that passes no streams.
      isAbsent: ({ status }) => kind === 'stream_routes' && (status === 400 || status === 404),
    });
  }

  /** @param query the page; without one all that there is, which the server reads for every page anyway */
  private askList(signal: AbortSignal, query?: Call['query']) {
    return this.http.list(
      {
        path: `${this.admin}/ssls`,
        ...(query === undefined ? { isUnpaged: true } : { query }),
        signal,
        onHeaders: (header) => this.noteVersion(header),
      },
      listsAt,
    );
  }

  private async *fetchAll(signal: AbortSignal): AsyncGenerator<readonly unknown[], WirePage> {
    const answer = yield* this.askList(signal);
    return this.toPage(answer, [], signal);
  }

  private async fetchPage(page: number, size: number, signal: AbortSignal) {
    const { objects, answer } = await collectList(this.askList(signal, { page, page_size: size }));
    return this.toPage(answer, objects, signal);
  }

  /** @param objects those that were read before the rest of the answer was there */
  private async toPage(answer: Answer, objects: readonly unknown[], signal: AbortSignal) {
    // Etcd was never written to.
    if (isKeyNotFound(answer)) return nothing;
    const read = answer.status === 200 ? readPage(answer.json) : undefined;
    const standalone = read === undefined ? await this.readStandalone('ssls', answer, signal) : undefined;
    if (standalone !== undefined) return standalone;
    if (read === undefined) throw await this.toError(answer, signal);
    this.hasRead = true;
    return { ...read, objects: [...objects, ...read.objects], bytes: answer.bytes };
  }

  /**
   * Reads the objects of a kind in API-driven standalone mode, where nothing but the whole configuration can be read.
   * Its private keys are in clear and go with the reading of the answer, before anything is made of it. Undefined where
   * this is no such gateway.
   */
  private async readStandalone(kind: 'ssls' | UserPath, missing: Answer, signal: AbortSignal) {
    if (missing.status !== 404 || isKeyNotFound(missing)) return undefined;
    const path = `${this.admin}/configs`;
    const head = await this.send({ method: 'HEAD', path, signal }).catch(unlessCancelled);
    if (head?.status !== 200) return undefined;
    const answer = await this.send({ method: 'GET', path, isList: true, signal });
    const config = answer.status === 200 ? readRecord(answer.json) : undefined;
    const objects = config && readList(config[kind] ?? []);
    if (objects === undefined) throw toAnswerError(answer, { isWrite: false });
    this.isStandalone = true;
    const items = objects.map((value) => ({ value }));
    return { objects: items, total: items.length, isLast: true, envelope: 'v3', bytes: answer.bytes } as const;
  }

  private async findStandalone(id: string, missing: Answer, signal: AbortSignal): Promise<SslRecord | undefined> {
    const page = await this.readStandalone('ssls', missing, signal);
    const records = page?.objects.map(readSslItem);
    if (records === undefined) return undefined;
    const record = records.find((each) => typeof each !== 'string' && each.id === id);
    if (record === undefined || typeof record === 'string')
      throw new GatewayError('notFound', 'The configuration holds no such certificate.', { status: 404 });
    return record;
  }

  private checkWritable(): void {
    if (this.isStandalone) throw refused(standaloneSentence);
  }

  private async send(call: Call): Promise<Answer> {
    const answer = await this.http.send(call);
    this.noteVersion(answer.header);
    return answer;
  }

  private noteVersion(header: (name: string) => string | undefined): void {
    this.version = parseVersion(header('server')) ?? this.version;
  }

  private toError(answer: Answer, signal: AbortSignal, isWrite = false): Promise<GatewayError> {
    const { admin, hasRead } = this;
    const version = () => this.version;
    return toApisixError(answer, { isWrite, hasRead, version, admin, send: (call) => this.send({ ...call, signal }) });
  }
}
