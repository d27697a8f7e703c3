import { resolve } from 'node:path';
import type { FileAccess, OpenText } from '../../../../src/app/sources/fileReadings';
import { unlock } from '../../../../src/app/sources/unlock';
import { UnlockProcesses } from '../../../../src/app/sources/unlockProcesses';
import type { Cooperative } from '../../../../src/shared/cooperative';
import { runSync } from '../../../../src/shared/cooperative';

const register = resolve(__dirname, '../../../host/register.cjs');
/** Starts processes like the extension, from the source. */
export const makeUnlockers = (): UnlockProcesses =>
  new UnlockProcesses({
    path: resolve(__dirname, '../../../../src/app/sources/unlockWorker.ts'),
    nodeOptions: ['--require', register],
  });

/** The processes of all {@link FakeFiles}. */
export const unlockers = makeUnlockers();

/** Files in memory, which count how often each is read. */
export class FakeFiles implements FileAccess {
  private readonly files = new Map<string, { readonly bytes: Uint8Array; readonly mtime: number }>();
  private readonly documents = new Map<string, OpenText>();
  /** Uris in the order that they were read. */
  readonly reads: string[] = [];
  /** The number of times that the text of an open document was taken. */
  texts = 0;
  opened = 0;
  /** Settles when reading may go on. */
  gate: Promise<void> = Promise.resolve();

  write(uri: string, content: string | Uint8Array, mtime = 1): void {
    this.files.set(uri, { bytes: typeof content === 'string' ? new TextEncoder().encode(content) : content, mtime });
  }

  /** All that were written, in that order. */
  get uris(): readonly string[] {
    return [...this.files.keys()];
  }

  show(uri: string, text: string, options: { readonly version: number; readonly read?: OpenText['read'] }): void {
    const take = (): string => {
      this.texts++;
      return text;
    };
    this.documents.set(uri, { length: text.length, text: take, isForeign: false, ...options });
  }

  close(uri: string): void {
    this.documents.delete(uri);
  }

  open(uri: string): OpenText | undefined {
    return this.documents.get(uri);
  }

  stat(uri: string): Promise<{ isFile: boolean; mtime: number; size: number }> {
    if (uri.endsWith('/')) return Promise.resolve({ isFile: false, mtime: 1, size: 0 });
    const file = this.files.get(uri);
    return file
      ? Promise.resolve({ isFile: true, mtime: file.mtime, size: file.bytes.length })
      : Promise.reject(new Error('gone'));
  }

  async readFile(uri: string): Promise<Uint8Array> {
    this.reads.push(uri);
    await this.gate;
    const file = this.files.get(uri);
    if (!file || uri.includes('forbidden')) throw new Error('not allowed');
    return file.bytes;
  }

  openStore(der: Uint8Array, options: Parameters<FileAccess['openStore']>[1]): ReturnType<FileAccess['openStore']> {
    this.opened++;
    return unlock({ form: 'pkcs12', der }, '', { start: unlockers.start, ...options, timeLimit: 60_000 });
  }
}

/** All of the work, unless it is not wanted. */
export const inTestSlices = <T>(work: Cooperative<T>, isWanted: () => boolean): Promise<T | undefined> =>
  Promise.resolve(isWanted() ? runSync(work) : undefined);
