import assert from 'node:assert/strict';
import type { Connection, OpenedGateway } from '../../../../src/app/connections/connections';
import type { FullEntry } from '../../../../src/app/inventory/certificateEntry';
import { toEntry } from '../../../../src/app/inventory/certificateEntry';
import type { ConnectionState } from '../../../../src/app/inventory/inventory';
import type { ServedHosts } from '../../../../src/app/usage/servedHosts';
import type { DetailInput } from '../../../../src/core/details/input';
import type { StoredCertificate } from '../../../../src/core/model';
import type { DialectId, Gateway } from '../../../../src/gateway/gateway';
import { GatewayError } from '../../../../src/gateway/gateway';
import type { InSlices } from '../../../../src/shared/cooperative';
import { inSlices } from '../../../../src/shared/cooperative';
import { Emitter } from '../../../../src/shared/emitter';
import { english } from '../../../../src/shared/translate';
import { GatewaySource } from '../../../../src/ui/details/gatewaySource';
import { toPace } from '../../../fixtures/pace';
import { toServed, usesOf } from '../../app/fakes/fakeEntries';

const connection: Connection = { id: 'c1', name: 'production', dialect: 'apisix', address: 'http://127.0.0.1:9180' };
const subject = { from: 'gateway', connection: 'c1', id: '7' } as const;
const stored = (revision: string, part: Partial<StoredCertificate> = {}): StoredCertificate => ({
  id: '7',
  type: 'server',
  names: ['a.example'],
  labels: [{ key: 'team', value: 'web' }, { key: 'plain' }],
  isEnabled: true,
  extraCertificates: [],
  revision,
  notes: [],
  description: revision,
  ...part,
});

/** A gateway and an inventory that say what the test wants. */
function setUp(read: () => Promise<StoredCertificate> = () => Promise.resolve(stored('read'))) {
  const inventoryChanges = new Emitter<string>();
  const logged: string[] = [];
  const acts: string[] = [];
  const removed: string[] = [];
  const known = { connection: true, whole: true, readOnly: false };
  const world: {
    entry: FullEntry | undefined;
    state: ConnectionState;
    opened: OpenedGateway;
    served?: ServedHosts;
    failure?: GatewayError;
    inSlices?: InSlices;
  } = {
    entry: undefined,
    state: { kind: 'idle', entries: [] },
    opened: { ok: true, gateway: { read, capabilities: { canEditLabelsAlone: true } } as unknown as Gateway },
  };
  const dialects = new Map<DialectId, { label: string }>([['apisix', { label: 'Apache APISIX' }]]);
  const open = () =>
    new GatewaySource(subject, {
      connections: {
        find: () => (known.connection ? { ...connection, readOnly: known.readOnly } : undefined),
        open: () => Promise.resolve(world.opened),
      },
      inventory: {
        find: () => world.entry,
        findWhole: () => (known.whole ? world.entry : undefined),
        state: () => world.state,
        remove: (_, id) => void removed.push(id),
        onDidChange: inventoryChanges.event,
      },
      dialects,
      uses: { served: () => world.served, failure: () => world.failure, onDidChange: new Emitter<string>().event },
      ...(world.inSlices && { inSlices: world.inSlices }),
      log: { error: (line) => void logged.push(line) },
      translate: english,
      act: (kind, { id }) => Promise.resolve(void acts.push(`${kind} ${id}`)),
    });
  return { world, open, inventoryChanges, logged, removed, acts, known };
}

describe('GatewaySource and what uses its certificate', () => {
  const listed = toEntry(connection, stored('listed', { names: ['*.a.example'] }));
  const servedWith = (count: number): ServedHosts => {
    const uses = usesOf(Array.from({ length: count }, (_, index) => `host-${index}.a.example`));
    return toServed([listed], uses);
  };
  const ownersIn = (input: DetailInput | undefined): number | undefined => {
    const usedBy = input?.from === 'gateway' ? input.usedBy : undefined;
    return usedBy && usedBy.owners.length + usedBy.more;
  };

  it('shows few at once', () => {
    const { world, open } = setUp();
    Object.assign(world, { entry: listed, served: servedWith(3) });
    assert.equal(ownersIn(open().known()), 3);
  });

  it('says why they could not be read, in the gateway’s words', () => {
    const { world, open } = setUp();
    const failure = new GatewayError('forbidden', 'a secret', { gatewayText: 'routes: not for you' });
    Object.assign(world, { entry: listed, failure });
    const input = open().known();
    assert.match(
      (input?.from === 'gateway' && input.usesFailure) || '',
      /^The gateway refused: .*The gateway says: routes: not/,
    );
  });

  it('finds very many in slices, and says when they are found', async () => {
    const { world, open } = setUp();
    Object.assign(world, { entry: listed, served: servedWith(5_000) });
    let yields = 0;
    // A clock by which each look takes a millisecond.
    let time = 0;
    world.inSlices = (work, isWanted) =>
      inSlices(work, toPace({ clock: () => time++, slice: 10, pause: () => Promise.resolve(void yields++), isWanted }));
    const source = open();
    const heard: string[] = [];
    const found = new Promise<void>((resolve) =>
      source.onDidChange((change) => {
        heard.push(change);
        resolve();
      }),
    );
    assert.equal(ownersIn(source.known()), undefined);
    await found;
    assert.equal(ownersIn(source.known()), 5_000);
    assert.deepEqual(heard, ['known']);
    assert.ok(yields > 500, `${yields} yields`);
  });

  it('has found them when it was read, and stops where it is closed meanwhile', async () => {
    const { world, open } = setUp(() => Promise.resolve(stored('read', { names: ['*.a.example'] })));
    Object.assign(world, { entry: listed, served: servedWith(5_000) });
    let yields = 0;
    world.inSlices = (work, isWanted) =>
      inSlices(work, { isOver: () => true, pause: () => Promise.resolve(void yields++), isWanted });
    const reading = await open().read(new AbortController().signal);
    assert.equal(reading.ok && ownersIn(reading.input), 5_000);
    const source = open();
    yields = 0;
    source.dispose();
    await new Promise((resolve) => setImmediate(resolve));
    assert.ok(yields <= 1, `${yields} yields after its end`);
  });
});

const complete: ConnectionState = { kind: 'ready', entries: [], isComplete: true, loaded: 0, total: 0, unreadable: [] };
const descriptionOf = (input: unknown): unknown =>
  typeof input === 'object' && input !== null && 'description' in input ? input.description : undefined;

describe('GatewaySource', () => {
  it('offers changes for as long as its connection is there', () => {
    const { open, known } = setUp();
    const source = open();
    assert.deepEqual(source.offered(), ['update', 'delete']);
    known.connection = false;
    assert.deepEqual(source.offered(), []);
  });

  it('is read again once its connection is gone, to say so', () => {
    const { open, known, world, inventoryChanges } = setUp();
    world.entry = toEntry(connection, stored('listed'));
    const heard: string[] = [];
    open().onDidChange((change) => heard.push(change));
    Object.assign(world, { entry: undefined });
    inventoryChanges.fire('c1');
    assert.deepEqual(heard, []);
    known.connection = false;
    inventoryChanges.fire('c1');
    assert.deepEqual(heard, ['stale']);
  });

  it('offers no changes where the connection is read-only, and what reads all the same', () => {
    const { open, known } = setUp();
    const source = open();
    known.readOnly = true;
    assert.deepEqual(source.offered(), []);
    assert.deepEqual(
      source.actions().map(({ kind }) => kind),
      ['compare', 'copyPem'],
    );
  });

  it('offers no changes of what an APISIX in standalone mode holds', () => {
    const { world, open } = setUp();
    world.entry = toEntry(connection, { ...stored('listed'), isReadOnly: true });
    const source = open();
    assert.deepEqual(source.offered(), []);
    assert.equal(
      source.actions().some(({ kind }) => kind === 'renewEverywhere'),
      false,
    );
  });

  it('offers nothing any more once the gateway was seen without its certificate', async () => {
    const { open } = setUp(() => Promise.reject(new GatewayError('notFound', 'x')));
    const source = open();
    assert.ok(source.actions().length > 0);
    await source.read(new AbortController().signal);
    assert.deepEqual([source.offered(), source.actions()], [[], []]);
  });

  it('compares and copies its certificate, and does nothing that it does not offer', async () => {
    const { open, acts } = setUp();
    const source = open();
    assert.deepEqual(
      source.actions().map(({ kind, label }) => `${kind}: ${label}`),
      ['renewEverywhere: Renew Everywhere…', 'compare: Compare with File…', 'copyPem: Copy PEM'],
    );
    for (const kind of ['compare', 'copyPem', 'upload'] as const) await source.act(kind);
    assert.deepEqual(acts, ['compare 7', 'copyPem 7']);
  });

  it('offers no PEM of a secret reference', () => {
    const { world, open } = setUp();
    world.entry = toEntry(connection, { ...stored('listed'), certificatePem: '$secret://vault/1/a/cert' });
    const source = open();
    assert.deepEqual(
      source.actions().filter(({ kind }) => kind === 'copyPem'),
      [],
    );
    const input = source.known();
    assert.equal(input?.from === 'gateway' && input.isReference, true);
  });

  it('offers the file that makes it, where another tool manages it', async () => {
    const { world, open, acts } = setUp();
    world.entry = toEntry(connection, { ...stored('listed'), labels: [{ key: 'managed-by', value: 'adc' }] });
    const source = open();
    assert.ok(source.actions().some(({ kind, label }) => kind === 'openManifest' && label === 'Open Manifest'));
    await source.act('openManifest');
    assert.deepEqual(acts, ['openManifest 7']);
  });

  it('knows at once what the inventory has', () => {
    const { world, open } = setUp();
    world.entry = toEntry(connection, stored('listed'));
    const source = open();
    assert.deepEqual([source.title, source.place], ['a.example', 'production']);
    assert.deepEqual(source.known(), {
      from: 'gateway',
      title: 'a.example',
      connection: 'production',
      isProduction: false,
      gateway: 'Apache APISIX',
      id: '7',
      type: 'server',
      names: ['a.example'],
      labels: ['team=web', 'plain'],
      isEnabled: true,
      chain: [],
      extraChains: [],
      description: 'listed',
      notes: [],
    });
  });

  it('knows what its row knows until the object was read', () => {
    const { world, open, known } = setUp();
    world.entry = toEntry(connection, stored('listed'));
    known.whole = false;
    const input = open().known();
    assert.ok(input?.from === 'gateway');
    assert.deepEqual([input.isPartial, input.names, input.chain], [true, ['a.example'], []]);
  });

  it('knows nothing yet of what the inventory does not have', () => {
    const source = setUp().open();
    assert.equal(source.title, 'Certificate 7');
    assert.equal(source.known(), undefined);
  });

  it('reads from the gateway', async () => {
    const reading = await setUp().open().read(new AbortController().signal);
    assert.equal(reading.ok && descriptionOf(reading.input), 'read');
  });

  it('offers to edit labels alone once it is known that the gateway can', async () => {
    const source = setUp().open();
    assert.deepEqual(source.offered(), ['update', 'delete']);
    await source.read(new AbortController().signal);
    assert.deepEqual(source.offered(), ['editLabels', 'update', 'delete']);
  });

  it('says why the gateway cannot be opened', async () => {
    const { world, open } = setUp();
    world.opened = { ok: false, reason: 'noToken', sentence: 'No token is set.' };
    assert.deepEqual(await open().read(new AbortController().signal), { ok: false, sentence: 'No token is set.' });
  });

  const failures: readonly [what: string, error: Error, sentence: RegExp, isLogged: boolean][] = [
    ['gone', new GatewayError('notFound', 'x'), /^The gateway no longer has this certificate/, false],
    ['unauthorized', new GatewayError('unauthorized', 'x'), /did not accept the admin key/, true],
    ['unreachable', new GatewayError('unreachable', 'x', { code: 'ECONNREFUSED' }), /ECONNREFUSED/, true],
    [
      'refused in its own words',
      new GatewayError('rejected', 'x', { gatewayText: 'no such thing' }),
      /no such thing/,
      true,
    ],
    ['stopped', new GatewayError('cancelled', 'x'), /^Reading was stopped/, false],
    ['a defect', new TypeError('secret inside'), /^Something unexpected happened/, true],
  ];
  for (const [what, error, sentence, isLogged] of failures)
    it(`says why it could not be read: ${what}`, async () => {
      const { open, logged, removed } = setUp(() => Promise.reject(error));
      const reading = await open().read(new AbortController().signal);
      assert.match(reading.ok ? '' : reading.sentence, sentence);
      assert.equal(logged.length > 0, isLogged);
      assert.deepEqual(removed, what === 'gone' ? ['7'] : []);
    });

  describe('follows the inventory', () => {
    const listed = toEntry(connection, stored('listed'));
    const again = toEntry(connection, stored('listed again'));
    const cases: readonly [
      what: string,
      before: FullEntry | undefined,
      after: FullEntry | undefined,
      state: ConnectionState,
      told: readonly string[],
    ][] = [
      ['a newer entry', listed, again, complete, ['known']],
      ['the first entry', undefined, listed, { kind: 'loading', entries: [], loaded: 1, total: 2 }, ['known']],
      ['the same entry', listed, listed, complete, []],
      ['gone from a complete list', listed, undefined, complete, ['stale']],
      ['not arrived yet', listed, undefined, { kind: 'loading', entries: [], loaded: 1, total: 2 }, []],
      ['missing from a list that was stopped', listed, undefined, { ...complete, isComplete: false }, []],
      [
        'missing after a failure',
        listed,
        undefined,
        { kind: 'failed', entries: [], failure: { ok: false, reason: 'noToken', sentence: '' } },
        [],
      ],
    ];
    for (const [what, before, after, state, metadata] of cases)
      it(what, () => {
        const { world, open, inventoryChanges } = setUp();
        world.entry = before;
        const source = open();
        const heard: string[] = [];
        source.onDidChange((change) => heard.push(change));
        Object.assign(world, { entry: after, state });
        inventoryChanges.fire('another connection');
        inventoryChanges.fire('c1');
        assert.deepEqual(heard, metadata);
      });
  });
});
