import { expiryState } from '../../core/x509/expiry';
import type { Disposable, Event } from '../../shared/emitter';
import { Emitter } from '../../shared/emitter';
import type { Scheduler } from '../base/scheduler';
import { Throttle } from '../base/throttle';
import type { Clock } from '../inventory/stateCounts';
import type { CheckedFile } from './workspaceCheckFile';

/**
 * The result of one file. `off`: the settings switch its check off. `gone`: it is no file any more, or none of the
 * workspace.
 */
export type FileOutcome = CheckedFile | 'off' | 'gone';

export interface WorkspaceCheckParts {
  /** The files to check, as `Uri.toString()`, in the order in which to check them. */
  readonly find: (signal: AbortSignal) => Promise<readonly string[]>;
  /** Never rejects. Undefined where it was given up. */
  readonly check: (uri: string, signal: AbortSignal) => Promise<FileOutcome | undefined>;
  /** Files of one group are checked by one another: when one changes, all of them are checked again. */
  readonly groupOf: (uri: string) => string;
  readonly scheduler: Scheduler;
  readonly now: () => number;
}

export type CheckProgress =
  | { readonly kind: 'unchecked' }
  /** `total` is undefined while files are still looked for. */
  | { readonly kind: 'checking'; readonly done: number; readonly total: number | undefined }
  /** False for `isComplete`: it was stopped, after `done` of `total` files where these were known. */
  | { readonly kind: 'checked'; readonly done: number; readonly total: number; readonly isComplete: boolean };

/** The number of files that are read at the same time: what is far away is waited for together. */
const maxParallelChecks = 4;

/** Milliseconds between two looks at files that keep changing. */
const recheckInterval = 500;

/**
 * The certificate files of the workspace as they stand, from the first check on: what changes afterwards is checked
 * again.
 */
export class WorkspaceCheck implements Disposable {
  private readonly changes = new Emitter<undefined>();
  private readonly outcomes = new Map<string, CheckedFile | 'off'>();
  private readonly changed = new Set<string>();
  /** The latest check of each file under way: its outcome holds, and no other's. */
  private readonly latest = new Map<string, object>();
  private readonly rechecks: Throttle;
  private readonly over = new AbortController();
  private running: AbortController | undefined;
  private current: CheckProgress = { kind: 'unchecked' };
  readonly onDidChange: Event<undefined> = this.changes.event;

  constructor(private readonly parts: WorkspaceCheckParts) {
    const { scheduler, now } = parts;
    this.rechecks = new Throttle({
      scheduler,
      now,
      interval: recheckInterval,
      action: () => void this.recheckChanged().catch(() => undefined),
    });
  }

  get progress(): CheckProgress {
    return this.current;
  }

  get files(): readonly CheckedFile[] {
    return [...this.outcomes.values()].filter((outcome) => outcome !== 'off');
  }

  /** The number of files that were found and not checked, because the settings say so. */
  get switchedOff(): number {
    return this.outcomes.size - this.files.length;
  }

  /** Checks all files, in place of a check that is under way. Rejects only where the files cannot be listed. */
  async run(): Promise<void> {
    this.running?.abort();
    const mine = new AbortController();
    this.running = mine;
    const { signal } = mine;
    const tell = (progress: CheckProgress): void => {
      if (this.running === mine) this.tell(progress);
    };
    let done = 0;
    let total = 0;
    let isComplete = false;
    tell({ kind: 'checking', done, total: undefined });
    try {
      const uris = await this.parts.find(signal);
      if (signal.aborted) return;
      total = uris.length;
      const existing = new Set(uris);
      for (const uri of this.outcomes.keys()) if (!existing.has(uri)) this.outcomes.delete(uri);
      // One that is just being read may be gone since, or not have been there yet: it is looked for once more.
      const notFound = [...this.latest.keys()].filter((uri) => !existing.has(uri));
      for (const uri of notFound) this.latest.delete(uri);
      this.recheck(notFound);
      tell({ kind: 'checking', done, total });
      await inParallel(uris, maxParallelChecks, async (uri) => {
        if (!signal.aborted && (await this.check(uri, signal))) tell({ kind: 'checking', done: ++done, total });
      });
      isComplete = done === total;
    } catch (error) {
      if (!signal.aborted) throw error;
    } finally {
      tell({ kind: 'checked', done, total, isComplete });
      if (this.running === mine) this.running = undefined;
    }
  }

  /** Ends the check under way; what it has found stays. */
  cancel(): void {
    this.running?.abort();
  }

  /**
   * Checks a file again that was made, changed or deleted. Nothing is checked before somebody asked for a first check.
   */
  recheck(uris: Iterable<string>): void {
    if (this.current.kind === 'unchecked') return;
    for (const uri of uris) this.changed.add(uri);
    if (this.changed.size > 0) this.rechecks.request();
  }

  /** Checks the files again that were below a folder, which is deleted or has another name now. */
  recheckFolder(folder: string): void {
    this.recheck([...this.outcomes.keys()].filter((uri) => uri.startsWith(`${folder}/`)));
  }

  /** Checks all files again, since the rules are others now. */
  recheckAll(): void {
    this.recheck(this.outcomes.keys());
  }

  /** Checks files again whose certificates stand otherwise than when they were looked at, since time has passed. */
  recheckDue({ now, warningDays }: Clock): void {
    const isDue = ({ certificates }: CheckedFile): boolean =>
      certificates.some(({ validity, state }) => expiryState(validity, now, warningDays) !== state);
    this.recheck(this.files.filter(isDue).map(({ uri }) => uri));
  }

  dispose(): void {
    this.over.abort();
    this.cancel();
    this.rechecks.dispose();
    this.changes.dispose();
  }

  private async recheckChanged(): Promise<void> {
    const changed = [...this.changed];
    this.changed.clear();
    const unknown = changed.filter((uri) => !this.outcomes.has(uri));
    // New ones may be of folders that no check looks into.
    const existing = new Set(unknown.length > 0 ? await this.parts.find(this.over.signal) : []);
    const { groupOf } = this.parts;
    const groups = new Set(changed.map(groupOf));
    const concerned = [...this.outcomes.keys()].filter((uri) => groups.has(groupOf(uri)));
    await inParallel([...concerned, ...unknown.filter((uri) => existing.has(uri))], maxParallelChecks, async (uri) => {
      if (await this.check(uri, this.over.signal)) this.changes.fire(undefined);
    });
  }

  /** @returns false where it was given up */
  private async check(uri: string, signal: AbortSignal): Promise<boolean> {
    const mine = {};
    this.latest.set(uri, mine);
    const outcome = await this.parts.check(uri, signal);
    // A later check of the same file tells more.
    if (this.latest.get(uri) !== mine) return true;
    this.latest.delete(uri);
    if (outcome === undefined || signal.aborted) return false;
    if (outcome === 'gone') this.outcomes.delete(uri);
    else this.outcomes.set(uri, outcome);
    return true;
  }

  private tell(progress: CheckProgress): void {
    this.current = progress;
    this.changes.fire(undefined);
  }
}

async function inParallel<T>(items: readonly T[], width: number, work: (item: T) => Promise<void>): Promise<void> {
  const queue = items.values();
  // One queue: whoever is free takes the next.
  const worker = async (): Promise<void> => {
    for (const item of queue) await work(item);
  };
  await Promise.all(Array.from({ length: width }, worker));
}
