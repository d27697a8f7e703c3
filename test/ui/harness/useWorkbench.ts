import { after, afterEach, before } from 'mocha';
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
  afterEach(async function () {
    if (this.currentTest?.state !== 'failed') return;
    await workbench?.takePicture(
      `FAILED ${this.currentTest
        .fullTitle()
        .replace(/[^\w -]/g, '_')
        .slice(0, 120)}`,
    );
  });
  after(async () => workbench?.close());
  return () => {
    if (!workbench) throw new Error('The workbench opens in a before hook: use it inside a test.');
    return workbench;
  };
};
