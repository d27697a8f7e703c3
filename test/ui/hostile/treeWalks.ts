import assert from 'node:assert/strict';
import { answers } from '../../gateway/http/faults';
import { bait, shown } from './bait';
import type { Stage, Walks } from './stage';
import { fileNames } from './world';

/** Leaves an upload of which nobody knows what became of it, and shows its row. */
async function leaveUnfinished(stage: Stage): Promise<void> {
  const { workbench, world } = stage;
  const { files, page, quickInput, tree, user } = workbench;
  await files.contextMenu(fileNames.lost, 'Upload Certificate…');
  await quickInput.pick(/^Shop/);
  await stage.asks('Check what will be sent');
  world.gateway.faults.add({}, answers.json(502, { error_msg: bait }));
  await quickInput.pick(/^Upload/);
  await stage.says('it is unknown whether it took effect');
  await stage.asks('Check what will be sent');
  await quickInput.cancel();
  await workbench.clearNotifications();
  await tree.open();
  const tooltip = page.locator('.workbench-hover', { hasText: 'It is unknown' }).filter({ hasText: shown });
  await user.hover(stage.row(unfinished), tooltip);
  await stage.sees(tooltip);
}

const unfinished = /^Unfinished: upload of lost/;
const untilGone = (stage: Stage) => stage.row(unfinished).waitFor({ state: 'detached' });

export const treeWalks = {
  'api7Certificates.refresh': {
    'why a list could not be had, on rows': async (stage) => {
      const { world, workbench } = stage;
      world.gateway.faults.add({ listener: 'apisix' }, answers.json(400, { error_msg: bait }));
      await stage.inTree(/^Shop/);
      await stage.sees(workbench.tree.rows.filter({ hasText: 'The gateway says' }).filter({ hasText: shown }));
      world.gateway.faults.clear();
      await stage.run();
      await stage.row(/^odd.*Fix/).waitFor();
    },
  },

  'api7Certificates.cancelLoading': {
    'rows of a list that was stopped': async (stage) => {
      const { world } = stage;
      await stage.workbench.tree.open();
      const half = world.gateway.faults.add({ listener: 'apisix', path: /\/ssls\b/ }, { kind: 'hold', when: 'inside' });
      await stage.run('api7Certificates.refresh');
      await half.met();
      await stage.workbench.user.click(stage.workbench.tree.titleAction(stage.title));
      await stage.sees(stage.row(/^Shop/).filter({ hasText: 'stopped at' }).filter({ hasText: shown }));
      world.gateway.faults.clear();
      await stage.run('api7Certificates.refresh');
      await stage.row(/^odd.*Fix/).waitFor();
    },
  },

  'api7Certificates.filterCertificates': {
    'what the view says of a filter': async (stage) => {
      const { quickInput, page } = stage.workbench;
      await stage.workbench.tree.open();
      await stage.run();
      await quickInput.fill('[Fix](command:door.probe)');
      await stage.sees(page.locator('.tree-view-message, .message').filter({ hasText: shown }));
      await stage.run('api7Certificates.clearFilter');
    },
  },

  'api7Certificates.clearFilter': {
    'the rows that come back': async (stage) => {
      const { quickInput } = stage.workbench;
      await stage.workbench.tree.open();
      await stage.run('api7Certificates.filterCertificates');
      await quickInput.fill('drop');
      await stage.row(/^odd.*Fix/).waitFor({ state: 'detached' });
      await stage.run();
      await stage.sees(stage.row(/^odd.*Fix/).filter({ hasText: shown }));
    },
  },

  'api7Certificates.groupCertificates': {
    'groups by issuer, by label and by host': async (stage) => {
      const { quickInput, tree } = stage.workbench;
      await tree.open();
      const group = async (by: string) => {
        await stage.run();
        await quickInput.pick(by);
      };
      try {
        for (const by of ['Issuer', 'Label']) {
          await group(by);
          await stage.sees(stage.row(/^(CA|team|managed-by|k8s).*Fix/).filter({ hasText: shown }));
        }
        await group('Host');
        await stage.sees(stage.row(/^\[fix\]/).filter({ hasText: shown.toLowerCase() }));
      } finally {
        await group('No grouping');
      }
      await stage.row(/^odd.*Fix/).waitFor();
    },
  },

  'api7Certificates.sortCertificates': {
    'rows in another order': async (stage) => {
      const { quickInput, tree } = stage.workbench;
      await tree.open();
      await stage.run();
      await quickInput.pick('Name');
      await stage.sees(stage.row(/^odd.*Fix/).filter({ hasText: shown }));
      await stage.run();
      await quickInput.pick(/^Expiry/);
    },
  },

  'api7Certificates.copyCertificateId': {
    'a row whose id is copied': async (stage) => {
      await stage.inTree(/^odd.*Fix/);
      await stage.workbench.waitForClipboard('odd');
      await stage.seesText(stage.row(/^odd/));
    },
  },

  'api7Certificates.copyCertificateNames': {
    'a row whose names are copied': async (stage) => {
      await stage.inTree(/^odd.*Fix/);
      await stage.workbench.waitForClipboard(`odd${bait}\nodd.example.com`);
      await stage.seesText(stage.row(/^odd/));
    },
  },

  'api7Certificates.lookAgain': {
    'the row of an unfinished write, and what became of it': async (stage) => {
      const { tree } = stage.workbench;
      await leaveUnfinished(stage);
      await stage.inTree(unfinished);
      await stage.says('it is unknown whether it took effect');
      await stage.workbench.clearNotifications();
      stage.world.gateway.faults.clear();
      await tree.open();
      await stage.inTree(unfinished);
      await stage.says('it did not take effect');
      await untilGone(stage);
    },
  },

  'api7Certificates.dismissUnfinished': {
    'the row of an unfinished write': async (stage) => {
      await leaveUnfinished(stage);
      stage.world.gateway.faults.clear();
      await stage.inTree(unfinished);
      await untilGone(stage);
    },
  },

  'api7Certificates.showFailure': {
    'the message that a row of a failure leads to': async (stage) => {
      const { world, workbench } = stage;
      await workbench.tree.open();
      world.gateway.faults.add({ listener: 'apisix' }, answers.json(400, { error_msg: bait }));
      await stage.run('api7Certificates.refresh');
      await workbench.user.click(workbench.tree.rows.filter({ hasText: 'The gateway says' }).first());
      await stage.says('The gateway says');
      world.gateway.faults.clear();
      await stage.run('api7Certificates.refresh');
      await stage.row(/^odd.*Fix/).waitFor();
    },
  },

  'api7Certificates.showLog': {
    'lines of the log': async (stage) => {
      const { page, quickInput } = stage.workbench;
      await stage.run('api7Certificates.testConnection');
      await quickInput.pick(/^Shop/);
      await stage.says('answers: APISIX');
      await stage.run();
      await stage.seesText(page.locator('.part.panel .view-lines'));
      assert.match(stage.workbench.readLogs(), /door\.probe/);
    },
  },
} satisfies Readonly<Record<string, Walks>>;
