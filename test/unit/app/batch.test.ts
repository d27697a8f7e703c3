import assert from 'node:assert/strict';
import { actionOf, isProposed, toBatch } from '../../../src/app/batch';
import type { BatchItem } from '../../../src/app/batch';
import { canRetry, sendBatch } from '../../../src/app/batchSending';
import type { Result, Sending } from '../../../src/app/batchSending';
import { matchOf } from '../../../src/app/match';
import { leavesOf, proposedNames } from '../../../src/app/upload';
import type { StoredCertificate } from '../../../src/gateway/gateway';
import { english } from '../../../src/shared/translate';
import { makeAuthority, makeCertificate } from '../../fixtures/certificates';
import type { Authority, CertificateOptions, MadeCertificate } from '../../fixtures/certificates';
import { toEntries } from './fakeEntries';
import { stored } from './fakeConnections';
import { FakeGateway } from './fakeGateway';
import { materialOf, parseMade } from './madeMaterial';

const now = Date.UTC(2026, 10, 23);

describe('a batch', () => {
  let authority: Authority;
  const make = (name: string, options: Partial<CertificateOptions> = {}) =>
    makeCertificate({ now, commonName: name, dns: [name], issuer: authority.intermediate, toDays: 60, ...options });
  before(async () => {
    authority = await makeAuthority(now);
  });
  /** What stands in the gateway, and what a table of these certificates says of them. */
  const build = (
    made: readonly MadeCertificate[],
    { gateway = new FakeGateway(), keys = made, capabilities }: { gateway?: FakeGateway; keys?: readonly MadeCertificate[]; capabilities?: FakeGateway['capabilities'] } = {},
  ) => {
    const entries = toEntries(Object.fromEntries([...gateway.objects].map(([id, object]) => [id, object])));
    const material = materialOf([...made, authority.intermediate], keys);
    const facts = { now, warningDays: null, capabilities: capabilities ?? gateway.capabilities, match: (draft: Parameters<typeof matchOf>[0]) => matchOf(draft, entries), translate: english };
    return { gateway, items: toBatch(leavesOf(material), material, facts) };
  };
  const gatewayWith = (...objects: readonly (readonly [id: string, made: MadeCertificate, change?: Partial<StoredCertificate>])[]): FakeGateway => {
    const gateway = new FakeGateway();
    for (const [id, made, change] of objects) {
      const names = proposedNames(parseMade(made));
      gateway.put(stored(id, { type: 'server', names, certificatePem: made.chainPem, ...change }));
    }
    return gateway;
  };
  const words = (item: BatchItem): string => `${item.draft.place} ${item.problem === undefined ? item.match.kind : 'problem'} ${actionOf(item) ?? 'none'} ${isProposed(item) ? 'proposed' : 'left'}`;

  it('says of each what it is, what sending it does, and whether that is proposed', async () => {
    const old = await make('renewed.example.com', { toDays: 5 });
    const later = await make('conflict.example.com', { toDays: 300 });
    const same = await make('same.example.com');
    const made = [await make('new.example.com'), await make('renewed.example.com'), same, await make('conflict.example.com'), await make('expired.example.com', { toDays: -1 }), await make('keyless.example.com')];
    const { items } = build(made, { gateway: gatewayWith(['1', old], ['2', same], ['3', later]), keys: made.slice(0, 5) });
    assert.deepEqual(items.map(words), [
      '0.pem new create proposed',
      '1.pem renews replace proposed',
      '2.pem identical none left',
      '3.pem conflict create left',
      // A warning: the person has to want it.
      '4.pem new create left',
      '5.pem problem none left',
    ]);
    assert.equal(items[5]?.problem, 'No private key chosen');
  });

  it('leaves two with one name to the person', async () => {
    const made = [await make('twin.example.com', { serial: '01' }), await make('twin.example.com', { serial: '02' }), await make('other.example.com')];
    const { items } = build(made);
    assert.deepEqual(items.map((item) => [item.twin?.place, isProposed(item)]), [['1.pem', false], ['0.pem', false], [undefined, true]]);
  });

  it('does not replace what has a CA that cannot be read back', async () => {
    const old = await make('mtls.example.com', { toDays: 5 });
    const gateway = gatewayWith(['1', old, { ca: { metadata: { names: [], extensions: {} } } }]);
    const { items } = build([await make('mtls.example.com')], { gateway, capabilities: { ...gateway.capabilities, canReadCa: false } });
    assert.deepEqual(items.map(words), ['0.pem problem none left']);
    assert.match(items[0]?.problem ?? '', /update it on its own/);
  });

  describe('being sent', () => {
    const send = (queue: Parameters<typeof sendBatch>[0], gateway: FakeGateway, change: Partial<Sending> = {}) =>
      sendBatch(queue, { gateway, signal: new AbortController().signal, onItem: () => undefined, onResult: () => undefined, ...change });
    const three = async () => Promise.all(['a.example.com', 'b.example.com', 'c.example.com'].map((name) => make(name)));
    const kinds = (results: readonly Result[]) => results.map(({ outcome }) => outcome.kind).join(' ');
    const toQueue = (items: readonly BatchItem[]) => items.map((item) => ({ item }));
    const creates = ({ calls }: FakeGateway) => calls.filter((call) => call === 'create').length;

    it('goes in order, one after the other', async () => {
      const { items, gateway } = build(await three());
      const turns: string[] = [];
      const results = await send(toQueue(items), gateway, {
        onItem: ({ draft }, index) => turns.push(`${index} ${draft.place}`),
        onResult: ({ outcome }) => turns.push(outcome.kind),
      });
      assert.equal(kinds(results), 'created created created');
      assert.deepEqual(turns, ['0 0.pem', 'created', '1 1.pem', 'created', '2 2.pem', 'created']);
      assert.deepEqual([...gateway.objects.values()].map(({ names }) => names.join()), ['a.example.com', 'b.example.com', 'c.example.com']);
    });

    it('replaces what it renews, keeps what else stands there, and adds no object', async () => {
      const gateway = gatewayWith(['1', await make('a.example.com', { toDays: 5 }), { labels: [{ key: 'team', value: 'web' }] }]);
      const { items } = build([await make('a.example.com')], { gateway });
      assert.equal(kinds(await send(toQueue(items), gateway)), 'replaced');
      assert.deepEqual([...gateway.objects.keys()], ['1']);
      assert.deepEqual(gateway.objects.get('1')?.labels, [{ key: 'team', value: 'web' }]);
    });

    it('goes on after a refusal, and tries only that one again', async () => {
      const { items, gateway } = build(await three());
      const results = await send(toQueue(items), gateway, {
        onItem: (_, index) => (gateway.trouble = index === 1 ? { kind: 'rejected', when: 'before' } : undefined),
      });
      assert.equal(kinds(results), 'created failed created');
      gateway.trouble = undefined;
      const again = results.filter(canRetry);
      assert.deepEqual(again.map(({ item }) => item.draft.place), ['1.pem']);
      assert.equal(kinds(await send(again, gateway)), 'created');
      assert.equal(gateway.objects.size, 3);
    });

    it('stops where the next would meet the same', async () => {
      const { items, gateway } = build(await three());
      gateway.trouble = { kind: 'unauthorized', when: 'before' };
      const results = await send(toQueue(items), gateway);
      assert.equal(kinds(results), 'failed notSent notSent');
      assert.equal(creates(gateway), 1);
      assert.equal(results.filter(canRetry).length, 3);
    });

    it('stops between items when the person says so', async () => {
      const { items, gateway } = build(await three());
      const abort = new AbortController();
      const results = await send(toQueue(items), gateway, { signal: abort.signal, onResult: () => abort.abort() });
      assert.equal(kinds(results), 'created notSent notSent');
    });

    it('finds what was stored although the answer got lost', async () => {
      const { items, gateway } = build(await three());
      gateway.trouble = { kind: 'timeout', when: 'after' };
      assert.equal(kinds(await send(toQueue(items), gateway)), 'created created created');
      assert.equal(gateway.objects.size, 3);
    });

    it('looks for what it does not know of before it sends it again', async () => {
      const { items, gateway } = build((await three()).slice(0, 1));
      gateway.trouble = { kind: 'timeout', when: 'after' };
      gateway.isMute = true;
      const results = await send(toQueue(items), gateway);
      assert.equal(kinds(results), 'unknown');
      gateway.trouble = undefined;
      gateway.isMute = false;
      assert.equal(kinds(await send(results, gateway)), 'created');
      assert.equal(creates(gateway), 1);
    });

    it('sends it again where the look shows that it is not there', async () => {
      const { items, gateway } = build((await three()).slice(0, 1));
      gateway.trouble = { kind: 'timeout', when: 'before' };
      gateway.isMute = true;
      const results = await send(toQueue(items), gateway);
      gateway.trouble = undefined;
      gateway.isMute = false;
      assert.equal(kinds(await send(results, gateway)), 'created');
      assert.equal(gateway.objects.size, 1);
    });

    it('leaves alone what somebody else changed meanwhile', async () => {
      const gateway = gatewayWith(['1', await make('a.example.com', { toDays: 5 })]);
      const { items } = build([await make('a.example.com')], { gateway });
      const before = gateway.objects.get('1');
      assert.ok(before);
      gateway.put({ ...before, revision: 'theirs' });
      const results = await send(toQueue(items), gateway);
      assert.equal(kinds(results), 'changed');
      assert.deepEqual(results.filter(canRetry), []);
      assert.equal(gateway.objects.get('1')?.revision, 'theirs');
    });
  });
});
