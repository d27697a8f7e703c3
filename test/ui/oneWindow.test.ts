import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { useWorkbench } from './harness/useWorkbench';
import { describeCompleteChain } from './oneWindow/completeChain';
import { describeEnterprise } from './oneWindow/enterprise';
import { describeForeign } from './oneWindow/foreign';
import { describePairsAndStatus } from './oneWindow/pairsAndStatus';
import { describeSeveral } from './oneWindow/several';
import { describeUploadFormats } from './oneWindow/uploadFormats';

/**
 * What asks nothing of its window but to be empty, each after the other in the same one: to open one costs as much as a
 * few tests. Each makes its connections and files, and finds none of an earlier one's connections, files, messages or
 * editors. The last one opens the panel.
 */
describe('In one window', () => {
  const workbench = useWorkbench();
  for (const part of [
    describeEnterprise,
    describeUploadFormats,
    describeCompleteChain,
    describePairsAndStatus,
    describeSeveral,
    describeForeign,
  ])
    describe('with nothing in it', () => {
      after(async () => {
        await workbench().changeSettings({ 'api7Certificates.connections': null });
        await workbench().tidy();
        const { folder } = workbench();
        for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true });
      });
      part(workbench);
    });
});
