import assert from 'node:assert/strict';
import { answers } from '../../gateway/http/faults';
import { bait, shown } from '../../hostile/bait';
import type { Stage, Walks } from './stage';

const odd = /^odd.*Fix/;

/** Leaves an upload of which nobody knows what became of it, and looks at its row. */
async function leaveUnfinished(stage: Stage): Promise<void> {
  const { person, world } = stage;
  const { quickInput, notifications, tree } = person;
  person.runOnFiles('api7Certificates.uploadCertificate', stage.path('lost'));
  await quickInput.pick(/^Shop/);
  await stage.asks('Check what will be sent');
  world.gateway.faults.add({}, answers.json(502, { error_msg: bait }));
  await quickInput.pick(/^Upload/);
  await stage.says('it is unknown whether it took effect');
  await stage.asks('Check what will be sent');
  await quickInput.cancel();
  notifications.clear();
  const tooltip = await tree.tooltip(await tree.row(unfinished));
  assert.match(tooltip, /It is unknown/);
  stage.sees(tooltip, shown);
}

const unfinished = /^Unfinished: upload of lost/;

export const treeWalks = {
  'api7Certificates.refresh': {
    'why a list could not be had, on rows': async (stage) => {
      const { world, person } = stage;
      world.gateway.faults.add({ listener: 'apisix' }, answers.json(400, { error_msg: bait }));
      await stage.inTree(/^Shop/);
      await stage.hasRowThat('The gateway says');
      world.gateway.faults.clear();
      stage.run();
      await person.tree.row(odd);
    },
  },

  'api7Certificates.cancelLoading': {
    'rows of a list that was stopped': async (stage) => {
      const { world, person } = stage;
      await person.tree.open();
      await person.tree.row(odd);
      const half = world.gateway.faults.add({ listener: 'apisix', path: /\/ssls\b/ }, { kind: 'hold', when: 'inside' });
      stage.run('api7Certificates.refresh');
      await half.met();
      stage.run();
      await stage.hasRow(/^Shop/);
      await stage.hasRowThat('stopped at');
      world.gateway.faults.clear();
      stage.run('api7Certificates.refresh');
      await person.tree.row(odd);
    },
  },

  'api7Certificates.filterCertificates': {
    'what the view says of a filter': async (stage) => {
      const { quickInput, tree } = stage.person;
      await tree.open();
      stage.run();
      await quickInput.fill('[Fix](command:door.probe)');
      await tree.says(shown);
      stage.seen += 1;
      stage.run('api7Certificates.clearFilter');
      await tree.row(odd);
    },
  },

  'api7Certificates.clearFilter': {
    'the rows that come back': async (stage) => {
      const { quickInput, tree } = stage.person;
      await tree.open();
      stage.run('api7Certificates.filterCertificates');
      await quickInput.fill('drop');
      await tree.untilGone(odd);
      stage.run();
      await stage.hasRow(odd);
    },
  },

  'api7Certificates.groupCertificates': {
    'groups by issuer, by label and by host': async (stage) => {
      const { quickInput, tree } = stage.person;
      await tree.open();
      const group = async (by: string) => {
        stage.run();
        await quickInput.pick(by);
        await stage.person.untilDone();
      };
      try {
        for (const by of ['Issuer', 'Label']) {
          await group(by);
          await stage.hasRow(/^(CA|team|managed-by|k8s).*Fix/);
        }
        await group('Host');
        await stage.hasRow(/^\[fix\]/, shown.toLowerCase());
      } finally {
        await group('No grouping');
        // The certificate has the same name in a group.
        await tree.untilGone(/^\[fix\]/);
      }
      await tree.row(odd);
    },
  },

  'api7Certificates.sortCertificates': {
    'rows in another order': async (stage) => {
      const { quickInput, tree } = stage.person;
      await tree.open();
      stage.run();
      await quickInput.pick('Name');
      await stage.person.untilDone();
      await stage.hasRow(odd);
      stage.run();
      await quickInput.pick(/^Expiry/);
    },
  },

  'api7Certificates.copyCertificateId': {
    'a row whose id is copied': async (stage) => {
      await stage.inTree(odd);
      assert.equal(await stage.person.clipboard(), 'odd');
      await stage.hasRow(/^odd/);
    },
  },

  'api7Certificates.copyCertificateNames': {
    'a row whose names are copied': async (stage) => {
      await stage.inTree(odd);
      assert.equal(await stage.person.clipboard(), `odd${bait}\nodd.example.com`);
      await stage.hasRow(/^odd/);
    },
  },

  'api7Certificates.lookAgain': {
    'the row of an unfinished write, and what became of it': async (stage) => {
      const { tree, notifications } = stage.person;
      await leaveUnfinished(stage);
      await stage.inTree(unfinished);
      await stage.says('it is unknown whether it took effect');
      notifications.clear();
      stage.world.gateway.faults.clear();
      await stage.inTree(unfinished);
      await stage.says('it did not take effect');
      await tree.untilGone(unfinished);
    },
  },

  'api7Certificates.dismissUnfinished': {
    'the row of an unfinished write': async (stage) => {
      await leaveUnfinished(stage);
      stage.world.gateway.faults.clear();
      await stage.inTree(unfinished);
      await stage.person.tree.untilGone(unfinished);
    },
  },

  'api7Certificates.showFailure': {
    'the message that a row of a failure leads to': async (stage) => {
      const { world, person } = stage;
      await person.tree.open();
      world.gateway.faults.add({ listener: 'apisix' }, answers.json(400, { error_msg: bait }));
      stage.run('api7Certificates.refresh');
      const { item } = await person.tree.until(
        ({ label, item: { description } }) => `${label} ${String(description)}`.includes('The gateway says'),
        'No row says what the gateway says',
      );
      const { command, arguments: given = [] } = item.command ?? assert.fail('The row does nothing');
      assert.equal(command, stage.walked);
      person.run(command, ...(given as readonly unknown[]));
      await stage.says('The gateway says');
      world.gateway.faults.clear();
      stage.run('api7Certificates.refresh');
      await person.tree.row(odd);
    },
  },

  'api7Certificates.showLog': {
    'lines of the log': async (stage) => {
      const { person } = stage;
      stage.run('api7Certificates.testConnection');
      await person.quickInput.pick(/^Shop/);
      await stage.says('answers: APISIX');
      stage.run();
      stage.sees(await person.untilLogged('door.probe'), 'door.probe');
    },
  },
} satisfies Readonly<Record<string, Walks>>;
