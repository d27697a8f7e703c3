import assert from 'node:assert/strict';
import { answers } from '../../gateway/http/faults';
import { seedSample } from '../../gateway/sample';
import type { Gateway } from '../../gateway/server';
import { startGateway } from '../../gateway/server';
import { textOfRow } from '../harness/tree';
import { usePerson } from '../harness/usePerson';

const now = Date.now();

/** Connections need no token where the gateway asks for none. */
const connectionTo = (address: string, id = 'one') => ({
  id,
  name: id === 'one' ? 'Local' : `Local ${id}`,
  dialect: 'apisix',
  address,
});

describe('The tree', () => {
  const person = usePerson(() => {
    for (const each of [open, locked]) each.faults.clear();
  });
  const { quickInput, notifications, tree, recorded } = person;
  /** One that asks for no key, and one that does. */
  let open: Gateway;
  let locked: Gateway;
  before(async () => {
    [open, locked] = await Promise.all([
      startGateway({ adminKey: null }),
      startGateway({ adminKey: 'an-admin-key-of-this-test', viewerKey: 'v'.repeat(20) }),
    ]);
    await seedSample(open, now);
    await tree.open();
  });
  after(() => Promise.all([open.close(), locked.close()]));
  const connect = (...connections: readonly object[]) =>
    person.changeSettings({ 'api7Certificates.connections': connections });
  const rowThat = (text: string | RegExp) =>
    tree.until(
      (row) => (typeof text === 'string' ? textOfRow(row).includes(text) : text.test(textOfRow(row))),
      `No row says “${String(text)}”`,
    );

  describe('of a gateway', () => {
    beforeEach(async () => {
      await connect(connectionTo(open.apisix.url));
      person.run('api7Certificates.refresh');
      await person.untilDone();
      await firstRow('old.example.com');
    });
    /** Waits until the first certificate row is this. */
    const firstRow = async (name: string) => {
      let last = '';
      await recorded.texts.until(
        async () =>
          (last = (await tree.rows())[1]?.label ?? '').endsWith(` ${name}`) || last === name ? true : undefined,
        () => `The first row is “${last}”`,
      );
    };
    const message = () => tree.view.message ?? '';
    const arrange = async (by: 'group' | 'sort', choice: string) => {
      person.run(`api7Certificates.${by}Certificates`);
      await quickInput.pick(choice);
      await person.untilDone();
    };

    it('sorts by name, a wildcard behind its own name', async () => {
      await arrange('sort', 'Name');
      try {
        await firstRow('any.example.com');
      } finally {
        await arrange('sort', 'Expiry, soonest first');
      }
      await firstRow('old.example.com');
    });

    it('groups by labels, and shows what has none', async () => {
      await arrange('group', 'Label');
      try {
        await tree.row('No labels');
        const labels = (await tree.rows()).map(({ label }) => label);
        const inTeam = labels.slice(labels.indexOf('team=shop') + 1);
        assert.ok(
          labels.includes('team=shop') && inTeam.some((label) => label.endsWith(' shop.example.com')),
          labels.join('\n'),
        );
      } finally {
        await arrange('group', 'No grouping');
      }
      await firstRow('old.example.com');
    });

    it('says what has expired meanwhile, also where timers stood still', async () => {
      const days = 200;
      await person.daysLater(days, () => tree.row('api.example.com', (text) => text.startsWith(`−${days - 13} d `)));
      // Some of it may have been drawn as of then just now.
      person.run('api7Certificates.refresh');
      await person.untilDone();
      await tree.row('api.example.com', (text) => text.startsWith('12 d '));
    });

    it('keeps the rows while a refresh is under way, can stop it, and fetches anew', async () => {
      const hold = open.faults.add({ listener: 'apisix' }, { kind: 'hold', when: 'before' });
      person.run('api7Certificates.refresh');
      await hold.met();
      await person.context('api7Certificates.isLoading');
      await firstRow('old.example.com');
      person.run('api7Certificates.cancelLoading');
      await tree.says('Stopped at 0');
      await firstRow('old.example.com');
      hold.release();
      open.faults.clear();
      person.run('api7Certificates.refresh');
      await recorded.texts.until(
        () => (message().includes('Stopped') ? undefined : true),
        () => `The view says: ${message()}`,
      );
      await firstRow('old.example.com');
    });

    it('says above the old rows why a refresh failed', async () => {
      open.faults.add({ listener: 'apisix' }, answers.html(502));
      person.run('api7Certificates.refresh');
      await rowThat('HTTP 502');
      const texts = (await tree.rows()).map(textOfRow);
      assert.ok(texts[1]?.includes('HTTP 502') && texts[2]?.includes('old.example.com'), texts.join('\n'));
      open.faults.clear();
      person.run('api7Certificates.refresh');
      await firstRow('old.example.com');
    });
  });

  describe('that is empty', () => {
    it('asks for a connection again when the last one is gone', async () => {
      const { contexts, texts } = recorded;
      const untilState = (state: string) =>
        texts.until(
          () => (contexts.get('api7Certificates.viewState') === state ? true : undefined),
          () => `The view is at ${String(contexts.get('api7Certificates.viewState'))}`,
        );
      await connect(connectionTo('http://127.0.0.1:9'));
      await rowThat('Cannot connect to the gateway');
      await untilState('rows');
      await connect();
      await untilState('noConnection');
      assert.deepEqual(await tree.rows(), []);
    });

    const cases: readonly [what: string, connection: () => object, sentence: RegExp, action: string][] = [
      ['unreachable', () => connectionTo('http://127.0.0.1:9'), /Cannot connect/, 'Edit Connection'],
      ['without an admin key', () => connectionTo(locked.apisix.url), /asks for an admin key/, 'Set Token'],
      [
        'without a token',
        () => ({ ...connectionTo(locked.api7cloud.url), dialect: 'api7cloud' }),
        /needs a personal access token/,
        'Set Token',
      ],
      [
        'at an address that cannot be used',
        () => connectionTo('http://gateway.example.com:9180'),
        /address is unencrypted/,
        'Edit Connection',
      ],
      [
        'without its CA file',
        () => ({ ...connectionTo(locked.apisix.url), caFile: '/does/not/exist.pem' }),
        /exist\.pem/,
        'Edit Connection',
      ],
    ];
    for (const [what, connection, sentence, action] of cases)
      it(`shows the row of a connection that is alone and ${what}, and leads to “${action}”`, async () => {
        await connect(connection());
        await tree.row('Local');
        const { item } = await rowThat(sentence);
        assert(item.command);
        person.run(item.command.command, ...((item.command.arguments ?? []) as readonly unknown[]));
        const { buttons } = await notifications.message(sentence);
        assert.ok(buttons.includes(action), buttons.join());
      });

    it('shows the row of a gateway that is alone and empty', async () => {
      open.faults.add({ listener: 'apisix' }, answers.json(200, { total: 0, list: [] }));
      await connect(connectionTo(open.apisix.url, 'empty'));
      await tree.row('Local empty');
      await tree.row('This gateway holds no certificates yet.');
    });

    it('lets each of several connections say its own', async () => {
      await connect(connectionTo('http://127.0.0.1:9', 'away'), connectionTo(locked.apisix.url, 'locked'), {
        ...connectionTo(locked.api7cloud.url, 'cloud'),
        dialect: 'api7cloud',
      });
      await rowThat('no admin key');
      await rowThat('unreachable');
      const spoken = (await tree.rows()).map(({ item }) => item.accessibilityInformation?.label ?? '');
      const sentence = 'This gateway asks for an admin key, and none is set.';
      assert.ok(
        spoken.some((text) => text.startsWith(sentence)),
        spoken.join('\n'),
      );
    });
  });
});
