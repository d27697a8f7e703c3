import { answers } from '../../gateway/http/faults';
import { bait } from '../../hostile/bait';
import type { Stage, Walks } from './stage';

/** Runs a command that asks which connection it is about. */
async function choose(stage: Stage, name = /^Shop/): Promise<void> {
  stage.run();
  await stage.asks('Which connection?');
  await stage.person.quickInput.pick(name);
}

export const connectionWalks = {
  'api7Certificates.addConnection': {
    'the gateway groups that API7 Enterprise lists, the name, and the test': async (stage) => {
      const { gateway } = stage.world;
      const { quickInput } = stage.person;
      const group = (id: string) => ({ id, name: `Group ${id} ${bait}`, description: bait, type: 'api7_gateway' });
      gateway.faults.add(
        { listener: 'api7enterprise', path: '/api/gateway_groups' },
        answers.json(200, { list: [group('a'), group('b')], total: 2 }),
      );
      stage.run();
      await quickInput.pick('API7 Enterprise');
      await quickInput.step('Address of the dashboard');
      await quickInput.fill(gateway.api7enterprise.url);
      await quickInput.step('An access token');
      await quickInput.fill(gateway.api7enterprise.token);
      await stage.asks('Gateway group');
      gateway.faults.add({ listener: 'api7enterprise' }, answers.json(400, { error_msg: bait }));
      await quickInput.pick(/^Group a/);
      await stage.asks('That did not work. What next?');
      await quickInput.pick('Continue Anyway');
      await quickInput.step('Name shown in the tree');
    },
  },

  'api7Certificates.importConnections': {
    'profiles of cloud-cli, organizations and clusters, and the end': async (stage) => {
      const { quickInput } = stage.person;
      stage.run();
      await stage.asks('Which connections to import');
      await quickInput.accept();
      await stage.asks('Organization');
      await quickInput.pick(/^0 /);
      await stage.asks('Cluster');
      await quickInput.pick(/^2 /);
      await stage.says('Profile “Broken');
      await stage.says('Imported: ');
    },
  },

  'api7Certificates.editConnection': {
    'every field, for a gateway that asks for a client certificate': async (stage) => {
      const { world } = stage;
      const { quickInput } = stage.person;
      await choose(stage);
      const change = async (field: string) => {
        await stage.asks('Choose what to change');
        await quickInput.pick(field);
      };
      await change('Address');
      await quickInput.step('Address of the Admin API');
      await quickInput.fill(world.guarded.apisix.url);
      await quickInput.step('No token is kept for this address.');
      await quickInput.accept();
      await change('CA File');
      await quickInput.step('PEM file of the CA');
      await quickInput.fill(world.path('missing'));
      await stage.objects('missing');
      await quickInput.fill(world.path('ca'));
      await quickInput.pick('Only from the CAs in This File');
      await change('Client Certificate');
      await quickInput.step('PEM file of a client certificate');
      await quickInput.fill(world.path('client'));
      await quickInput.step('PEM file of the private key');
      await quickInput.fill(world.path('ca'));
      await stage.objects('ca');
      await quickInput.fill(world.path('clientKey'));
      await quickInput.step('Password of the private key');
      await quickInput.fill('lion');
      await stage.objects('password');
      await quickInput.fill(world.keyPassword);
      await change('Name');
      await quickInput.step('Name shown in the tree');
      await quickInput.fill(`Renamed ${bait}`);
      world.guarded.faults.add({}, answers.json(400, { error_msg: bait }));
      await change('Save');
      await stage.asks('That did not work. What next?');
      world.guarded.faults.clear();
      await quickInput.pick('Retry');
      await stage.hasRow(/^Renamed.*Fix/);
    },
  },

  'api7Certificates.testConnection': {
    'its answer, and its refusal': async (stage) => {
      await choose(stage);
      await stage.says('answers: APISIX');
      stage.refuses('GET', bait);
      await choose(stage);
      await stage.says('The gateway says');
    },
  },

  'api7Certificates.removeConnection': {
    'the question': async (stage) => {
      await choose(stage);
      (await stage.confirms('Remove the connection')).answer();
    },
  },

  'api7Certificates.setToken': {
    'the question': async (stage) => {
      await choose(stage);
      await stage.asks('Set Token of');
    },
  },

  'api7Certificates.clearToken': {
    'that there is none': async (stage) => {
      // The walk through its fields leaves the other one a password.
      await choose(stage, /^Mail/);
      await stage.says('No token is set for');
    },

    'the question, and the answer in the status bar': async (stage) => {
      await stage.addConnection(stage.world.cloud);
      await choose(stage, /^Cloud/);
      (await stage.confirms('Delete the token')).answer('Delete Token');
      await stage.hasStatus('is deleted');
    },
  },
} satisfies Readonly<Record<string, Walks>>;
