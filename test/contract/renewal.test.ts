import assert from 'node:assert/strict';
import { unready } from '../../src/app/connections/access';
import type { Connection } from '../../src/app/connections/connection';
import { GuardedGateway, writeBarOf } from '../../src/app/connections/writeGuard';
import { Inventory } from '../../src/app/inventory/inventory';
import { Renewal } from '../../src/app/renewal/renewal';
import type { RenewalObject } from '../../src/app/renewal/renewalTargets';
import { leavesOf } from '../../src/app/writes/upload';
import type { CertificateBundle } from '../../src/gateway/gateway';
import { runSync } from '../../src/shared/cooperative';
import { Emitter } from '../../src/shared/emitter';
import { english } from '../../src/shared/translate';
import type { MadeCertificate } from '../fixtures/certificates';
import { makeAuthority, makeCertificate } from '../fixtures/certificates';
import { answers } from '../gateway/http/faults';
import { materialOf } from '../unit/app/fakes/madeMaterial';
import { makeJournal } from '../unit/app/writes/madeJournal';
import type { Harness } from './harness';
import { certificatesIn, makeBundle, neverAborted, now, openHarness } from './harness';

const dialects = ['apisix', 'api7cloud', 'api7enterprise'] as const;
type Place = (typeof dialects)[number];
const day = 86_400_000;

/** One certificate held by a gateway of each dialect, over real HTTP, and the one that is to take its place. */
describe('renewing everywhere', () => {
  let harnesses: Readonly<Record<Place, Harness>>;
  let connections: Connection[];
  let inventory: Inventory;
  let journal: ReturnType<typeof makeJournal>;
  /** What the log was told. */
  let logged: string[];
  let old: CertificateBundle & { readonly made: MadeCertificate };
  let fresh: MadeCertificate;
  let renewal: Renewal;
  let ids: Readonly<Record<Place, string>>;

  before(async () => {
    const { intermediate } = await makeAuthority(now);
    const make = (toDays: number) =>
      makeCertificate({
        now,
        commonName: 'shop.example.com',
        dns: ['shop.example.com'],
        key: 'RSA 2048',
        issuer: intermediate,
        toDays,
      });
    const made = await make(5);
    old = { ...(await makeBundle()), certificate: made.chainPem, privateKey: made.keyPem, made };
    fresh = await make(90);
  });

  beforeEach(async () => {
    const opened = await Promise.all(dialects.map((id) => openHarness({ id, options: {} })));
    const [apisix, api7cloud, api7enterprise] = opened;
    assert(apisix && api7cloud && api7enterprise);
    harnesses = { apisix, api7cloud, api7enterprise };
    const held = await Promise.all(opened.map(({ gateway }) => gateway.create(old, neverAborted())));
    ids = Object.fromEntries(dialects.map((id, index) => [id, held[index]?.id ?? ''])) as typeof ids;
    connections = dialects.map((id) => ({
      id,
      name: `Gateway ${id}`,
      dialect: id,
      address: harnesses[id].access.address,
    }));
    journal = makeJournal();
    logged = [];
    renewal = open();
    for (const { local } of opened) local.clearRequests();
  });
  afterEach(async () => {
    renewal.dispose();
    inventory.dispose();
    await Promise.all(Object.values(harnesses).map((harness) => harness.close()));
  });

  function open(isBroken: (place: string) => boolean = () => false): Renewal {
    const find = (id: string) => connections.find((each) => each.id === id);
    const source = {
      get all() {
        return connections;
      },
      find,
      open: (id: string) =>
        Promise.resolve(
          isBroken(id)
            ? unready('broken', 'A part is gone.')
            : {
                ok: true as const,
                gateway: new GuardedGateway(harnesses[id as Place].gateway, () => writeBarOf(find(id), true)),
              },
        ),
      onDidChange: new Emitter<void>().event,
    };
    inventory = new Inventory(source);
    const material = materialOf([fresh, fresh.issuer], [fresh]);
    const [leaf] = leavesOf(material, now);
    assert(leaf);
    return new Renewal(
      { leaf, material },
      {
        connections: source,
        inventory,
        uses: { read: (_, { gateway, signal }) => gateway.uses(signal) },
        journal: journal.journal,
        log: { info: (line) => void logged.push(line), error: (doing) => void logged.push(`failed: ${doing}`) },
        now: () => now,
        warningDays: () => null,
        isWorkspaceTrusted: () => true,
        translate: english,
        inSlices: (work) => Promise.resolve(runSync(work)),
      },
    );
  }

  const of = (place: Place): RenewalObject => {
    const [object] = renewal.objects.filter(({ connection }) => connection.id === place);
    assert(object, place);
    return object;
  };
  const kinds = () => dialects.map((place) => of(place).outcome?.ended.kind ?? 'none').join(' ');
  const writesTo = (place: Place) => harnesses[place].local.writes().length;
  const holdsNew = async (place: Place): Promise<boolean> => {
    const { certificatePem, metadata } = await harnesses[place].gateway.read(ids[place], neverAborted());
    return certificatePem?.includes(fresh.pem.trim()) ?? (metadata?.validity?.notAfter ?? 0) > now + 80 * day;
  };
  /** Fails the next write to a gateway. */
  const fail = (place: Place, fault: Parameters<Harness['local']['faults']['add']>[1]) =>
    harnesses[place].local.faults.add({ method: place === 'apisix' ? 'PATCH' : 'PUT' }, fault, 1);

  it('finds the object of each gateway, proposes it, and writes nothing before it is confirmed', async () => {
    await renewal.load();
    assert.deepEqual(
      renewal.objects.map(({ connection, relation, isSelected, problem }) => [
        connection.id,
        relation,
        isSelected,
        problem,
      ]),
      dialects.map((id) => [id, 'renews', true, undefined]),
    );
    assert.equal(renewal.selected.length, 3);
    assert.deepEqual(dialects.map(writesTo), [0, 0, 0]);
  });

  it('renews all three, reads each back, and leaves no note', async () => {
    await renewal.load();
    await renewal.run(renewal.selected);
    assert.equal(kinds(), 'written written written');
    for (const place of dialects) {
      assert.equal(await holdsNew(place), true, place);
      assert.equal(certificatesIn(harnesses[place], place).length, 1);
      assert.match(of(place).outcome?.sentence ?? '', /^Updated shop\.example\.com on Gateway /);
      assert.equal(of(place).outcome?.severity, 'ok');
      assert.equal(writesTo(place), 1);
    }
    assert.equal(journal.store.texts.size, 0);
    assert.equal(renewal.retryable.length, 0);
    await renewal.load();
    assert.equal(renewal.selected.length, 0);
  });

  it('goes on after a refusal, says it in the gateway’s own words, and tries that one again alone', async () => {
    await renewal.load();
    fail('api7cloud', answers.json(400, { message: 'the certificate is on the moon' }));
    await renewal.run(renewal.selected);
    assert.equal(kinds(), 'written failed written');
    assert.deepEqual(
      logged.filter((line) => line.startsWith('failed')),
      [`failed: Renewing ${ids.api7cloud}`],
    );
    assert.match(of('api7cloud').outcome?.sentence ?? '', /on the moon/);
    await renewal.prepareRetry();
    assert.deepEqual(
      renewal.selected.map(({ connection }) => connection.id),
      ['api7cloud'],
    );
    await renewal.run(renewal.selected);
    assert.equal(kinds(), 'written written written');
    assert.deepEqual(dialects.map(writesTo), [1, 2, 1]);
    assert.equal(await holdsNew('api7cloud'), true);
  });

  for (const place of dialects)
    it(`finds out on ${place} that a write took effect whose answer got lost`, async () => {
      await renewal.load();
      fail(place, { kind: 'cut', when: 'after' });
      await renewal.run(renewal.selected);
      assert.equal(kinds(), 'written written written');
      const ended = of(place).outcome?.ended;
      assert.equal(ended?.kind === 'written' && ended.wasInterrupted, true);
      assert.equal(writesTo(place), 1);
    });

  /** Renews where one write is cut off, and so is every look at what became of it until the faults are cleared. */
  const loseTrack = async (when: 'before' | 'after') => {
    const { faults } = harnesses.api7enterprise.local;
    fail('api7enterprise', { kind: 'cut', when });
    let isHidden = false;
    renewal.onDidChange(() => {
      if (isHidden || of('api7enterprise').progress !== 'looking') return;
      isHidden = true;
      faults.add({ method: 'GET' }, answers.html(502));
    });
    await renewal.run(renewal.selected);
    assert.equal(kinds(), 'written written unknown');
    return faults;
  };

  it('says that an outcome is unknown, keeps its note, and looks before it sends again', async () => {
    await renewal.load();
    const faults = await loseTrack('after');
    assert.equal(journal.store.texts.size, 1);
    assert.equal(renewal.selected.length, 0);
    faults.clear();
    await renewal.prepareRetry();
    assert.equal(kinds(), 'written written written');
    assert.equal(writesTo('api7enterprise'), 1);
    assert.equal(journal.store.texts.size, 0);
    assert.equal(renewal.selected.length, 0);
  });

  it('says of an object that its gateway could not even be opened, and goes on with the others', async () => {
    let isBroken = false;
    renewal.dispose();
    inventory.dispose();
    renewal = open((place) => isBroken && place === 'apisix');
    await renewal.load();
    for (const place of ['apisix', 'api7cloud'] as const) fail(place, answers.json(400, {}));
    await renewal.run(renewal.selected);
    assert.equal(kinds(), 'failed failed written');
    isBroken = true;
    await renewal.prepareRetry();
    assert.equal(of('apisix').isReading, false);
    assert.equal(of('apisix').problem, 'A part is gone.');
    assert.deepEqual(
      renewal.selected.map(({ connection }) => connection.id),
      ['api7cloud'],
    );
  });

  it('does not write to an object that somebody changed since it was shown', async () => {
    await renewal.load();
    const { gateway } = harnesses.apisix;
    const stored = await gateway.read(ids.apisix, neverAborted());
    await gateway.replace(
      ids.apisix,
      { labels: [{ key: 'team', value: 'other' }] },
      { expected: stored, signal: neverAborted() },
    );
    const before = writesTo('apisix');
    await renewal.run(renewal.selected);
    assert.equal(kinds(), 'changedBefore written written');
    assert.match(
      of('apisix').outcome?.sentence ?? '',
      /changed on Gateway apisix since it was shown: nothing was written/,
    );
    assert.equal(writesTo('apisix'), before);
    await renewal.prepareRetry();
    await renewal.run(renewal.selected);
    assert.equal(kinds(), 'written written written');
    assert.deepEqual((await gateway.read(ids.apisix, neverAborted())).labels, [{ key: 'team', value: 'other' }]);
  });

  it('stops between two objects when it is cancelled, and tries the rest later', async () => {
    await renewal.load();
    renewal.onDidChange(() => {
      if (of('apisix').progress === 'sent') renewal.cancel();
    });
    await renewal.run(renewal.selected);
    assert.equal(kinds(), 'written notTried notTried');
    assert.match(of('api7cloud').outcome?.sentence ?? '', /^Not tried/);
    assert.deepEqual(dialects.map(writesTo), [1, 0, 0]);
    await renewal.prepareRetry();
    assert.equal(renewal.selected.length, 2);
  });

  it('shows what is on a read-only connection, with the reason, and never sends to it', async () => {
    connections = connections.map((each) => (each.id === 'api7cloud' ? { ...each, readOnly: true } : each));
    await renewal.load();
    assert.match(of('api7cloud').problem ?? '', /is marked read-only/);
    renewal.select(of('api7cloud').key, true);
    assert.deepEqual(
      renewal.selected.map(({ connection }) => connection.id),
      ['apisix', 'api7enterprise'],
    );
    await renewal.run(renewal.selected);
    assert.deepEqual(dialects.map(writesTo), [1, 0, 1]);
  });

  it('sends nothing to a connection that was marked read-only after it was shown', async () => {
    await renewal.load();
    connections = connections.map((each) => (each.id === 'apisix' ? { ...each, readOnly: true } : each));
    await renewal.run(renewal.selected);
    assert.equal(kinds(), 'failed written written');
    assert.equal(writesTo('apisix'), 0);
  });

  it('says of each object where it stands, one after the other', async () => {
    await renewal.load();
    const steps: string[] = [];
    renewal.onDidChange(() => {
      const now = dialects.map((id) => of(id).progress ?? '-').join(' ');
      if (steps.at(-1) !== now) steps.push(now);
    });
    await renewal.run(renewal.selected);
    assert.deepEqual(steps, [
      'waiting - -',
      'waiting waiting -',
      'waiting waiting waiting',
      'writing waiting waiting',
      'sent waiting waiting',
      '- waiting waiting',
      '- writing waiting',
      '- sent waiting',
      '- - waiting',
      '- - writing',
      '- - sent',
      '- - -',
    ]);
  });

  it('takes no other order while it writes', async () => {
    await renewal.load();
    const [first] = renewal.selected;
    assert(first);
    const states: string[] = [];
    const orders: Promise<void>[] = [];
    renewal.onDidChange(() => {
      if (of('apisix').progress !== 'sent' || orders.length > 0) return;
      const before = renewal.objects;
      orders.push(renewal.run([first]), renewal.load(), renewal.prepareRetry());
      renewal.select(of('api7cloud').key, false);
      states.push(String(before.every((each, index) => each === renewal.objects[index])));
      states.push(`${renewal.isWriting} ${renewal.isStopping}`);
      renewal.cancel();
      states.push(`${renewal.isWriting} ${renewal.isStopping}`);
    });
    assert.deepEqual([renewal.isWriting, renewal.isStopping], [false, false]);
    await renewal.run(renewal.selected);
    await Promise.all(orders);
    assert.deepEqual(states, ['true', 'true false', 'true true']);
    assert.deepEqual([renewal.isWriting, renewal.isStopping], [false, false]);
    assert.deepEqual(dialects.map(writesTo), [1, 0, 0]);
  });

  it('keeps what a person decided when it looks anew', async () => {
    await renewal.load();
    renewal.select(of('api7cloud').key, false);
    renewal.select('no such object', true);
    await renewal.load();
    assert.deepEqual(
      renewal.selected.map(({ connection }) => connection.id),
      ['apisix', 'api7enterprise'],
    );
    renewal.select(of('api7cloud').key, true);
    assert.equal(renewal.selected.length, 3);
  });

  it('selects what failed alone for another try, and looks again only at gateways that were written to', async () => {
    await renewal.load();
    fail('apisix', answers.json(400, { error_msg: 'no' }));
    for (const { local } of Object.values(harnesses)) local.clearRequests();
    await renewal.run([of('apisix')]);
    assert.deepEqual(
      dialects.map((place) => harnesses[place].local.requests.length > 0),
      [true, false, false],
    );
    assert.equal(renewal.selected.length, 2);
    await renewal.prepareRetry();
    assert.deepEqual(
      renewal.selected.map(({ connection }) => connection.id),
      ['apisix'],
    );
  });

  it('reads an object again, and selects it, whose write is found not to be made', async () => {
    await renewal.load();
    const faults = await loseTrack('before');
    faults.clear();
    await renewal.prepareRetry();
    assert.deepEqual(
      renewal.selected.map(({ connection }) => connection.id),
      ['api7enterprise'],
    );
    await renewal.run(renewal.selected);
    assert.equal(kinds(), 'written written written');
  });

  it('shows what failed as being read while it is read again', async () => {
    fail('apisix', answers.json(400, { error_msg: 'no' }));
    await renewal.load();
    await renewal.run(renewal.selected);
    const hold = harnesses.apisix.local.faults.add({ method: 'GET' }, { kind: 'hold', when: 'before' });
    const again = renewal.prepareRetry();
    await hold.met();
    assert.equal(of('apisix').isReading, true);
    hold.release();
    await again;
    assert.deepEqual([of('apisix').isReading, of('apisix').isSelected], [false, true]);
  });

  it('shows an object no more that is gone', async () => {
    await renewal.load();
    const { gateway } = harnesses.apisix;
    await gateway.remove(ids.apisix, {
      expected: await gateway.read(ids.apisix, neverAborted()),
      signal: neverAborted(),
    });
    await renewal.load();
    assert.deepEqual(
      renewal.objects.map(({ connection }) => connection.id),
      ['api7cloud', 'api7enterprise'],
    );
  });

  it('says of objects whose connection was removed that it is gone, and selects them no more', async () => {
    await renewal.load();
    connections = connections.filter(({ id }) => id !== 'apisix');
    await renewal.load();
    const gone = 'This connection no longer exists.';
    assert.deepEqual([of('apisix').problem, renewal.gateways[0]?.sentence], [gone, gone]);
    assert.deepEqual(
      renewal.selected.map(({ connection }) => connection.id),
      ['api7cloud', 'api7enterprise'],
    );
  });

  it('leaves what was written as it ended when it looks anew, also where it can be read no more', async () => {
    await renewal.load();
    await renewal.run(renewal.selected);
    harnesses.apisix.local.faults.add({ method: 'GET' }, answers.json(403, { error_msg: 'no' }));
    await renewal.load();
    assert.equal(kinds(), 'written written written');
    assert.equal(of('apisix').problem, undefined);
  });

  it('tells nobody of anything once it is disposed', async () => {
    const loading = renewal.load();
    renewal.dispose();
    let changes = 0;
    renewal.onDidChange(() => (changes += 1));
    const { length } = renewal.objects;
    await loading;
    assert.deepEqual([changes, renewal.objects.length], [0, length]);
  });

  it('says which gateway could not be read, and renews on the others', async () => {
    harnesses.api7cloud.local.faults.add({ method: 'GET' }, answers.json(401, { message: 'bad token' }));
    await renewal.load();
    const failed = renewal.gateways.find(({ connection }) => connection.id === 'api7cloud');
    assert.deepEqual([failed?.kind, /did not accept the token/.test(failed?.sentence ?? '')], ['failed', true]);
    assert.equal(renewal.selected.length, 2);
  });

  it('shows what it knew of a gateway that can no longer be read, with the reason, and reads it again when asked', async () => {
    await renewal.load();
    const { faults } = harnesses.apisix.local;
    faults.add({ method: 'GET' }, answers.json(403, { error_msg: 'no' }));
    await renewal.load();
    assert.match(of('apisix').problem ?? '', /^The gateway refused/);
    assert.equal(of('apisix').isReading, false);
    assert.equal(renewal.selected.length, 2);
    faults.clear();
    await renewal.load();
    assert.equal(renewal.selected.length, 3);
  });

  it('ends the writes to a gateway that refuses whoever asks, and to no other', async () => {
    const { gateway } = harnesses.apisix;
    await gateway.create({ ...old, labels: [{ key: 'a', value: 'b' }] }, neverAborted());
    await renewal.load();
    assert.equal(renewal.selected.length, 4);
    harnesses.apisix.local.faults.add({ method: 'PATCH' }, answers.json(403, { error_msg: 'no' }));
    await renewal.run(renewal.selected);
    const [first, second, ...others] = renewal.objects.map(({ outcome }) => outcome?.ended.kind);
    assert.deepEqual([first, second, ...others], ['failed', 'notTried', 'written', 'written']);
  });

  it('never has the key in anything that it shows', async () => {
    await renewal.load();
    fail('api7cloud', answers.json(400, { message: 'no' }));
    await renewal.run(renewal.selected);
    const [, secret] = fresh.keyPem.split('\n');
    assert(secret && secret.length > 40);
    assert.equal(JSON.stringify([renewal.objects, renewal.gateways]).includes(secret), false);
  });
});
