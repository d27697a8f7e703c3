import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import type { StoredCertificate } from '../../src/core/model';
import { storePassword } from '../gateway/enterprise/groups';
import { answers } from '../gateway/http/faults';
import type { CallName, Harness } from './harness';
import { calls, groupOf, listAll, makeBundle, neverAborted, openHarness } from './harness';

/**
 * Keys are planted at a gateway in every way that one is known to give them back. Everything that comes out of the
 * client is searched for them, and for the token: values, errors with all that hangs on them, the log.
 */
const stores = ['3.18.0', '3.16.0', '3.2.2', '2.15.3'].flatMap((version) => [
  { name: `APISIX ${version}, keys encrypted`, id: 'apisix' as const, options: { version } },
  { name: `APISIX ${version}, keys in clear`, id: 'apisix' as const, options: { version, keyring: [] } },
]);
const subjects = [
  { name: 'API7 Cloud', id: 'api7cloud' as const, options: {} },
  { name: 'API7 Enterprise', id: 'api7enterprise' as const, options: {} },
  ...stores,
];

describe('keyCanary: no key comes out of a client', () => {
  for (const subject of subjects) {
    describe(subject.name, () => {
      let harness: Harness;
      let secrets: readonly string[];
      let out: unknown[];
      let id: string;

      beforeEach(async () => {
        harness = await openHarness(subject);
        out = [];
        const bundle = await makeBundle();
        const directory =
          subject.options && 'version' in subject.options && subject.options.version === '2.15.3'
            ? '/apisix/ssl'
            : '/apisix/ssls';
        const more = await makeBundle({ type: 'client' });
        await attempt(() => harness.gateway.create(bundle, neverAborted()));
        // A second pair, and a certificate text that a key was pasted into.
        const { store } = harness.local.apisix;
        store.put(`${directory}/two`, {
          id: 'two',
          snis: ['a.example'],
          cert: bundle.certificate + bundle.privateKey,
          key: bundle.privateKey,
          certs: [more.certificate],
          keys: [more.privateKey],
        });
        store.put('/apisix/upstreams/one', {
          id: 'one',
          tls: { client_cert: more.certificate + more.privateKey, client_key: more.privateKey },
        });
        const stored = store.under(`${directory}/`).flatMap(({ value }) => [value['key'], value['keys']].flat());
        secrets = [
          ...[bundle.privateKey, more.privateKey, ...stored].flatMap((key) => pieces(String(key ?? ''))),
          storePassword,
        ];
        assert.ok(secrets.length > 20);
        const cloud = harness.local.api7cloud.store;
        const [certificate] = cloud.under('/certificates/');
        // API7 Cloud is not known to give keys back; if it did, this is how.
        if (certificate !== undefined)
          cloud.put(certificate.key, {
            ...certificate.value,
            private_key: bundle.privateKey,
            extensions: { a: more.privateKey },
          });
        // API7 Enterprise is not known to give keys back either; its services may hold one.
        const group = groupOf(harness.local);
        const planted = { client_cert: more.certificate + more.privateKey, client_key: more.privateKey };
        const enterprise = harness.local.api7enterprise.store;
        enterprise.put(`/ssls/${group}/two`, {
          id: 'two',
          snis: ['a.example'],
          cert: bundle.certificate + bundle.privateKey,
          key: bundle.privateKey,
          certs: [more.certificate],
          keys: [more.privateKey],
          foo: { private_key: bundle.privateKey },
        });
        enterprise.put(`/services/${group}/one`, {
          id: 'one',
          name: 'one',
          hosts: ['a.example'],
          upstream: { tls: planted },
        });
        enterprise.put(`/upstreams/${group}/one/more`, { id: 'more', tls: planted });
        id = subject.id === 'api7cloud' ? String(certificate?.value['id']) : 'two';
      });
      afterEach(() => harness.close());

      async function attempt(call: () => Promise<unknown>): Promise<void> {
        try {
          out.push(await call());
        } catch (error) {
          out.push(error);
        }
      }

      async function attemptAll(): Promise<void> {
        const bundle = await makeBundle();
        const all = calls(harness.gateway, bundle, id);
        await attempt(() => harness.gateway.readAsIs(id, neverAborted()));
        for (const name of ['check', 'list', 'read', 'create', 'replace', 'remove'] satisfies CallName[])
          await attempt(() => all[name]());
        // An id that only begins another one's.
        await attempt(() => harness.gateway.read(id.slice(0, -1), neverAborted()));
        await attempt(() => harness.gateway.create({ ...bundle, certificate: bundle.privateKey }, neverAborted()));
        for (const expected of out.filter(isStored)) {
          await attempt(() =>
            harness.gateway.replace(
              expected.id,
              { ...bundle, ca: { kind: 'remove' } },
              { expected, signal: neverAborted() },
            ),
          );
          // A second time: it has changed since.
          await attempt(() =>
            harness.gateway.replace(
              expected.id,
              { ...bundle, ca: { kind: 'remove' } },
              { expected, signal: neverAborted() },
            ),
          );
        }
        await attempt(() => harness.gateway.uses(neverAborted()));
        await attempt(() => harness.dialect.listScopes(harness.access, neverAborted()));
      }

      function assertClean(): void {
        const text = [...out, ...harness.lines]
          .map((item) => inspect(item, { depth: 20, showHidden: true, maxStringLength: null, maxArrayLength: null }))
          .join('\n');
        assert.ok(text.length > 200);
        // As `inspect` breaks and escapes texts, so the search does not care for either.
        const plain = text.replace(/\\[nr]|['"+\s\\]/g, '');
        for (const secret of [...secrets, harness.access.token ?? ''])
          assert.equal(plain.includes(secret), false, 'A secret came out.');
      }

      it('in an object as the gateway writes it, of which the rest is there', async () => {
        const object = await harness.gateway.readAsIs(id, neverAborted()).catch((error: unknown) => error);
        out.push(object);
        assert.ok(object instanceof Error || String((object as Record<string, unknown>)['id']) === id);
        assert.ok(harness.lines.length > 0);
      });

      it('in ordinary answers', async () => {
        await attemptAll();
        assertClean();
      });

      it('in answers that echo what was sent', async () => {
        const { privateKey } = await makeBundle();
        const escaped = privateKey.replaceAll('\n', '\\n').replaceAll('/', '\\/');
        const echo = `invalid request body: ${harness.access.token ?? ''} ${privateKey}`;
        const envelope = (body: object) => ({
          ...body,
          value: { id, key: privateKey, cert: privateKey },
          payload: { id, type: 'Server', private_key: privateKey, labels: [privateKey] },
        });
        for (const fault of [
          answers.json(
            400,
            envelope({ error_msg: echo, error: echo, message: echo, req_body: privateKey, kvs: [privateKey] }),
          ),
          answers.json(
            200,
            envelope({
              key: privateKey,
              list: [{ key: privateKey, value: { id: '1', key: privateKey, cert: privateKey } }],
            }),
          ),
          answers.text(400, echo),
          answers.text(500, privateKey.replace('-----BEGIN', '')),
          answers.text(200, `{"req_body":"${escaped}`),
          answers.text(400, `Bad: ${escaped.slice(40)}`),
          {
            kind: 'answer' as const,
            status: 502,
            headers: { 'Content-Type': 'text/html' },
            body: `<html><title>${echo}</title>${privateKey}</html>`,
          },
          answers.redirect(
            `https://other.example/${encodeURIComponent(privateKey.slice(28, 200))}?key=${encodeURIComponent(privateKey)}`,
          ),
        ]) {
          const board = harness.local.faults.add({ listener: subject.id }, fault);
          await attemptAll();
          await attempt(() => listAll(harness.gateway));
          board.remove();
        }
        assertClean();
      });
    });
  }
});

/** Returns whether a call returned an object that can be replaced. */
const isStored = (value: unknown): value is StoredCertificate =>
  typeof value === 'object' && value !== null && !(value instanceof Error) && 'revision' in value && 'id' in value;

/** A key's lines, or a ciphertext in pieces as long: none of them may come out, so no more than a few characters do. */
function pieces(key: string): readonly string[] {
  const body = key.replace(/-----[A-Z ]+-----/g, '').replace(/\s/g, '');
  return body.match(/.{48}/g) ?? [];
}
