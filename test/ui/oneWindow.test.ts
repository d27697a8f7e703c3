import { describeParts } from './harness/parts';
import { useWorkbench } from './harness/useWorkbench';
import { describeComesBack } from './oneWindow/comesBack';
import { describeCompleteChain } from './oneWindow/completeChain';
import { describeConnections } from './oneWindow/connections';
import { describeForeign } from './oneWindow/foreign';
import { describeSeveral } from './oneWindow/several';
import { describeUploadFormats } from './oneWindow/uploadFormats';

/** What is seen and done of files and gateways alike. */
describe('In one window', () => {
  describeParts(useWorkbench(), [
    describeUploadFormats,
    describeCompleteChain,
    describeSeveral,
    describeForeign,
    describeConnections,
    describeComesBack,
  ]);
});
