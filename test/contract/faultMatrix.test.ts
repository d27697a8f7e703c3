import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inspect } from 'node:util';
import type { StoredCertificate } from '../../src/core/model';
import type { CertificateBundle, Gateway, GatewayErrorKind } from '../../src/gateway/gateway';
import { GatewayError } from '../../src/gateway/gateway';
import { makeCertificate } from '../fixtures/certificates';
import { inEnglish } from '../fixtures/inEnglish';
import type { Fault } from '../gateway/http/faults';
import type { ListenerName } from '../gateway/http/recorder';
import type { End, Operation } from './faultRows';
import { isWrite, operations, rows } from './faultRows';
import type { Harness, Subject } from './harness';
import { certificatesIn, makeBundle, neverAborted, openHarness, stranger, subjects } from './harness';

/** The newest, and one whose answers look as those of version 2 did. */
const chosen = subjects.filter(({ name }) => name !== 'APISIX 3.16.0');

/** Failures after which no other list is waited for: how many were asked by then is a matter of chance. */
const fatal: ReadonlySet<End> = new Set(['cancelled', 'unauthorized', 'unreachable', 'untrusted', 'clientCertificate']);

const methodOf = (operation: Operation, id: ListenerName): string => {
  if (!isWrite(operation)) return 'GET';
  return operation === 'create' ? 'POST' : operation === 'remove' ? 'DELETE' : id === 'apisix' ? 'PATCH' : 'PUT';
};

const cells = new Map<string, string>();

/** One operation, on the object that is there. */
function run(
  operation: Operation,
  {
    gateway,
    harness,
    bundle,
    stored,
    timeout = 30_000,
  }: {
    readonly gateway: Gateway;
    readonly harness: Harness;
    readonly bundle: CertificateBundle;
    readonly stored: StoredCertificate;
    readonly timeout?: number | undefined;
  },
): Promise<unknown> {
  const signal = neverAborted();
  switch (operation) {
    case 'check':
      return gateway.check(signal);
    case 'list':
      return listWithNotes(gateway);
    case 'read':
      return gateway.read(stored.id, signal);
    case 'create':
      return gateway.create(bundle, signal);
    case 'replace':
      return gateway.replace(stored.id, bundle, { expected: stored, signal });
    case 'remove':
      return gateway.remove(stored.id, { expected: stored, signal });
    case 'uses':
      return gateway.uses(signal);
    case 'scopes':
      return harness.dialect.listScopes({ ...harness.access, timeout, scopes: [] }, signal);
  }
}

async function listWithNotes(gateway: Gateway) {
  const unknown: string[] = [];
  for await (const { unreadable } of gateway.list(neverAborted())) unknown.push(...unreadable.map(inEnglish));
  return { unknown };
}

/** APISIX has no scopes. */
const applies = (operation: Operation, id: ListenerName) => operation !== 'scopes' || id !== 'apisix';

/** Returns how an operation ended. Throws what is no error of a gateway. */
function endOf(value: unknown): End {
  if (value instanceof GatewayError) return value.kind;
  if (value instanceof Error) throw value;
  const unknown = typeof value === 'object' && value !== null && 'unknown' in value ? value.unknown : [];
  return Array.isArray(unknown) && unknown.length > 0 ? 'reported' : 'done';
}

const lines = (pem: string) => pem.split('\n').filter((line) => line.length > 20 && !line.startsWith('-'));

/** Neither token nor key, in errors with all that hangs on them, values, and the log. */
function checkSecrets(seen: unknown, { harness, secrets }: { harness: Harness; secrets: readonly string[] }): void {
  const text = inspect([seen, harness.lines], { depth: 8, maxStringLength: 100_000 });
  for (const secret of [harness.access.token ?? '', ...secrets])
    assert.equal(secret !== '' && text.includes(secret), false, 'a secret came out');
}

/** Leaves nothing but one certificate on the gateway, however often it is called. */
async function seed(harness: Harness, bundle: CertificateBundle, id: ListenerName): Promise<StoredCertificate> {
  // What a released request was kept from is made first.
  await new Promise((resolve) => setImmediate(resolve));
  for (const { key } of certificatesIn(harness, id)) harness.local[id].store.delete(key);
  return harness.gateway.create(bundle, neverAborted());
}

const column = ({ name }: Subject) => name;

for (const subject of chosen) {
  describe(`the fault matrix: ${subject.name}`, function () {
    let harness: Harness;
    let bundle: CertificateBundle;
    const { id } = subject;

    before(async () => {
      harness = await openHarness(subject);
      bundle = await makeBundle();
    });
    after(() => harness.close());

    for (const {
      name,
      fault,
      end: toEnd,
      effect,
      tries: triesOf,
      stores,
      isSlow,
      isHeavy,
      services,
      operations: own,
    } of rows) {
      if (isHeavy && subject.name === 'APISIX 3.2.2') continue;
      it(name, async () => {
        const met: Fault = fault(id);
        let stored = await seed(harness, bundle, id);
        for (const operation of own) {
          if (!applies(operation, id)) continue;
          if (isWrite(operation) && stores) stored = await seed(harness, bundle, id);
          const before = JSON.stringify(certificatesIn(harness, id));
          const attempt = async (timeout?: number) => {
            const seen = harness.local.faults.add({ listener: id, method: methodOf(operation, id) }, met);
            const gateway = timeout === undefined ? harness.gateway : harness.open({ timeout });
            const value: unknown = await run(operation, { gateway, harness, bundle, stored, timeout }).catch(
              (error: unknown) => error,
            );
            seen.remove();
            return { value, hits: seen.hits };
          };
          const tries = isWrite(operation) ? 1 : typeof triesOf === 'number' ? triesOf : triesOf(operation, id);
          const most = mostRequests({ operation, id, tries, services });
          let { value, hits } = await attempt(isSlow ? 100 : undefined);
          // Over before all was sent, on a busy machine.
          if (isSlow && hits < most) ({ value, hits } = await attempt(10_000));
          checkSecrets(value, { harness, secrets: lines(bundle.privateKey) });

          const expected = toEnd(operation, id);
          const mayHave = effect && isWrite(operation);
          assert.equal(endOf(value), expected, `${operation}: ${inspect(value).slice(0, 500)}`);
          if (value instanceof GatewayError) assert.equal(value.mayHaveTakenEffect, mayHave, operation);
          checkHits(hits, { operation, expected, tries, most, isReset: met.kind === 'cut' });
          cells.set(`${name}|${column(subject)}|${operation}`, toCell({ expected, mayHave, tries }));

          // The state is as before, and the next try works.
          if (!stores) assert.equal(JSON.stringify(certificatesIn(harness, id)), before, operation);
          if (isWrite(operation) && stores) stored = await seed(harness, bundle, id);
          const again: unknown = await run(operation, { gateway: harness.gateway, harness, bundle, stored });
          assert.equal(endOf(again), 'done', `${operation} again`);
          if (isWrite(operation)) stored = await seed(harness, bundle, id);
        }
      });
    }
  });
}

/** Returns how many requests an operation sends where each of them fails. */
function mostRequests({
  operation,
  id,
  tries,
  services,
}: {
  readonly operation: Operation;
  readonly id: ListenerName;
  readonly tries: number;
  readonly services: number;
}): number {
  // Lists that are asked for together.
  const lists = { apisix: 4, api7cloud: 1, api7enterprise: 2 }[id];
  const upstreams = id === 'api7enterprise' ? services : 0;
  return operation === 'uses' ? tries * lists + upstreams : tries;
}

function checkHits(
  hits: number,
  {
    operation,
    expected,
    tries,
    most,
    isReset,
  }: {
    readonly operation: Operation;
    readonly expected: End;
    readonly tries: number;
    readonly most: number;
    readonly isReset: boolean;
  },
): void {
  // A read on a kept connection that turns out closed is sent again at once, beside each try.
  const stale = isReset && !isWrite(operation) ? most : 0;
  const isExact = stale === 0 && !(operation === 'uses' && fatal.has(expected));
  const isRight = isExact ? hits === most : hits >= tries && hits <= most + stale;
  assert.ok(isRight, `${operation} was sent ${String(hits)} times, not ${String(most)}`);
}

function toCell({
  expected,
  mayHave,
  tries,
}: {
  readonly expected: End;
  readonly mayHave: boolean;
  readonly tries: number;
}): string {
  const failed = expected !== 'done' && expected !== 'reported';
  return `${expected}${mayHave && failed ? ', may have taken effect' : ''}${tries === 1 ? '' : `, ${String(tries)} requests`}`;
}

/** Connections that are not made, or made as they have to be: the same for every operation. */
describe('the fault matrix: connections', function () {
  const now = Date.now();
  const server = (more: object = {}) => makeCertificate({ now, commonName: 'localhost', ips: ['127.0.0.1'], ...more });
  interface Case {
    readonly name: string;
    readonly end: GatewayErrorKind | 'done';
    /** None: nothing listens. */
    readonly server?: object;
    /** By whom the server's certificate is issued: by its own key, unless said. */
    readonly isOfOwnCa?: true;
    readonly trusts?: 'server' | 'ca';
    readonly client?: 'none' | 'right' | 'stranger';
  }
  const cases: readonly Case[] = [
    { name: 'refused', end: 'unreachable' },
    { name: 'TLS: self-signed', server: {}, end: 'untrusted' },
    { name: 'TLS: another name', server: { ips: ['127.0.0.2'] }, trusts: 'server', end: 'untrusted' },
    { name: 'TLS: expired', server: { fromDays: -9, toDays: -1 }, trusts: 'server', end: 'untrusted' },
    { name: 'TLS: own CA that the connection does not name', server: {}, isOfOwnCa: true, end: 'untrusted' },
    { name: 'TLS: own CA that the connection names', server: {}, isOfOwnCa: true, trusts: 'ca', end: 'done' },
    {
      name: 'client certificate demanded, none given',
      server: {},
      trusts: 'server',
      client: 'none',
      end: 'clientCertificate',
    },
    {
      name: 'client certificate demanded, a stranger’s given',
      server: {},
      trusts: 'server',
      client: 'stranger',
      end: 'clientCertificate',
    },
    {
      name: 'client certificate demanded, the right one given',
      server: {},
      trusts: 'server',
      client: 'right',
      end: 'done',
    },
  ];
  for (const subject of chosen.filter(({ name }) => name !== 'APISIX 3.2.2')) {
    for (const { name, end, server: options, isOfOwnCa, trusts, client } of cases) {
      it(`${subject.name}: ${name}`, async () => {
        const ca = await makeCertificate({ now, commonName: 'Own CA', isCa: true });
        const made = options && (await server({ ...options, ...(isOfOwnCa && { issuer: ca }) }));
        const clients = await makeCertificate({ now, commonName: 'Clients', isCa: true });
        const shown = await makeCertificate({
          now,
          commonName: 'client',
          purpose: 'client',
          ...(client === 'right' && { issuer: clients }),
        });
        const harness = await openHarness({
          ...subject,
          options: {
            ...subject.options,
            ...(made && { https: { key: made.keyPem, cert: made.chainPem } }),
            ...(client && { clientCa: clients.pem }),
          },
        });
        const trusted = trusts === 'ca' ? ca.pem : trusts === 'server' ? made?.pem : undefined;
        const more = {
          // Beside the system's roots once for each dialect: OpenSSL reads them all anew for every connection.
          ...(trusted !== undefined && { trustedCa: trusted, trustsOnlyCa: trusts !== 'ca' }),
          ...(client && client !== 'none' && { client: { certificate: shown.chainPem, key: shown.keyPem } }),
        };
        if (!made) await harness.local.close();
        try {
          const bundle = await makeBundle();
          const gateway = harness.open(more);
          const access: Harness = { ...harness, access: { ...harness.access, ...more } };
          let stored = stranger;
          if (end === 'done') stored = await gateway.create(bundle, neverAborted());
          const secrets = [...lines(bundle.privateKey), ...lines(shown.keyPem)];
          for (const operation of operations) {
            if (!applies(operation, subject.id)) continue;
            harness.local.clearRequests();
            const value: unknown = await run(operation, { gateway, harness: access, bundle, stored }).catch(
              (error: unknown) => error,
            );
            assert.equal(endOf(value), end, `${operation}: ${inspect(value).slice(0, 500)}`);
            if (value instanceof GatewayError) assert.equal(value.mayHaveTakenEffect, false, operation);
            if (end !== 'done') assert.deepEqual(harness.local.requests, []);
            checkSecrets(value, { harness, secrets });
            if (end === 'done' && operation === 'replace') stored = await gateway.read(stored.id, neverAborted());
            cells.set(`${name}|${column(subject)}|${operation}`, end);
          }
        } finally {
          if (made) await harness.close();
        }
      });
    }
  }
  after(() => connectionNames.push(...cases.map(({ name }) => name)));
});
const connectionNames: string[] = [];

describe('docs/faults.md', () => {
  const page = join(__dirname, '../../docs/faults.md');
  it('is what the matrix found (npm run faults writes it)', function () {
    if (cells.size < rows.length) return this.skip();
    if (process.env['FAULTS'] === 'write') writeFileSync(page, toPage());
    assert.equal(readFileSync(page, 'utf8'), toPage());
  });
});

function toPage(): string {
  const columns = chosen.map(column);
  const lines = [...rows.map(({ name }) => name), ...connectionNames].flatMap((name) =>
    columns
      .filter((each) => operations.some((operation) => cells.has(`${name}|${each}|${operation}`)))
      .map(
        (each) =>
          `| ${name} | ${each} | ${operations.map((operation) => cells.get(`${name}|${each}|${operation}`) ?? '–').join(' | ')} |`,
      ),
  );
  return [
    '# What becomes of each operation when a gateway fails',
    '',
    'Written by `npm run faults` from a run of `test/contract/faultMatrix.test.ts`; not by hand. After each cell the gateway',
    'holds what it held before, except where its answer alone was lost; no token and no key is in the error, the value or the',
    'log; and the same operation works once the fault is gone. A cell without a number stands for one request (of `uses`:',
    'one for each list, four on APISIX and two on API7 Enterprise).',
    '',
    '- *done*: as if nothing had happened.',
    '- *reported*: the operation succeeds, and says what it could not read.',
    '- anything else: the kind of the error (`GatewayErrorKind` in `src/gateway/gateway.ts`). *May have taken effect*: the',
    '  gateway is read to find out, and nothing is sent again.',
    '',
    `| fault | gateway | ${operations.join(' | ')} |`,
    `|${' --- |'.repeat(operations.length + 2)}`,
    ...lines,
    '',
  ].join('\n');
}
