import { describeParts } from './harness/parts';
import { useWorkbench } from './harness/useWorkbench';
import { describeComesBack } from './oneWindow/comesBack';
import { describeConnections } from './oneWindow/connections';
import { describeForeign } from './oneWindow/foreign';
import { describeSeveral } from './oneWindow/several';

/** What is seen and done of files and gateways alike. */
describe('In one window', () => {
  describeParts(useWorkbench(), [describeSeveral, describeForeign, describeConnections, describeComesBack]);
});
