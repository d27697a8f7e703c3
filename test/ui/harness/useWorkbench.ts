import type { AsyncFunc, Context } from 'mocha';
import { after, before, beforeEach } from 'mocha';
import type { WorkbenchOptions } from './openWorkbench';
import { openWorkbench } from './openWorkbench';
import type { Workbench } from './workbench';

/** A workbench for the tests of a `describe`: opened before them, closed after, a picture taken of each failure. */
export const useWorkbench = (options: WorkbenchOptions | (() => Promise<WorkbenchOptions>) = {}): (() => Workbench) => {
  let workbench: Workbench | undefined;
  before(async function () {
    this.timeout(240_000);
    workbench = await openWorkbench(typeof options === 'function' ? await options() : options);
  });
  const takePicture = async (title: string): Promise<void> =>
    workbench?.takePicture(`FAILED ${title.replace(/[^\w -]/g, '_').slice(-120)}`);
  // At once, before the hooks of the test take away what it failed on.
  beforeEach(function () {
    const test = this.currentTest;
    const run = test?.fn as AsyncFunc | undefined;
    if (!test || !run) return;
    test.fn = async function (this: Context) {
      try {
        await run.call(this);
      } catch (error) {
        await takePicture(test.fullTitle());
        throw error;
      }
    };
  });
  after(async () => workbench?.close());
  return () => {
    if (!workbench) throw new Error('The workbench opens in a before hook: use it inside a test.');
    return workbench;
  };
};
