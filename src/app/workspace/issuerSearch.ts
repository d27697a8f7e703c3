/**
 * The issuers that a chain lacks: in certificate files, in what gateways hold, among the public roots; each verified as
 * a client does.
 */
import type { Completion } from '../../core/chain/completion';
import { completeChainSteps } from '../../core/chain/completion';
import type { LinkCache } from '../../core/chain/links';
import { certificatesOf, readPemDocument } from '../../core/document/document';
import type { Certificate } from '../../core/model';
import { scanPem } from '../../core/pem/scan';
import { parseCertificate } from '../../core/x509/certificate';
import { nameKey } from '../../core/x509/nameSubtrees';
import type { Cooperative, InSlices } from '../../shared/cooperative';
import type { CertificateEntry, FullEntry } from '../inventory/certificateEntry';
import type { FileReading } from '../sources/fileReadings';

/** The place an issuer was found in. */
export type IssuerOrigin =
  | { readonly kind: 'file'; readonly uri: string }
  | { readonly kind: 'gateway'; readonly connection: string; readonly id: string }
  | { readonly kind: 'address'; readonly address: string };

export interface IssuerSearchTask {
  readonly leaf: Certificate;
  readonly known: readonly Certificate[];
  /** PEM of the roots that clients have as a rule: a chain ends at them, and they are never sent. */
  readonly roots: readonly string[];
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly inSlices: InSlices;
  readonly signal: AbortSignal;
}

export interface SearchedPlaces {
  readonly files: number;
  /** Uris of files behind a password, too large, or that cannot be read. */
  readonly unread: readonly string[];
  /** Objects that gateways hold and that were read. */
  readonly objects: number;
  /** Ids of connections of which nothing is listed, or an object could not be read. */
  readonly unlisted: readonly string[];
  /** Ids of those that do not return certificates. */
  readonly withoutPem: readonly string[];
}

/** The parts of gateways that a search needs: their lists as they are known, and their objects. */
export interface IssuerGateways {
  readonly connections: readonly { readonly id: string }[];
  /** Undefined where nothing was listed. */
  readonly entries: (connection: string) => readonly CertificateEntry[] | undefined;
  /** All of an object. Rejects where it cannot be read. */
  readonly read: (connection: string, id: string, signal: AbortSignal) => Promise<FullEntry>;
}

/** The number of files that are read at once. */
const maxParallelReads = 4;
/** Objects that are read of one gateway: certificates of one issuer have one chain as a rule. */
const maxObjects = 5;
/** Certificates of CAs that are kept while files are looked at. */
const maxFound = 2_000;

export class IssuerSearch {
  private readonly candidates = new Map<
    string,
    { readonly certificate: Certificate; readonly origin?: IssuerOrigin }
  >();
  private readonly cache: LinkCache = new Map();
  private readonly looked = { files: 0, objects: 0 };
  private readonly unread = new Set<string>();
  private readonly unlisted = new Set<string>();
  private readonly withoutPem = new Set<string>();

  private constructor(
    private readonly task: IssuerSearchTask,
    private state: Completion,
  ) {}

  /** Knows the text and the public roots. @throws the signal's reason */
  static async start(task: IssuerSearchTask): Promise<IssuerSearch> {
    const { leaf, known, now, roots } = task;
    const search = new IssuerSearch(task, await run(task, completeChainSteps({ leaf, known, candidates: [], now })));
    for (const certificate of await run(task, readRoots(roots)))
      search.candidates.set(certificate.fingerprints.sha256, { certificate });
    await search.judge();
    return search;
  }

  /** The completion as far as it is known now. */
  get completion(): Completion {
    return this.state;
  }

  /** Set where nothing is missing, or only a root that nobody sends. */
  get isComplete(): boolean {
    return this.state.missingIssuer === undefined;
  }

  get outcome(): SearchedPlaces {
    const { unread, unlisted, withoutPem } = this;
    return { ...this.looked, unread: [...unread], unlisted: [...unlisted], withoutPem: [...withoutPem] };
  }

  originOf({ fingerprints }: Certificate): IssuerOrigin | undefined {
    return this.candidates.get(fingerprints.sha256)?.origin;
  }

  /** Looks into files, nearest first, until the chain is complete. @throws the signal's reason */
  async lookInFiles(
    uris: readonly string[],
    { read, onLooked }: { readonly read: (uri: string) => Promise<FileReading>; readonly onLooked?: () => void },
  ): Promise<void> {
    for (let start = 0; start < uris.length && !this.isComplete; start += maxParallelReads) {
      const readings = await Promise.all(uris.slice(start, start + maxParallelReads).map(read));
      this.task.signal.throwIfAborted();
      for (const { uri, document, fault } of readings) {
        this.looked.files++;
        onLooked?.();
        if (fault) this.unread.add(uri);
        await this.take(certificatesOf(document), { kind: 'file', uri });
      }
    }
  }

  /**
   * Looks at what gateways hold: objects of an issuer of this chain, read by themselves. @throws the signal's reason
   */
  async lookInGateways(gateways: IssuerGateways): Promise<void> {
    for (const { id } of gateways.connections) {
      if (this.isComplete) return;
      const entries = gateways.entries(id);
      if (!entries) this.unlisted.add(id);
      else await this.lookInGateway(id, entries, gateways);
    }
  }

  /** Takes what an address answered. @throws the signal's reason */
  async takeAnswer(
    certificates: readonly Certificate[],
    address: string,
  ): Promise<'issuer' | 'notIssuer' | 'noCertificate'> {
    const before = this.state;
    if (certificates.length === 0) return 'noCertificate';
    await this.take(certificates, { kind: 'address', address });
    const isFurther = this.state.top !== before.top || this.state.missingIssuer !== before.missingIssuer;
    return isFurther ? 'issuer' : 'notIssuer';
  }

  private async lookInGateway(
    connection: string,
    entries: readonly CertificateEntry[],
    { read }: IssuerGateways,
  ): Promise<void> {
    const candidates = await run(this.task, this.candidatesOf(entries));
    if (entries.length > 0 && entries.every(({ content }) => content === 'notReturned'))
      this.withoutPem.add(connection);
    for (const { stored } of candidates) {
      if (this.isComplete) return;
      const { signal } = this.task;
      const full = await read(connection, stored.id, signal).catch(() => undefined);
      signal.throwIfAborted();
      if (!full) {
        this.unlisted.add(connection);
        continue;
      }
      this.looked.objects++;
      const ca = full.stored.ca?.pem === undefined ? [] : certificatesOf(readPemDocument(full.stored.ca.pem));
      await this.take([...full.chain, ...ca], { kind: 'gateway', connection, id: stored.id });
    }
  }

  /**
   * Yields entries that may hold an issuer of this chain: of the same issuer with a chain behind, or the issuer itself.
   * One of each chain.
   */
  private *candidatesOf(entries: readonly CertificateEntry[]): Cooperative<readonly CertificateEntry[]> {
    const { leaf, known } = this.task;
    const own = new Set(known.map(({ fingerprints }) => fingerprints.sha256));
    const issuers = new Set([leaf, ...known, this.state.top].map(({ issuer }) => issuer.text));
    const chains = new Map<string, CertificateEntry>();
    for (const [index, entry] of entries.entries()) {
      if (index % 1_000 === 0) yield;
      const isIssuer = entry.subject !== undefined && issuers.has(entry.subject);
      const hasIssuer = entry.issuer !== undefined && issuers.has(entry.issuer) && entry.fingerprints.length > 1;
      if (!isIssuer && !hasIssuer) continue;
      const chain = entry.fingerprints.slice(isIssuer ? 0 : 1).filter((each) => !own.has(each));
      if (chain.length > 0 && chains.size < maxObjects) chains.set(chain.join(), entry);
    }
    return [...chains.values()];
  }

  /** Keeps what may be an issuer, and looks what the chain is with it. */
  private async take(certificates: readonly Certificate[], origin: IssuerOrigin): Promise<void> {
    let isWanted = false;
    for (const certificate of certificates) {
      const { sha256 } = certificate.fingerprints;
      if (this.candidates.size >= maxFound) break;
      if (this.candidates.has(sha256)) continue;
      this.candidates.set(sha256, { certificate, origin });
      isWanted ||= nameKey(certificate.subject) === nameKey(this.state.top.issuer);
    }
    if (isWanted) await this.judge();
  }

  private async judge(): Promise<void> {
    const { leaf, known, now } = this.task;
    const candidates = [...this.candidates.values()].map(({ certificate }) => certificate);
    this.state = await run(this.task, completeChainSteps({ leaf, known, candidates, now, cache: this.cache }));
  }
}

function* readRoots(roots: readonly string[]): Cooperative<readonly Certificate[]> {
  const certificates: Certificate[] = [];
  for (const pem of roots) {
    yield;
    const [block] = scanPem(pem).blocks;
    const reading = block?.kind === 'certificate' && block.der ? parseCertificate(block.der) : undefined;
    if (reading?.ok) certificates.push(reading.value);
  }
  return certificates;
}

async function run<T>({ inSlices, signal }: IssuerSearchTask, work: Cooperative<T>): Promise<T> {
  const result = await inSlices(work, () => !signal.aborted);
  signal.throwIfAborted();
  if (result === undefined) throw new Error('The work was given up.');
  return result;
}
