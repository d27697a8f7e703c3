import type { ChildProcess } from 'node:child_process';
import { fork } from 'node:child_process';
import type { Disposable } from '../../shared/emitter';
import type { StartUnlocker } from './unlock';

export interface UnlockProgram {
  /** Path of `unlockWorker`, as JavaScript that Node runs. */
  readonly path: string;
  /** Options of Node itself. Those of this process are not handed on: a debugger's port is taken already. */
  readonly nodeOptions?: readonly string[];
}

/** The processes that open protected files. None outlives its owner, nor this process. */
export class UnlockProcesses implements Disposable {
  private readonly running = new Set<ChildProcess>();
  private isDisposed = false;

  constructor(private readonly program: UnlockProgram) {}

  /** The number of processes, those that are about to end included. */
  get count(): number {
    return this.running.size;
  }

  /** @throws where none can be started, or no more are wanted */
  readonly start: StartUnlocker = () => {
    if (this.isDisposed) throw new Error('No more files are opened.');
    const { path, nodeOptions = [] } = this.program;
    const child = fork(path, [], {
      execArgv: [...nodeOptions],
      env: environment(process.env),
      // Bytes stay bytes.
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    if (child.pid !== undefined) this.running.add(child);
    child.once('exit', () => this.running.delete(child));
    return child;
  };

  /** Ends all of them at once. */
  dispose(): void {
    this.isDisposed = true;
    for (const child of this.running) child.kill('SIGKILL');
  }
}

/**
 * Returns the variables that a runtime needs to start: Windows its folder, some Linux distributions where libraries
 * are. The rest of an environment holds secrets.
 */
function environment(own: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = ['SystemRoot', 'LD_LIBRARY_PATH'].flatMap((name) =>
    own[name] === undefined ? [] : [[name, own[name]] as const],
  );
  // On the desktop this program is VS Code itself: without this, it would open a window.
  return { ...Object.fromEntries(kept), ELECTRON_RUN_AS_NODE: '1' };
}
