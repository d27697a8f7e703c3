import assert from 'node:assert/strict';
import type * as NodeCrypto from 'node:crypto';
import type { Connection } from '../../src/app/connections/connection';
import { CertificateIndex } from '../../src/app/inventory/certificateIndex';
import { Inventory } from '../../src/app/inventory/inventory';
import { seedMany } from '../gateway/sample';
import { now, openHarness, subjects } from './harness';

/** The work of loading so many certificates, counted: it may grow with them, and no faster. */
interface Counts {
  readonly loaded: number;
  readonly requests: number;
  readonly hashes: number;
  /** Texts that JSON was read from: pages are read a part at a time, each once. */
  readonly parsed: number;
  readonly parsedLetters: number;
  /** The number of times that those who draw are called. */
  readonly changes: number;
  readonly puts: number;
}

const crypto: typeof NodeCrypto = process.getBuiltinModule('node:crypto');

/** Puts a counter before a function of an object until the test is over. */
function watch(of: object, name: string, see: (args: readonly unknown[]) => void): () => void {
  const real: unknown = Reflect.get(of, name);
  if (typeof real !== 'function') throw new Error('Only functions can be watched.');
  Reflect.set(
    of,
    name,
    new Proxy(real, {
      apply: (target, self, args: readonly unknown[]) => {
        see(args);
        return Reflect.apply(target, self, args) as unknown;
      },
    }),
  );
  return () => void Reflect.set(of, name, real);
}

describe('loading a list, counted', () => {
  for (const subject of subjects.filter(({ name }) => !/3\.(?:16|2)\./.test(name))) {
    const countsOf = async (count: number): Promise<Counts> => {
      const harness = await openHarness(subject);
      let [hashes, parsed, parsedLetters, changes, puts] = [0, 0, 0, 0, 0];
      const undo: (() => void)[] = [];
      try {
        await seedMany(harness.local, count, now);
        const connection: Connection = { id: 'a', name: 'A', dialect: subject.id, address: harness.access.address };
        const inventory = new Inventory({
          all: [connection],
          find: () => connection,
          open: () => Promise.resolve({ ok: true, gateway: harness.gateway } as const),
          onDidChange: () => ({ dispose: () => undefined }),
        });
        inventory.onDidChange(() => (changes += 1));
        undo.push(
          watch(crypto, 'hash', () => (hashes += 1)),
          watch(CertificateIndex.prototype, 'put', () => (puts += 1)),
          watch(CertificateIndex.prototype, 'append', () => (puts += 1)),
          watch(JSON, 'parse', ([text]) => {
            // The local gateway reads nothing of lists; requests have no body.
            parsed += 1;
            parsedLetters += String(text).length;
          }),
        );
        harness.local.clearRequests();
        await inventory.refresh('a');
        const loaded = inventory.certificates('a')?.size ?? 0;
        return { loaded, requests: harness.local.requests.length, hashes, parsed, parsedLetters, changes, puts };
      } finally {
        for (const each of undo) each();
        await harness.close();
      }
    };

    it(`${subject.name}: takes ten times as much for ten times as many`, async () => {
      const [few, many] = [await countsOf(200), await countsOf(2_000)];
      assert.deepEqual([few.loaded, many.loaded], [200, 2_000]);
      // Each is taken in once, and hashed once where its certificate is there; chains are hashed once for all.
      assert.deepEqual([few.puts, many.puts], [200, 2_000]);
      const hashes = returnsPem(subject.id) ? 2_000 : 0;
      assert.ok(many.hashes >= hashes && many.hashes <= hashes + 40, `${String(many.hashes)} hashes`);
      // API7 Enterprise is asked once of what kind the gateway group is.
      const pages = { apisix: 1, api7cloud: 80, api7enterprise: 20 + 1 }[subject.id];
      assert.equal(many.requests, pages);
      for (const what of ['parsed', 'changes'] as const)
        assert.ok(many[what] <= 10 * few[what] + 10, `${what}: ${String(few[what])}, ${String(many[what])}`);
      assert.ok(
        many.parsedLetters <= 10.5 * few.parsedLetters,
        `${String(few.parsedLetters)} letters, ${String(many.parsedLetters)}`,
      );
      // No PEM becomes text: what is parsed of an object is what is around it.
      if (returnsPem(subject.id))
        assert.ok(many.parsedLetters / 2_000 < 1_200, `${String(many.parsedLetters / 2_000)} letters each`);
    });
  }
});

const returnsPem = (id: string): boolean => id !== 'api7cloud';
