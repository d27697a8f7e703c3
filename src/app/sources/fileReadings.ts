import type { PemCache, PemDocument } from '../../core/document/document';
import { certificatesOf, readPemDocument, readPemDocumentSteps } from '../../core/document/document';
import type { FileBytes } from '../../core/findings/ruleContext';
import type { Trigger, WorkLimits } from '../../core/limits';
import { limits, limitsOf } from '../../core/limits';
import type { Certificate } from '../../core/model';
import type { LineStarts } from '../../core/pem/lineStarts';
import { findLineStartsSteps } from '../../core/pem/lineStarts';
import type { Cooperative, InSlices } from '../../shared/cooperative';
import { runSync } from '../../shared/cooperative';
import { raceAbort } from '../base/limiter';
import { mayHoldCertificate } from './certificateNames';
import type { FileContent } from './fileContent';
import { toFileContent } from './fileContent';
import { isForeignPath } from './foreignNames';
import type { HeldDocument, HeldParts } from './heldDocument';
import { openedPem, toHeldDocumentSteps } from './heldDocument';
import type { HoldingOptions } from './readHolding';
import { readHoldingSteps } from './readHolding';
import type { Unlocking } from './unlock';

/** The certificates and keys of a file, as far as they can be read without a password. Holds nothing private. */
export interface FileReading {
  /** The URI, as `Uri.toString()` returns it. */
  readonly uri: string;
  /**
   * False for DER, PKCS#12 and base64 as a whole: `document` is then of the PEM that it would be, and its spans are no
   * places of the file.
   */
  readonly isText: boolean;
  readonly document: PemDocument;
  /** Facts that only its bytes have. */
  readonly bytes?: FileBytes;
  /** See `HeldDocument`. */
  readonly parts?: HeldParts;
  /**
   * The offsets at which lines of the text start: spans of `document` are places there. Undefined where they are none.
   */
  readonly lines?: LineStarts;
  /** The reason why `document` is empty: behind a password (PKCS#12), too large, could not be read. */
  readonly fault?: 'encrypted' | 'tooLarge' | 'unreadable';
}

export interface FileAccess {
  /** The open document with this uri, saved or not; undefined where none shows the file's text. */
  open(uri: string): OpenText | undefined;
  /** Returns sizes in bytes. Rejects where the file is not there or cannot be asked. */
  stat(uri: string): Promise<{ readonly isFile: boolean; readonly mtime: number; readonly size: number }>;
  /** Rejects where it cannot be read. */
  readFile(uri: string): Promise<Uint8Array>;
  /** Opens a PKCS#12 file as one that has no password. */
  openStore(der: Uint8Array, options: { readonly trigger: Trigger; readonly signal: AbortSignal }): Promise<Unlocking>;
}

export interface OpenText {
  readonly version: number;
  /** Length of the text, in UTF-16 units. */
  readonly length: number;
  readonly text: () => string;
  /** Set where the text is about something else and holds certificates as values: see `HoldingOptions`. */
  readonly isForeign: boolean;
  /** The text as the editor has read it; undefined where it changed meanwhile. */
  readonly read?: (() => Promise<PemDocument | undefined>) | undefined;
}

export interface FileReadingsOptions {
  readonly access: FileAccess;
  readonly inSlices: InSlices;
  /** Hears of what was thrown where a file that is there is called unreadable: a fault of ours. */
  readonly onError?: (error: unknown) => void;
  /** The most to keep in memory; the file read last is kept in any case. */
  readonly kept?: { readonly files: number; readonly bytes: number };
}

/** One state of a file: being read, or read. */
interface CachedFile {
  readonly version: string;
  /** The trigger of the reading. An unasked one may have read less than there is. */
  readonly trigger: Trigger;
  readonly size: number;
  readonly cache: PemCache;
  readonly reading: Promise<FileReading>;
  readonly abort: AbortController;
  /** Callers that may still want it. */
  waiting: number;
  isRead: boolean;
  /** Set where the file may hold more than was read. */
  isBounded: boolean;
}

export interface ReadOptions {
  /** Decides how large the file may be, and how much work it may ask for. Open documents were asked for. */
  readonly trigger: Trigger;
  /** Leaves; the reading goes on for others who wait for it. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Reads the files of a workspace: each read once a version, at whoever's request, in slices. Open documents come before
 * what is saved.
 */
export class FileReadings {
  /** Least recently asked for first. */
  private readonly known = new Map<string, CachedFile>();
  /** Sum of the sizes of `known`. */
  private bytes = 0;

  constructor(private readonly options: FileReadingsOptions) {}

  /**
   * Reads the file as it stands now.
   *
   * @throws the signal's reason, and nothing else
   */
  async read(uri: string, { trigger, signal }: ReadOptions): Promise<FileReading> {
    signal?.throwIfAborted();
    const state = await raceAbort(this.stateOf(uri, trigger), signal);
    if ('fault' in state) {
      this.forget(uri);
      return faulty(uri, state.fault);
    }
    const before = this.known.get(uri);
    const isEnough =
      before?.version === state.version &&
      (trigger === 'unasked' || before.trigger === 'asked' || (before.isRead && !before.isBounded));
    const known = isEnough ? before : this.start(uri, { state, trigger, cache: before?.cache ?? new Map() });
    this.keep(uri, known);
    return this.join(uri, known, signal);
  }

  /** Drops a file that is known to have changed, even if its time and size are the same. */
  forget(uri: string): void {
    this.bytes -= this.known.get(uri)?.size ?? 0;
    this.known.delete(uri);
  }

  private async stateOf(uri: string, trigger: Trigger): Promise<State | { readonly fault: 'tooLarge' | 'unreadable' }> {
    const { access } = this.options;
    try {
      const open = access.open(uri);
      if (open) {
        const { version, length, text, read, isForeign } = open;
        if (length > (isForeign ? limits.foreignFileBytes : limits.fileBytes)) return { fault: 'tooLarge' };
        return {
          version: `open ${version}`,
          size: length,
          content: () => Promise.resolve({ kind: 'text', text: text() }),
          parsed: read,
          isOpen: true,
          isForeign,
        };
      }
      const { isFile, mtime, size } = await access.stat(uri);
      // Reading a pipe waits for its writer, for ever.
      if (!isFile) return { fault: 'unreadable' };
      if (size > (isForeignPath(uri) ? limits.foreignFileBytes : limitsOf[trigger].fileBytes))
        return { fault: 'tooLarge' };
      return {
        version: `${mtime} ${size}`,
        size,
        content: async () => toFileContent(await access.readFile(uri)),
        parsed: undefined,
        isOpen: false,
        isForeign: isForeignPath(uri),
      };
    } catch {
      return { fault: 'unreadable' };
    }
  }

  private start(uri: string, { state, trigger, cache }: Omit<Work, 'signal'>): CachedFile {
    const { version, size } = state;
    const abort = new AbortController();
    const reading = this.toReading(uri, { state, trigger, cache, signal: abort.signal });
    const known: CachedFile = {
      version,
      trigger,
      size,
      cache,
      reading,
      abort,
      waiting: 0,
      isRead: false,
      isBounded: false,
    };
    reading.then(
      ({ fault }) => {
        known.isRead = true;
        known.isBounded = fault !== undefined;
        // May be readable the next time.
        if (fault === 'unreadable') this.drop(uri, known);
      },
      () => this.drop(uri, known),
    );
    return known;
  }

  /** Never rejects but with the signal's reason: one file that a parser stumbles over must not end a check of all. */
  private async toReading(uri: string, work: Work): Promise<FileReading> {
    const { state, signal } = work;
    let content: FileContent;
    try {
      content = await state.content();
    } catch {
      return faulty(uri, 'unreadable');
    }
    try {
      return await this.parseContent(uri, content, work);
    } catch (error) {
      signal.throwIfAborted();
      this.options.onError?.(error);
      return faulty(uri, 'unreadable');
    }
  }

  private async parseContent(uri: string, content: FileContent, work: Work): Promise<FileReading> {
    const { state, trigger, signal } = work;
    signal.throwIfAborted();
    const { isForeign } = state;
    // Nothing more is done with what has no sign of a certificate in it.
    if (isForeign && content.kind === 'text' && !mayHoldCertificate(content.text))
      return { uri, isText: true, document: noPem };
    const document = content.kind === 'text' && !isForeign ? await state.parsed?.() : undefined;
    const steps = readHeldSteps(content, { document, cache: work.cache, most: this.most(work), isForeign });
    const file = (await this.options.inSlices(steps, () => !signal.aborted)) ?? ({ kind: 'unknown' } as const);
    signal.throwIfAborted();
    switch (file.kind) {
      case 'document': {
        const { document: held, isText, parts } = file;
        if (!isText || content.kind !== 'text')
          return this.within(work, {
            uri,
            isText: false,
            document: held,
            bytes: { isDerNamedPem: /\.pem$/i.test(uri) },
          });
        return this.within(work, {
          uri,
          isText,
          document: held,
          ...(parts && { parts }),
          ...(content.encoding && { bytes: { encoding: content.encoding } }),
          ...(await this.findLines(content.text, signal)),
        });
      }
      case 'unknown':
        return { uri, isText: false, document: noPem };
      case 'encrypted': {
        const decrypted = await this.options.access.openStore(file.der, { trigger, signal });
        signal.throwIfAborted();
        if (decrypted.status !== 'opened')
          return { ...faulty(uri, decrypted.status === 'broken' ? 'unreadable' : 'encrypted'), isText: false };
        return this.within(work, { uri, isText: false, document: await this.parse(openedPem(decrypted), work) });
      }
    }
  }

  /**
   * Refuses what was not read to its end: no check and no search may take it for the whole. Asked for, the check says
   * so.
   */
  private within({ trigger }: Work, read: FileReading): FileReading {
    const isCut = trigger === 'unasked' && read.document.isTruncated && read.document.parts.length < limits.blocks;
    return isCut ? { ...faulty(read.uri, 'tooLarge'), isText: read.isText } : read;
  }

  /** Returns the limits for a text. A certificate file that is open counts as asked for. */
  private most({ state, trigger }: Work): WorkLimits {
    return limitsOf[state.isOpen && !state.isForeign ? 'asked' : trigger];
  }

  private async parse(text: string, work: Work): Promise<PemDocument> {
    const { cache, signal } = work;
    const steps = readPemDocumentSteps(text, cache, this.most(work));
    const document = await this.options.inSlices(steps, () => !signal.aborted);
    signal.throwIfAborted();
    return document ?? noPem;
  }

  private async findLines(text: string, signal: AbortSignal): Promise<Pick<FileReading, 'lines'>> {
    const lines = await this.options.inSlices(findLineStartsSteps(text), () => !signal.aborted);
    signal.throwIfAborted();
    return lines ? { lines } : {};
  }

  /** Waits for a reading. One that nobody waits for any more is given up. */
  private async join(uri: string, known: CachedFile, signal: AbortSignal | undefined): Promise<FileReading> {
    known.waiting++;
    try {
      return await raceAbort(known.reading, signal);
    } finally {
      known.waiting--;
      if (known.waiting === 0 && !known.isRead) {
        this.drop(uri, known);
        known.abort.abort();
      }
    }
  }

  private keep(uri: string, known: CachedFile): void {
    const { files, bytes } = this.options.kept ?? defaultKept;
    this.forget(uri);
    this.known.set(uri, known);
    this.bytes += known.size;
    for (const oldest of this.known.keys()) {
      if ((this.known.size <= files && this.bytes <= bytes) || oldest === uri) return;
      this.forget(oldest);
    }
  }

  private drop(uri: string, known: CachedFile): void {
    if (this.known.get(uri) === known) this.forget(uri);
  }
}

interface State {
  /** Returns a text that differs wherever the content may. */
  readonly version: string;
  readonly size: number;
  readonly content: () => Promise<FileContent>;
  readonly parsed: OpenText['read'];
  readonly isOpen: boolean;
  readonly isForeign: boolean;
}

interface Work {
  readonly state: State;
  readonly trigger: Trigger;
  readonly cache: PemCache;
  readonly signal: AbortSignal;
}

/** The number of files that one search reads, so that the next one finds them all. */
const defaultKept = { files: limits.workspaceFiles, bytes: 32 * 1024 * 1024 };

function* readHeldSteps(content: FileContent, options: HoldingOptions): Cooperative<HeldDocument> {
  return yield* toHeldDocumentSteps(yield* readHoldingSteps(content, options));
}

const empty: PemDocument = readPemDocument('');
const noPem: PemDocument = { ...empty, looksLike: 'text' };

const faulty = (uri: string, fault: NonNullable<FileReading['fault']>): FileReading => ({
  uri,
  isText: true,
  document: empty,
  fault,
});

/** Reads certificates as a server sends them: DER, PEM, base64, PKCS#7. Never throws. */
export function readCertificates(bytes: Uint8Array): readonly Certificate[] {
  const file = runSync(readHeldSteps(toFileContent(bytes), {}));
  return file.kind === 'document' ? certificatesOf(file.document) : [];
}
