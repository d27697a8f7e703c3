import { useWorkbench } from './harness/useWorkbench';
import { describeEnterprise } from './oneWindow/enterprise';
import { describePairsAndStatus } from './oneWindow/pairsAndStatus';
import { describeSeveral } from './oneWindow/several';
import { describeUploadFormats } from './oneWindow/uploadFormats';

/**
 * What asks nothing of its window but to be empty, each after the other in the same one: to open one costs as much as a
 * few tests. Each makes its connections and files, and finds none of an earlier one's connections, messages or editors.
 */
describe('In one window', () => {
  const workbench = useWorkbench();
  for (const part of [describeEnterprise, describeUploadFormats, describePairsAndStatus, describeSeveral])
    describe('with nothing in it', () => {
      after(async () => {
        await workbench().changeSettings({ 'api7Certificates.connections': null });
        await workbench().tidy();
      });
      part(workbench);
    });
});
