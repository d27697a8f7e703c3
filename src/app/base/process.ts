import { hasCode } from './errorCode';

/** Returns whether a process of this machine runs: one that may not be signalled does. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return hasCode(error, 'EPERM');
  }
}
