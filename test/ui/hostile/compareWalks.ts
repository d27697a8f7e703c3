import type { Stage, Walks } from './stage';
import { fileNames } from './world';

const odd = /^odd.*Fix/;
/** The tab of a comparison, with both names. */
const compared = (stage: Stage) => stage.seesText(stage.workbench.page.locator('.tabs-container .tab.active'));
const sides = (stage: Stage) =>
  stage.seesText(stage.workbench.page.locator('.editor-group-container.active .monaco-diff-editor .view-lines'));

export const compareWalks = {
  'api7Certificates.compareCertificates': {
    'the lists, and the comparison': async (stage) => {
      const { files, quickInput } = stage.workbench;
      await files.open(fileNames.both);
      await stage.run();
      await stage.asks('with Which Certificate?');
      await quickInput.pick(/^off/);
      await compared(stage);
      await sides(stage);
    },
  },

  'api7Certificates.compareWithGateway': {
    'the certificates to choose from, and the comparison': async (stage) => {
      await stage.inExplorer('renewal');
      await stage.asks('Compare with Gateway: Which Certificate?');
      await stage.workbench.quickInput.pick(odd);
      await stage.asks('with Which Certificate?');
      await stage.workbench.quickInput.pick(odd);
      await compared(stage);
      await sides(stage);
    },
  },

  'api7Certificates.compareWithFile': {
    'the list, and the comparison': async (stage) => {
      const { files, quickInput } = stage.workbench;
      await files.open(fileNames.pairText);
      await stage.inTree(odd);
      await stage.asks('with Which Certificate?');
      await quickInput.pick(/^pair/);
      await compared(stage);
    },
  },
} satisfies Readonly<Record<string, Walks>>;
