import assert from 'node:assert/strict';
import type { StoredCertificate } from '../../src/core/model';
import type { CertificateBundle, CertificateChange, GatewayErrorKind } from '../../src/gateway/gateway';
import { GatewayError } from '../../src/gateway/gateway';
import { makeAuthority, makeCertificate } from '../fixtures/certificates';
import type { Fault } from '../gateway/http/faults';
import { answers } from '../gateway/http/faults';
import type { Harness } from './harness';
import {
  asListed,
  certificatesIn,
  failureOf,
  listAll,
  makeBundle,
  neverAborted,
  now,
  openHarness,
  subjects,
} from './harness';

const renewedNames = ['shop.example.com', 'new.example.com'];

/** A certificate and a key that take the place of those of `makeBundle`. */
async function makeRenewal(): Promise<{
  readonly certificate: string;
  readonly privateKey: string;
  readonly names: readonly string[];
}> {
  const { intermediate } = await makeAuthority(now);
  const made = await makeCertificate({
    now,
    commonName: 'new.example.com',
    dns: renewedNames,
    key: 'RSA 2048',
    issuer: intermediate,
  });
  return { certificate: made.chainPem, privateKey: made.keyPem, names: renewedNames };
}

/** Interruptions of a write that was sent. `stored`: a look afterwards finds it. */
const interruptions: readonly (readonly [name: string, fault: Fault, kind: GatewayErrorKind, stored: boolean])[] = [
  ['cut before it was read', { kind: 'cut', when: 'before' }, 'unreachable', false],
  ['cut while the gateway worked', { kind: 'cut', when: 'during' }, 'unreachable', false],
  ['cut after it was stored', { kind: 'cut', when: 'after' }, 'unreachable', true],
  ['half an answer', { kind: 'half' }, 'unexpected', true],
  ['a proxy that gave up', answers.html(504), 'unexpected', false],
  ['500', answers.text(500, 'internal server error'), 'unexpected', false],
  ['an answer of something else', answers.json(200, { hello: 'world' }), 'unexpected', false],
];

const refusals: readonly (readonly [name: string, fault: Fault, kind: GatewayErrorKind])[] = [
  ['400', answers.json(400, {}), 'rejected'],
  ['401', answers.json(401, {}), 'unauthorized'],
  ['403', answers.json(403, {}), 'forbidden'],
  ['409', answers.json(409, {}), 'conflict'],
  ['429', answers.throttled('7'), 'throttled'],
];

for (const subject of subjects) {
  describe(`writing: ${subject.name}`, () => {
    let harness: Harness;
    let bundle: CertificateBundle;
    let renewal: CertificateChange;
    let stored: StoredCertificate;

    before(async () => {
      bundle = await makeBundle();
      renewal = await makeRenewal();
    });
    beforeEach(async () => {
      harness = await openHarness(subject);
      const labels =
        harness.gateway.capabilities.labels === 'words' ? [{ key: 'team-a' }] : [{ key: 'team', value: 'a' }];
      stored = await harness.gateway.create({ ...bundle, labels }, neverAborted());
      harness.local.clearRequests();
    });
    afterEach(() => harness.close());

    const { id: listener } = subject;
    const methods = () => harness.local.requests.map(({ method }) => method);
    const writeMethod = listener === 'apisix' ? 'PATCH' : 'PUT';
    const held = () => {
      let checks = 0;
      const gateway = harness.open({
        checkWrite: () => {
          checks += 1;
          throw new GatewayError('blocked', 'Not sent: readOnly.', { mayHaveTakenEffect: false });
        },
      });
      return { gateway, checks: () => checks };
    };

    it('asks once more right before a write leaves, behind what it reads first', async () => {
      const { gateway, checks } = held();
      try {
        const options = { expected: stored, signal: neverAborted() };
        const writes: readonly (readonly [write: Promise<unknown>, reads: readonly string[]])[] = [
          [gateway.replace(stored.id, renewal, options), ['GET']],
          [gateway.remove(stored.id, options), ['GET']],
          [gateway.create(bundle, neverAborted()), []],
        ];
        const failures = await Promise.all(writes.map(([write]) => failureOf(write)));
        assert.deepEqual(
          failures.map(({ kind, mayHaveTakenEffect }) => [kind, mayHaveTakenEffect]),
          writes.map(() => ['blocked', false]),
        );
        assert.deepEqual(
          methods(),
          writes.flatMap(([, reads]) => reads),
        );
        assert.equal(checks(), 3);
      } finally {
        gateway.dispose();
      }
    });

    it('does not ask before it only reads', async () => {
      const { gateway, checks } = held();
      await gateway.read(stored.id, neverAborted());
      await gateway.check(neverAborted());
      assert.equal(checks(), 0);
      gateway.dispose();
    });

    const replace = (
      change = renewal,
      more: { signal?: AbortSignal; onSent?: () => void } = {},
      gateway = harness.gateway,
    ) => gateway.replace(stored.id, change, { expected: stored, signal: neverAborted(), ...more });
    const readAgain = () => harness.gateway.read(stored.id, neverAborted());
    /** Somebody else's change, behind the wire. */
    const meddle = () => {
      const [object] = certificatesIn(harness, listener);
      assert.ok(object);
      harness.local[listener].store.put(object.key, {
        ...object.value,
        labels: listener === 'api7cloud' ? ['team-b'] : { team: 'b' },
      });
    };

    describe('replace', () => {
      it('puts the new certificate in the place of the old one, and leaves the rest', async () => {
        const sentAfter: string[][] = [];
        const replaced = await replace(renewal, { onSent: () => sentAfter.push(methods()) });
        assert.deepEqual(methods(), ['GET', writeMethod]);
        // When the write was handed over, nothing but the reading had arrived for sure.
        assert.deepEqual(
          sentAfter.map((seen) => seen[0]),
          ['GET'],
        );
        assert.deepEqual(
          [replaced.id, replaced.names, replaced.labels, replaced.type],
          [stored.id, renewedNames, stored.labels, 'server'],
        );
        assert.equal(replaced.certificatePem ?? renewal.certificate, renewal.certificate);
        assert.notEqual(replaced.revision, stored.revision);
        assert.deepEqual(await readAgain(), replaced);
        assert.deepEqual(await listAll(harness.gateway), [asListed(replaced)]);
      });

      it('can be followed by another on what it returned', async () => {
        const first = await replace();
        const second = await harness.gateway.replace(
          stored.id,
          { ...renewal, labels: [] },
          { expected: first, signal: neverAborted() },
        );
        assert.deepEqual([second.labels, second.names], [[], renewedNames]);
      });

      it('writes nothing where the object has changed, and brings it as it is now', async () => {
        meddle();
        const error = await failureOf(replace());
        assert.deepEqual([error.kind, error.mayHaveTakenEffect, methods()], ['conflict', false, ['GET']]);
        assert.deepEqual(error.current, await readAgain());
        assert.notDeepEqual(error.current, stored);
      });

      it('writes nothing where the object is gone', async () => {
        await harness.gateway.remove(stored.id, { signal: neverAborted() });
        harness.local.clearRequests();
        const error = await failureOf(replace());
        assert.deepEqual([error.kind, error.mayHaveTakenEffect, methods()], ['notFound', false, ['GET']]);
      });

      it('is a conflict for the second of two that saw the same', async () => {
        const other = harness.open({});
        const first = await replace();
        const error = await failureOf(replace({ ...renewal, labels: [] }, {}, other));
        assert.deepEqual([error.kind, error.mayHaveTakenEffect, error.current], ['conflict', false, first]);
        assert.deepEqual(await readAgain(), first);
      });

      it('does not write where the reading before fails', async () => {
        for (const fault of [answers.html(), { kind: 'cut', when: 'before' } as const, answers.json(403, {})]) {
          const board = harness.local.faults.add({ listener, method: 'GET' }, fault);
          assert.equal((await failureOf(replace())).mayHaveTakenEffect, false);
          board.remove();
        }
        assert.equal(methods().includes(writeMethod), false);
      });

      it('can change the labels alone exactly where it says so', async () => {
        const { canEditLabelsAlone } = harness.gateway.capabilities;
        const change = replace({ labels: [] });
        if (canEditLabelsAlone) assert.deepEqual((await change).labels, []);
        else assert.deepEqual([(await failureOf(change)).kind, methods()], ['rejected', []]);
      });
    });

    describe('the CA', () => {
      let ca = '';
      before(async () => (ca = (await makeAuthority(now)).root.pem));

      it('is added, and removed', async () => {
        const withCa = await replace({ ...renewal, ca: { kind: 'set', pem: ca } });
        assert.notEqual(withCa.ca, undefined);
        const without = await harness.gateway.replace(
          stored.id,
          { ...renewal, ca: { kind: 'remove' } },
          { expected: withCa, signal: neverAborted() },
        );
        assert.equal(without.ca, undefined);
        assert.equal((await readAgain()).ca, undefined);
      });

      it('that is not mentioned stays, or its loss is refused before any request', async () => {
        const withCa = await replace({ ...renewal, ca: { kind: 'set', pem: ca } });
        harness.local.clearRequests();
        for (const change of [{}, { ca: { kind: 'keep' } }] as const) {
          const again = harness.gateway.replace(
            stored.id,
            { ...renewal, ...change },
            { expected: await readAgain(), signal: neverAborted() },
          );
          if (harness.gateway.capabilities.canReadCa) {
            assert.deepEqual((await again).ca, withCa.ca);
          } else {
            const error = await failureOf(again);
            assert.deepEqual(
              [error.kind, error.mayHaveTakenEffect, methods().includes(writeMethod)],
              ['rejected', false, false],
            );
            assert.match(error.message, /CA certificate/);
          }
        }
      });

      it('has a depth exactly where it says so', async () => {
        const { hasDepth } = harness.gateway.capabilities;
        const change = replace({ ...renewal, ca: { kind: 'set', pem: ca, depth: 3 } });
        if (hasDepth) assert.equal((await change).ca?.depth, 3);
        else assert.deepEqual([(await failureOf(change)).kind, methods()], ['rejected', []]);
        const creation = harness.gateway.create({ ...bundle, caCertificate: ca, caDepth: 2 }, neverAborted());
        if (hasDepth) assert.equal((await creation).ca?.depth, 2);
        else assert.equal((await failureOf(creation)).kind, 'rejected');
      });
    });

    describe('remove', () => {
      it('removes, and says so once', async () => {
        let isSent = 0;
        assert.equal(
          await harness.gateway.remove(stored.id, { signal: neverAborted(), onSent: () => (isSent += 1) }),
          'removed',
        );
        // An empty answer says little: API7 Enterprise is asked once more.
        const sent = listener === 'api7enterprise' ? ['DELETE', 'GET'] : ['DELETE'];
        assert.deepEqual([isSent, methods(), await listAll(harness.gateway)], [1, sent, []]);
        assert.equal(await harness.gateway.remove(stored.id, { signal: neverAborted() }), 'alreadyGone');
      });

      it('removes only the one object', async () => {
        const other = await harness.gateway.create(bundle, neverAborted());
        await harness.gateway.remove(stored.id, { expected: stored, signal: neverAborted() });
        assert.deepEqual(await listAll(harness.gateway), [asListed(other)]);
      });

      it('does not remove what has changed since it was seen', async () => {
        meddle();
        const error = await failureOf(harness.gateway.remove(stored.id, { expected: stored, signal: neverAborted() }));
        assert.deepEqual([error.kind, error.mayHaveTakenEffect, methods()], ['conflict', false, ['GET']]);
        assert.deepEqual(error.current, await readAgain());
      });

      it('that is seen to be gone is reported as such', async () => {
        await harness.gateway.remove(stored.id, { signal: neverAborted() });
        assert.equal(
          await harness.gateway.remove(stored.id, { expected: stored, signal: neverAborted() }),
          'alreadyGone',
        );
      });
    });

    describe('writes that are interrupted', () => {
      const writes = {
        create: {
          method: 'POST',
          call: (signal = neverAborted(), onSent?: () => void) => harness.gateway.create(bundle, signal, onSent),
        },
        replace: {
          method: writeMethod,
          call: (signal = neverAborted(), onSent?: () => void) =>
            replace(renewal, { signal, ...(onSent && { onSent }) }),
        },
        remove: {
          method: 'DELETE',
          call: (signal = neverAborted(), onSent?: () => void) => harness.gateway.remove(stored.id, { signal, onSent }),
        },
      } as const;
      /** Looks at the gateway and returns whether the write happened. */
      const hasHappened = async (name: keyof typeof writes): Promise<boolean> => {
        const all = await listAll(harness.gateway);
        return name === 'create'
          ? all.length === 2
          : name === 'remove'
            ? all.length === 0
            : (await harness.gateway.read(stored.id, neverAborted())).revision !== stored.revision;
      };

      for (const name of ['create', 'replace', 'remove'] as const) {
        for (const [what, fault, kind, isStored] of interruptions) {
          it(`${name}: ${what}`, async () => {
            const { method, call } = writes[name];
            const board = harness.local.faults.add({ listener, method }, fault);
            const error = await failureOf(call());
            assert.deepEqual([error.kind, error.mayHaveTakenEffect, board.hits], [kind, true, 1]);
            assert.equal(await hasHappened(name), isStored);
          });
        }

        for (const [what, fault, kind] of refusals) {
          it(`${name}: refused with ${what}`, async () => {
            const { method, call } = writes[name];
            const board = harness.local.faults.add({ listener, method }, fault);
            const error = await failureOf(call());
            assert.deepEqual([error.kind, error.mayHaveTakenEffect, board.hits], [kind, false, 1]);
            assert.equal(await hasHappened(name), false);
          });
        }

        for (const when of ['before', 'after'] as const) {
          it(`${name}: cancelled ${when} it was stored`, async () => {
            const { method, call } = writes[name];
            const hold = harness.local.faults.add({ listener, method }, { kind: 'hold', when });
            const abort = new AbortController();
            let isSent = 0;
            const failing = failureOf(call(abort.signal, () => (isSent += 1)));
            await hold.met();
            abort.abort();
            const error = await failing;
            assert.deepEqual([error.kind, error.mayHaveTakenEffect, isSent, hold.hits], ['cancelled', true, 1, 1]);
            if (when === 'after') assert.equal(await hasHappened(name), true);
          });
        }

        it(`${name}: no answer in time`, async () => {
          const { method } = writes[name];
          const hold = harness.local.faults.add({ listener, method }, { kind: 'hold', when: 'after' });
          const slow = harness.open({ timeout: 300 });
          const calls = {
            create: () => slow.create(bundle, neverAborted()),
            replace: () => replace(renewal, {}, slow),
            remove: () => slow.remove(stored.id, { signal: neverAborted() }),
          };
          const error = await failureOf(calls[name]());
          assert.deepEqual(
            [error.kind, error.mayHaveTakenEffect, hold.hits, await hasHappened(name)],
            ['timeout', true, 1, true],
          );
        });
      }

      it('what an interrupted create left can be known again', async () => {
        harness.local.faults.add({ listener, method: 'POST' }, { kind: 'cut', when: 'after' });
        await failureOf(writes.create.call());
        const [, left] = await listAll(harness.gateway);
        const { certificatePem, metadata } = stored;
        if (harness.gateway.capabilities.returnsPem) assert.equal(left?.certificatePem, certificatePem);
        assert.deepEqual(left?.metadata, metadata);
      });
    });
  });
}
