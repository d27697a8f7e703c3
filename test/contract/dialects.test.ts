import assert from 'node:assert/strict';
import { answerLimits } from '../../src/gateway/answerLimits';
import type { CertificateBundle, GatewayErrorKind } from '../../src/gateway/gateway';
import { inEnglish } from '../fixtures/inEnglish';
import type { Fault } from '../gateway/http/faults';
import { answers } from '../gateway/http/faults';
import { seedMany } from '../gateway/sample';
import { makeLocalIdentity } from '../gateway/tls';
import type { CallName, Harness } from './harness';
import {
  asListed,
  calls,
  certificatesIn,
  failureOf,
  isWriting,
  listAll,
  makeBundle,
  neverAborted,
  now,
  openHarness,
  subjects,
} from './harness';

const callNames: readonly CallName[] = ['check', 'list', 'read', 'create', 'replace', 'remove'];

/** Wrong answers, each with its name and the kind of error. `effect`: the write may have happened. */
const wrongAnswers: readonly (readonly [name: string, fault: Fault, kind: GatewayErrorKind, effect: boolean])[] = [
  ['403', answers.json(403, {}), 'forbidden', false],
  ['403 as HTML', answers.html(403), 'forbidden', false],
  ['401 as HTML', answers.html(401), 'unauthorized', false],
  ['409', answers.json(409, {}), 'conflict', false],
  ['429', answers.throttled('7'), 'throttled', false],
  ['400 in plain text', answers.text(400, 'no\nway'), 'rejected', false],
  ['413 of a proxy', answers.html(413), 'unexpected', false],
  ['500', answers.text(500, 'internal server error'), 'unexpected', true],
  ['502 of a proxy', answers.html(), 'unexpected', true],
  ['503', answers.unavailable('30'), 'unexpected', true],
  [
    '503 in its own envelope',
    answers.json(503, { message: 'has no healthy etcd endpoint available' }),
    'unavailable',
    true,
  ],
  ['a login page', answers.html(200), 'unexpected', true],
  ['a redirect', answers.redirect('https://login.example/?token=CANARY'), 'unexpected', true],
  ['nothing', answers.empty(), 'unexpected', true],
  ['204', answers.empty(204), 'unexpected', true],
  ['plain text', answers.text(200, 'hello'), 'unexpected', true],
  ['half a JSON text', answers.text(200, '{"list":[{"key":"/apisix'), 'unexpected', true],
  ['JSON of something else', answers.json(200, { hello: 'world' }), 'unexpected', true],
  ['a JSON scalar', answers.json(200, null), 'unexpected', true],
  [
    'the other dialects’ envelope',
    answers.json(200, { list: 1, node: {}, payload: 'x', value: 'x' }),
    'unexpected',
    true,
  ],
  ['not UTF-8', { kind: 'answer', status: 200, body: Buffer.from([0x7b, 0xff, 0x7d]) }, 'unexpected', true],
  ['gzip', { kind: 'answer', status: 200, headers: { 'Content-Encoding': 'gzip' }, body: '{}' }, 'unexpected', true],
  ['half of the right answer', { kind: 'half' }, 'unexpected', true],
  ['a cut before the request was read', { kind: 'cut', when: 'before' }, 'unreachable', true],
  ['a cut while working', { kind: 'cut', when: 'during' }, 'unreachable', true],
  ['a cut after the work', { kind: 'cut', when: 'after' }, 'unreachable', true],
];

for (const subject of subjects) {
  describe(`the gateway contract: ${subject.name}`, () => {
    let harness: Harness;
    let bundle: CertificateBundle;

    before(async () => {
      bundle = await makeBundle();
    });
    beforeEach(async () => {
      harness = await openHarness(subject);
    });
    afterEach(() => harness.close());

    const { id: listener } = subject;
    /** API7 Enterprise is asked once of what kind the gateway group is. */
    const groupQuestions = subject.id === 'api7enterprise' ? 1 : 0;
    const sent = () => harness.local.requests.map(({ method, target }) => `${method} ${target}`);

    // API7 Enterprise: that the certificates can be listed, its version, the name of the gateway group.
    const toCheck = listener === 'api7enterprise' ? 3 : 1;
    it('says what it is, in few requests that change nothing', async () => {
      const identity = await harness.gateway.check(neverAborted());
      assert.deepEqual(
        [identity.description, identity.warnings, sent().length, sent().every((each) => each.startsWith('GET '))],
        [subject.description, [], toCheck, true],
      );
    });

    it('lists nothing as one empty page', async () => {
      const pages = [];
      for await (const page of harness.gateway.list(neverAborted())) pages.push(page);
      assert.deepEqual(pages, [{ items: [], unreadable: [], total: 0 }]);
    });

    it('lists everything once, as it arrives, and says how many there are', async () => {
      await seedMany(harness.local, 1_017, now);
      const ids = new Set<string>();
      let pages = 0;
      let total: number | undefined;
      for await (const page of harness.gateway.list(neverAborted())) {
        assert.deepEqual(page.unreadable, []);
        total = page.total ?? total;
        for (const { id } of page.items) assert.equal(ids.has(id), false);
        for (const { id } of page.items) ids.add(id);
        pages += 1;
      }
      assert.deepEqual([ids.size, total], [1_017, 1_017]);
      assert.ok(pages > 1, 'the first rows come before the last');
      assert.equal(sent().length, (subject.id === 'apisix' ? 1 : pages) + groupQuestions);
    });

    it('asks for no further page once nobody wants one', async () => {
      await seedMany(harness.local, 1_017, now);
      for await (const page of harness.gateway.list(neverAborted())) {
        assert.ok(page.items.length > 0);
        break;
      }
      assert.equal(sent().length, 1 + groupQuestions);
    });

    it('creates, and finds the same object by reading and by listing', async () => {
      let isSent = 0;
      const created = await harness.gateway.create(bundle, neverAborted(), () => (isSent += 1));
      assert.equal(isSent, 1);
      assert.deepEqual(
        [created.type, created.names, created.labels, created.updatedAt, created.notes],
        ['server', ['shop.example.com'], [], now, []],
      );
      const read = await harness.gateway.read(created.id, neverAborted());
      assert.deepEqual(read, created);
      assert.deepEqual(await listAll(harness.gateway), [asListed(created)]);
      assert.equal(harness.gateway.capabilities.returnsPem, created.certificatePem !== undefined);
      assert.equal(created.certificatePem ?? bundle.certificate, bundle.certificate);
      const { notBefore, notAfter } = (await makeBundle()).made;
      if (created.metadata !== undefined) assert.deepEqual(created.metadata.validity, { notBefore, notAfter });
    });

    it('creates a client certificate with a CA and labels', async () => {
      const client = await makeBundle({ type: 'client', caCertificate: bundle.certificate });
      const { labels: kind } = harness.gateway.capabilities;
      const labels = kind === 'words' ? [{ key: 'team-a' }] : [{ key: 'team', value: 'a' }];
      const created = await harness.gateway.create({ ...client, labels }, neverAborted());
      assert.deepEqual([created.type, created.labels, created.ca !== undefined], ['client', labels, true]);
      assert.deepEqual(await harness.gateway.read(created.id, neverAborted()), created);
    });

    it('changes the revision when the object changes, and only then', async () => {
      const { id, revision } = await harness.gateway.create(bundle, neverAborted());
      assert.equal((await harness.gateway.read(id, neverAborted())).revision, revision);
      const { store } = harness.local[listener];
      const [stored] = certificatesIn(harness, listener);
      assert.ok(stored);
      store.put(stored.key, { ...stored.value, labels: listener === 'api7cloud' ? ['a'] : { a: 'b' } });
      assert.notEqual((await harness.gateway.read(id, neverAborted())).revision, revision);
    });

    it('has all labels refused that the dialect cannot hold, before any request', async () => {
      const labels =
        harness.gateway.capabilities.labels === 'words' ? [{ key: 'team', value: 'a' }] : [{ key: 'team' }];
      const error = await failureOf(harness.gateway.create({ ...bundle, labels }, neverAborted()));
      assert.deepEqual([error.kind, error.mayHaveTakenEffect, sent()], ['rejected', false, []]);
    });

    it('brings what the gateway refuses in its own words', async () => {
      const error = await failureOf(
        harness.gateway.create({ ...bundle, certificate: `${'x'.repeat(200)}\n` }, neverAborted()),
      );
      assert.deepEqual([error.kind, error.status, error.mayHaveTakenEffect], ['rejected', 400, false]);
      assert.match(error.gatewayText ?? '', /cert/);
    });

    for (const unknown of ['392306215415186399', '7']) {
      it(`reads no object ${unknown}`, async () => {
        const error = await failureOf(harness.gateway.read(unknown, neverAborted()));
        // API7 Enterprise documents no other status of an error than 400.
        assert.deepEqual([error.kind, error.status], ['notFound', listener === 'api7enterprise' ? 400 : 404]);
      });
    }

    const tooLong = 'x'.repeat(listener === 'api7enterprise' ? 257 : 65);
    for (const odd of ['', '.', '..', 'a/b', '../routes', 'a?b', '%2e%2e', 'a b', tooLong, 'ä']) {
      it(`asks for no object ${JSON.stringify(odd)}`, async () => {
        // APISIX can hold these two: that they are not there would be a lie.
        const kind = subject.id === 'apisix' && (odd === '.' || odd === '..') ? 'rejected' : 'notFound';
        assert.deepEqual([(await failureOf(harness.gateway.read(odd, neverAborted()))).kind, sent()], [kind, []]);
        assert.deepEqual(
          [(await failureOf(harness.gateway.remove(odd, { signal: neverAborted() }))).kind, sent()],
          [kind, []],
        );
      });
    }

    describe('errors', () => {
      for (const [name, fault, kind, effect] of wrongAnswers) {
        it(`${name}: ${kind}`, async () => {
          harness.local.faults.add({ listener }, fault);
          for (const call of callNames) {
            const error = await failureOf(calls(harness.gateway, bundle)[call]());
            assert.deepEqual([call, error.kind, error.mayHaveTakenEffect], [call, kind, effect && isWriting(call)]);
            assert.doesNotMatch(`${error.message} ${error.gatewayText ?? ''}`, /CANARY|[\r\n<]/);
          }
          assert.doesNotMatch(harness.lines.join(), /CANARY|\n/);
        });
      }

      it('says how long to wait', async () => {
        harness.local.faults.add({ listener }, answers.throttled('7'));
        assert.equal((await failureOf(harness.gateway.check(neverAborted()))).retryAfter, 7);
      });

      it('says where a redirect points', async () => {
        harness.local.faults.add({ listener }, answers.redirect('https://login.example/in?next=1'));
        assert.match(
          (await failureOf(harness.gateway.check(neverAborted()))).message,
          /redirects to https:\/\/login\.example\/in;/,
        );
      });

      it('a wrong token', async () => {
        const gateway = harness.open({ token: 'wrong' });
        for (const call of callNames) {
          const error = await failureOf(calls(gateway, bundle)[call]());
          assert.deepEqual(
            [call, error.kind, error.status, error.mayHaveTakenEffect],
            [call, 'unauthorized', 401, false],
          );
        }
      });

      for (const token of ['two\nlines', 'two words', 'naïve']) {
        it(`a token that fits in no header: ${JSON.stringify(token)}`, async () => {
          const error = await failureOf(harness.open({ token }).check(neverAborted()));
          assert.deepEqual([error.kind, error.message.includes(token), sent()], ['unauthorized', false, []]);
        });
      }

      it('no gateway at all', async () => {
        await harness.local.close();
        for (const call of callNames) {
          const error = await failureOf(calls(harness.gateway, bundle)[call]());
          assert.deepEqual(
            [call, error.kind, error.code, error.mayHaveTakenEffect],
            [call, 'unreachable', 'ECONNREFUSED', false],
          );
        }
      });

      it('no answer in time', async () => {
        harness.local.faults.add({ listener }, { kind: 'hold', when: 'before' });
        const gateway = harness.open({ timeout: 50 });
        for (const call of callNames) {
          const error = await failureOf(calls(gateway, bundle)[call]());
          assert.deepEqual([call, error.kind, error.mayHaveTakenEffect], [call, 'timeout', isWriting(call)]);
        }
      });

      it('a write whose answer was lost has taken effect, and says that it may have', async () => {
        harness.local.faults.add({ listener, method: 'POST' }, { kind: 'cut', when: 'after' });
        const error = await failureOf(harness.gateway.create(bundle, neverAborted()));
        assert.deepEqual([error.mayHaveTakenEffect, (await listAll(harness.gateway)).length], [true, 1]);
      });
    });

    describe('cancelling', () => {
      it('before a call: nothing is sent', async () => {
        for (const call of callNames) {
          const error = await failureOf(calls(harness.gateway, bundle)[call](AbortSignal.abort()));
          assert.deepEqual([call, error.kind, error.mayHaveTakenEffect], [call, 'cancelled', false]);
        }
        assert.deepEqual(sent(), []);
      });

      it('while the gateway works', async () => {
        for (const call of callNames) {
          const abort = new AbortController();
          const hold = harness.local.faults.add({ listener }, { kind: 'hold', when: 'before' });
          const failing = failureOf(calls(harness.gateway, bundle)[call](abort.signal));
          await hold.met();
          abort.abort();
          const error = await failing;
          assert.deepEqual([call, error.kind, error.mayHaveTakenEffect], [call, 'cancelled', isWriting(call)]);
          hold.remove();
        }
      });

      it('between two pages', async () => {
        await seedMany(harness.local, 1_017, now);
        const abort = new AbortController();
        const listing = async () => {
          for await (const page of harness.gateway.list(abort.signal)) if (page.items.length > 0) abort.abort();
        };
        assert.deepEqual([(await failureOf(listing())).kind, sent().length], ['cancelled', 1 + groupQuestions]);
      });

      it('by disposing', async () => {
        const hold = harness.local.faults.add({ listener }, { kind: 'hold', when: 'before' });
        const failing = failureOf(harness.gateway.check(neverAborted()));
        await hold.met();
        harness.gateway.dispose();
        assert.equal((await failing).kind, 'cancelled');
        assert.equal((await failureOf(harness.gateway.check(neverAborted()))).kind, 'cancelled');
      });
    });

    it('reads what it can of a list and says what it cannot', async () => {
      const created = await harness.gateway.create(bundle, neverAborted());
      const [right] = await listAll(harness.gateway);
      const items = [{ value: { id: '1' }, id: '1' }, null, 'x', { value: {} }];
      const list = { list: items, total: 4, payload: { list: items, count: 4 } };
      harness.local.faults.add({ listener }, answers.json(200, list));
      const pages = [];
      for await (const page of harness.gateway.list(neverAborted())) pages.push(page);
      assert.deepEqual(
        [pages[0]?.items.map(({ id }) => id), pages[0]?.unreadable.length, right?.id],
        [['1'], 3, created.id],
      );
    });

    it('reads no object with more in it than a gateway could use, and says so', async () => {
      const names = Array.from({ length: answerLimits.names + 1 }, (_, index) => `${index}.example.com`);
      const labels = Array.from({ length: answerLimits.labels + 1 }, (_, index) => `a${index}`);
      const cloudLabels = subject.id === 'api7cloud' ? labels : Object.fromEntries(labels.map((label) => [label, 'b']));
      const objects = [{ snis: names }, { labels: cloudLabels }, { snis: names.slice(1) }].map((value, index) => ({
        id: String(index + 1),
        ...value,
      }));
      const items = objects.map((value) =>
        subject.id === 'apisix' ? { key: `/apisix/ssls/${value.id}`, value } : value,
      );
      const list = { list: items, total: 3, payload: { list: items, count: 3 } };
      harness.local.faults.add({ listener }, answers.json(200, list));
      const pages = [];
      for await (const page of harness.gateway.list(neverAborted())) pages.push(page);
      assert.deepEqual(
        [
          pages.flatMap(({ items: read }) => read.map(({ id }) => id)),
          pages.flatMap(({ unreadable }) => unreadable.map(inEnglish)),
        ],
        [
          ['3'],
          [
            'Object 1 of page 1 has more names than a certificate can hold.',
            'Object 2 of page 1 has more labels than are read.',
          ],
        ],
      );
    });
  });

  describe(`the gateway contract over TLS: ${subject.name}`, () => {
    let harness: Harness;
    let ca: string;

    before(async () => {
      const identity = await makeLocalIdentity(Date.now());
      ca = identity.ca;
      harness = await openHarness({ ...subject, options: { ...subject.options, https: identity } });
    });
    after(() => harness.close());

    it('a CA of one’s own', async () => {
      const gateway = harness.open({ trustedCa: ca });
      assert.equal((await gateway.check(neverAborted())).description, subject.description);
      assert.equal((await gateway.create(await makeBundle(), neverAborted())).type, 'server');
    });

    it('no trust: not one byte of the token arrives', async () => {
      harness.local.clearRequests();
      const bundle = await makeBundle();
      for (const call of callNames) {
        const error = await failureOf(calls(harness.gateway, bundle)[call]());
        assert.deepEqual(
          [call, error.kind, error.mayHaveTakenEffect, error.code !== undefined],
          [call, 'untrusted', false, true],
        );
      }
      assert.deepEqual(harness.local.requests, []);
    });

    it('the address says http', async () => {
      const error = await failureOf(
        harness.open({ address: harness.access.address.replace('https:', 'http:') }).check(neverAborted()),
      );
      assert.ok(['unreachable', 'unexpected'].includes(error.kind), error.kind);
    });
  });
}
