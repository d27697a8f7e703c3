import assert from 'node:assert/strict';
import type { Connection } from '../../src/app/connections/connection';
import { Inventory } from '../../src/app/inventory/inventory';
import { useOfAll } from '../../src/app/usage/certificateUse';
import { coverageLossFrom } from '../../src/app/usage/coverageLoss';
import { KnownUses } from '../../src/app/usage/knownUses';
import { useText } from '../../src/app/usage/useText';
import { runSync } from '../../src/shared/cooperative';
import { english } from '../../src/shared/translate';
import { makeParsed } from '../fixtures/parsed';
import { sampleCertificates } from '../fixtures/samples';
import { answers } from '../gateway/http/faults';
import { seedSample } from '../gateway/sample';
import type { Harness } from './harness';
import { clusterOf, neverAborted, now, openHarness, subjects } from './harness';

for (const { name, id: listener, options } of subjects) {
  describe(`uses kept in memory: ${name}`, () => {
    let harness: Harness;
    let inventory: Inventory;
    let uses: KnownUses;
    let logged: string[];
    let onDebug: () => void;
    const connection: Connection = { id: 'one', name: 'prod', dialect: listener, address: 'https://gateway.test' };
    const isCloud = listener === 'api7cloud';
    const isEnterprise = listener === 'api7enterprise';
    beforeEach(async () => {
      logged = [];
      onDebug = () => undefined;
      harness = await openHarness({ id: listener, options });
      await seedSample(harness.local, now);
      const { gateway } = harness;
      const connections = {
        all: [connection],
        find: () => connection,
        open: () => Promise.resolve({ ok: true, gateway } as const),
        onDidChange: () => ({ dispose: () => undefined }),
      };
      inventory = new Inventory(connections);
      uses = new KnownUses({
        connections,
        inventory,
        log: {
          debug: (line) => {
            logged.push(line);
            onDebug();
          },
        },
        inSlices: (work) => Promise.resolve(runSync(work)),
      });
      harness.local.clearRequests();
    });
    afterEach(async () => {
      uses.dispose();
      inventory.dispose();
      await harness.close();
    });

    /** Lists, and waits for what is read behind it. */
    const load = async (): Promise<void> => {
      const known = new Promise<void>((resolve) => {
        const subscription = uses.onDidChange(() => {
          subscription.dispose();
          resolve();
        });
      });
      await inventory.refresh('one');
      await known;
    };
    const say = (title: string): string | undefined => {
      const entry =
        inventory.state('one').entries.find((each) => each.title === title || each.names[0] === title) ??
        assert.fail(title);
      const use = runSync(useOfAll([entry], (each) => uses.served(each)));
      return use && useText(use, entry, english);
    };
    const paths = () => harness.local.requests.map(({ method, path }) => `${method} ${path.replace(/^.*\//, '')}`);

    it('says who is served by which certificate', async () => {
      await load();
      const expected = isCloud
        ? ['used by 1 application', 'used by 1 application', 'not used by any application']
        : isEnterprise
          ? ['used by 1 service', 'used by 1 service', 'not used by any service']
          : ['used by 1 service', 'used by 1 route', 'not used by any route'];
      assert.deepEqual(['shop.example.com', 'api.example.com', 'old.example.com'].map(say), expected);
      const client =
        inventory.state('one').entries.find(({ type }) => type === 'client') ?? assert.fail('no client certificate');
      const use = runSync(useOfAll([client], (each) => uses.served(each)));
      assert.equal(
        use && useText(use, client, english),
        isCloud ? 'not used by any application' : isEnterprise ? 'used by 1 service' : 'used by 1 upstream',
      );
    });

    it('reads uses once after a list, and asks nothing when it is asked', async () => {
      await load();
      const kinds = {
        api7cloud: ['apps'],
        apisix: ['routes', 'services', 'stream_routes', 'upstreams'],
        api7enterprise: ['services', 'certificates'],
      }[listener];
      const found = paths();
      for (const kind of kinds) assert.equal(found.filter((path) => path === `GET ${kind}`).length, 1, found.join());
      const count = harness.local.requests.length;
      for (let turn = 0; turn < 10; turn++) for (const entry of inventory.state('one').entries) say(entry.title);
      coverageLossFrom({ connections: { all: [connection] }, inventory, uses, translate: english })(
        await makeParsed({ now, commonName: 'shop.example.com', dns: ['shop.example.com'], toDays: 300 }),
        [],
      );
      assert.equal(harness.local.requests.length, count);
    });

    it('takes what somebody reads anyway, and does not read it twice', async () => {
      const known = load();
      await uses.read('one', { gateway: harness.gateway, signal: neverAborted() });
      await known;
      assert.equal(paths().filter((path) => path === (isCloud ? 'GET apps' : 'GET services')).length, 1);
      assert.match(say('shop.example.com') ?? '', /^used by 1/);
    });

    it('says nothing to a token that may only see certificates', async () => {
      harness.local.faults.add(
        { listener, path: isCloud ? /\/apps\?/ : /\/(?:routes|services|upstreams|stream_routes|certificates)\?/ },
        answers.json(403, { error_msg: 'no' }),
      );
      const refused = new Promise<void>((resolve) => (onDebug = resolve));
      await inventory.refresh('one');
      await refused;
      assert.deepEqual([say('shop.example.com'), say('old.example.com')], [undefined, undefined]);
      assert.deepEqual(logged, ['What uses certificates could not be read: forbidden']);
    });

    it('tells of a host that a renewal would lose', async () => {
      if (isCloud)
        harness.local.api7cloud.store.put(`/apps/${clusterOf(harness)}/www`, {
          id: '77',
          name: 'www',
          hosts: ['www.shop.example.com'],
          protocols: ['HTTPS'],
        });
      await load();
      const { find } = await sampleCertificates(now);
      assert.ok(find('shop').names.includes('www.shop.example.com'));
      const coverageLoss = coverageLossFrom({
        connections: { all: [connection] },
        inventory,
        uses,
        translate: english,
      });
      const lost = (...given: Parameters<typeof coverageLoss>) => runSync(coverageLoss(...given));
      const renewal = (...dns: readonly string[]) =>
        makeParsed({ now, commonName: 'shop.example.com', dns, toDays: 300 });
      const [held] = inventory.state('one').entries.filter(({ names }) => names.includes('www.shop.example.com'));
      const owners = isCloud ? 'application www' : 'service shop';
      assert.deepEqual(lost(await renewal('shop.example.com'), []), [
        { hosts: 'www.shop.example.com', owners, connection: 'prod', id: held?.stored.id },
      ]);
      assert.deepEqual(lost(await renewal('shop.example.com', 'www.shop.example.com'), []), []);
      // The gateway's *.example.com takes it over.
      assert.deepEqual(lost(await renewal('www.shop.example.com'), []), []);
    });
  });
}
