import { describeChange } from './gateways/change';
import { describeCompareWithGateway } from './gateways/compareWithGateway';
import { describeDetailPages } from './gateways/detailPages';
import { describeHosts } from './gateways/hosts';
import { describeJobs } from './gateways/jobs';
import { describeRenewal } from './gateways/renewal';
import { describeTimeline } from './gateways/timeline';
import { describeTree } from './gateways/tree';
import { describeParts } from './harness/parts';
import { useWorkbench } from './harness/useWorkbench';

/** What is seen and done of gateways. */
describe('Gateways in one window', () => {
  describeParts(useWorkbench(), [
    describeTree,
    describeChange,
    describeHosts,
    describeJobs,
    describeRenewal,
    describeDetailPages,
    describeCompareWithGateway,
    describeTimeline,
  ]);
});
