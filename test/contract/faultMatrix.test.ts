import type { StoredCertificate } from '../../src/core/model';
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { answers } from '../gateway/http/faults';
import type { Fault } from '../gateway/http/faults';
import type { ListenerName } from '../gateway/http/recorder';
import { GatewayError } from '../../src/gateway/gateway';
import type { CertificateBundle, GatewayErrorKind } from '../../src/gateway/gateway';
import { makeCertificate } from '../fixtures/certificates';
import type { MadeCertificate } from '../fixtures/certificates';
import { calls, neverAborted, certificatesIn, failureOf, listAll, makeBundle, openHarness, subjects } from './harness';
import type { Harness } from './harness';

const writes = ['create', 'replace', 'remove'] as const;
const operations = ['check', 'list', 'read', ...writes, 'uses', 'scopes'] as const;
type Operation = (typeof operations)[number];
const isWrite = (operation: Operation): boolean => writes.some((each) => each === operation);

interface Row {
  readonly name: string;
  readonly fault: Fault;
  readonly kind: GatewayErrorKind;
  /** A write may have taken effect. */
  readonly effect: boolean;
  /** How often a read is sent. */
  readonly tries: 1 | 3;
}

const own = (status: number) =>
  answers.json(status, { message: 'no CANARYWORD', error_msg: 'no', description: 'as asked for' });
const row = (name: string, fault: Fault, kind: GatewayErrorKind, effect: boolean, tries: 1 | 3 = 1): Row => ({
  name,
  fault,
  kind,
  effect,
  tries,
});

/** What may go wrong, and what it is called. The kind is the same for all operations. */
const rows: readonly Row[] = [
  row('reset before the request was read', { kind: 'cut', when: 'before' }, 'unreachable', true, 3),
  row('reset before the answer', { kind: 'cut', when: 'during' }, 'unreachable', true, 3),
  row('stalled', { kind: 'hold', when: 'before' }, 'timeout', true),
  row('200 with HTML', answers.html(200), 'unexpected', true),
  row('truncated JSON', answers.text(200, '{"list":[{"key":"'), 'unexpected', true),
  row('another envelope', answers.json(200, { hello: 'world' }), 'unexpected', true),
  row(
    'wrong types',
    answers.json(200, { list: 7, node: 'x', payload: true, value: [], total: {} }),
    'unexpected',
    true,
  ),
  row('nested without end', answers.text(200, '['.repeat(100_000)), 'unexpected', true),
  row('50 MB', answers.huge(50 * 1024 * 1024), 'unexpected', true),
  ...[301, 302, 307, 308].map((status) =>
    row(
      `${String(status)} to another origin`,
      answers.redirect('https://other.example/?t=1', status),
      'unexpected',
      true,
    ),
  ),
  ...(
    [
      [400, 'rejected'],
      [401, 'unauthorized'],
      [403, 'forbidden'],
      [405, 'rejected'],
      [409, 'conflict'],
      [413, 'rejected'],
      [422, 'rejected'],
    ] as const
  ).map(([status, kind]) => row(String(status), own(status), kind, false)),
  row('429', own(429), 'throttled', false, 3),
  row('429, Retry-After: 60', answers.throttled('60'), 'throttled', false),
  row('500 in its own envelope', own(500), 'unavailable', true),
  ...[502, 503, 504].map((status) => row(`${String(status)} in its own envelope`, own(status), 'unavailable', true, 3)),
  row('500 as HTML', answers.html(500), 'unexpected', true),
  ...[502, 503, 504].map((status) => row(`${String(status)} as HTML`, answers.html(status), 'unexpected', true, 3)),
];

/** Kinds that `uses` fails with; of anything else it says that it could not be read. */
const fatal: ReadonlySet<GatewayErrorKind> = new Set([
  'cancelled',
  'unauthorized',
  'unreachable',
  'untrusted',
  'clientCertificate',
]);

const methodOf = (operation: Operation, id: ListenerName): string =>
  (
    ({ create: 'POST', replace: id === 'apisix' ? 'PATCH' : 'PUT', remove: 'DELETE' }) as Partial<
      Record<Operation, string>
    >
  )[operation] ?? 'GET';

const page = join(__dirname, '../../docs/faults.md');
const cells = new Map<string, string>();

for (const subject of subjects.filter(({ name }) => name !== 'APISIX 3.16.0' && name !== 'APISIX 3.2.2')) {
  describe(`the fault matrix: ${subject.name}`, () => {
    let harness: Harness;
    let bundle: CertificateBundle;
    let stored: StoredCertificate;

    before(async () => {
      harness = await openHarness(subject);
      bundle = await makeBundle();
    });
    beforeEach(async () => {
      for (const { id } of await listAll(harness.gateway)) await harness.gateway.remove(id, { signal: neverAborted() });
      stored = await harness.gateway.create(bundle, neverAborted());
    });
    after(() => harness.close());

    const run = (operation: Operation, gateway: Harness['gateway'], isStalled: boolean): Promise<unknown> => {
      switch (operation) {
        case 'check':
          return gateway.check(neverAborted());
        case 'list':
          return listAll(gateway);
        case 'read':
          return gateway.read(stored.id, neverAborted());
        case 'create':
          return gateway.create(bundle, neverAborted());
        case 'replace':
          return gateway.replace(stored.id, bundle, { expected: stored, signal: neverAborted() });
        case 'remove':
          return gateway.remove(stored.id, { expected: stored, signal: neverAborted() });
        case 'uses':
          return gateway.uses(neverAborted());
        case 'scopes':
          return harness.dialect.listScopes(
            { ...harness.access, timeout: isStalled ? 300 : 30_000, scopes: [] },
            neverAborted(),
          );
      }
    };

    for (const { name, fault, kind, effect, tries } of rows) {
      it(name, async () => {
        const gateway = name === 'stalled' ? harness.open({ timeout: 300 }) : harness.gateway;
        const before = JSON.stringify(certificatesIn(harness, subject.id));
        for (const operation of operations) {
          if (operation === 'scopes' && subject.id === 'apisix') continue;
          const seen = harness.local.faults.add(
            { listener: subject.id, method: methodOf(operation, subject.id) },
            fault,
          );
          const end: unknown = await run(operation, gateway, name === 'stalled').catch((error: unknown) => error);
          seen.remove();
          const isTold = operation === 'uses' && !fatal.has(kind);
          if (isTold)
            assert.ok(
              typeof end === 'object' &&
                end !== null &&
                'unknown' in end &&
                Array.isArray(end.unknown) &&
                end.unknown.length > 0,
              `${operation}: nothing told`,
            );
          else {
            assert.ok(end instanceof GatewayError, `${operation}: ${inspect(end)}`);
            assert.deepEqual(
              [operation, end.kind, end.mayHaveTakenEffect],
              [operation, kind, effect && isWrite(operation)],
            );
          }
          const paths = isTold && subject.id === 'apisix' ? 4 : 1;
          const most = isWrite(operation) ? 1 : tries * paths;
          // A read on a kept connection that turns out closed is sent again at once, beside the tries.
          const isStale = fault.kind === 'cut' && !isWrite(operation);
          assert.ok(
            seen.hits === most || (isStale && seen.hits === most + 1),
            `${operation} was sent ${String(seen.hits)} times`,
          );
          const text = inspect([end, harness.lines], { depth: 8 });
          for (const secret of [harness.access.token ?? '', ...bundle.privateKey.split('\n').slice(1, 4)])
            assert.equal(secret !== '' && text.includes(secret), false, operation);
          cells.set(
            `${name}|${subject.id}|${operation}`,
            isTold
              ? 'told'
              : `${kind}${effect && isWrite(operation) ? ', may have taken effect' : ''}, sent ${isWrite(operation) ? 'once' : tries === 1 ? 'once' : '3 times'}`,
          );
        }
        // What was held back goes on once the gateway wakes up, as it may in life.
        if (fault.kind === 'hold') return;
        assert.equal(JSON.stringify(certificatesIn(harness, subject.id)), before);
        assert.equal((await harness.gateway.read(stored.id, neverAborted())).revision, stored.revision);
      });
    }
  });
}

/** Connections that are never made: the same kind for every operation, and not one request. */
describe('the fault matrix: no connection', () => {
  const now = Date.now();
  const server = (more: object = {}) => makeCertificate({ now, commonName: 'localhost', ips: ['127.0.0.1'], ...more });
  const cases: readonly (readonly [
    name: string,
    identity: (() => Promise<MadeCertificate>) | undefined,
    kind: GatewayErrorKind,
  ])[] = [
    ['refused', undefined, 'unreachable'],
    ['TLS: self-signed', () => server(), 'untrusted'],
    ['TLS: another name', () => server({ ips: ['127.0.0.2'] }), 'untrusted'],
    ['TLS: expired', () => server({ fromDays: -9, toDays: -1 }), 'untrusted'],
  ];
  for (const subject of subjects.slice(0, 2)) {
    for (const [name, identity, kind] of cases) {
      it(`${subject.name}: ${name}`, async () => {
        const made = await identity?.();
        const harness = await openHarness({
          ...subject,
          options: { ...subject.options, ...(made && { https: { key: made.keyPem, cert: made.chainPem } }) },
        });
        try {
          if (made === undefined) await harness.local.close();
          // A certificate is believed for what it is, so that its name and its dates alone decide.
          const gateway =
            made === undefined || name.includes('self') ? harness.gateway : harness.open({ trustedCa: made.pem });
          const all = calls(gateway, await makeBundle());
          for (const call of ['check', 'list', 'read', 'create', 'replace', 'remove'] as const) {
            const error = await failureOf(all[call]());
            assert.deepEqual([call, error.kind, error.mayHaveTakenEffect], [call, kind, false]);
            assert.equal(inspect([error, harness.lines], { depth: 8 }).includes(harness.access.token ?? 'none'), false);
          }
          assert.equal((await failureOf(gateway.uses(neverAborted()))).kind, kind);
          assert.deepEqual(harness.local.requests, []);
        } finally {
          if (made !== undefined) await harness.close();
        }
      });
    }
  }
});

describe('docs/faults.md', () => {
  it('is what the matrix found (npm run faults writes it)', function () {
    const text = toPage();
    if (process.env['FAULTS'] === 'write') writeFileSync(page, text);
    if (cells.size < rows.length) return this.skip();
    assert.equal(readFileSync(page, 'utf8'), text);
  });
});

function toPage(): string {
  const lines = rows.flatMap(({ name }) =>
    (['api7cloud', 'apisix'] as const).map(
      (id) =>
        `| ${name} | ${id} | ${operations.map((operation) => cells.get(`${name}|${id}|${operation}`) ?? '–').join(' | ')} |`,
    ),
  );
  return [
    '# What becomes of each operation when a gateway fails',
    '',
    'Written by `npm run faults` from a run of `test/contract/faultMatrix.test.ts`; not by hand. After each cell the gateway',
    'holds what it held before, no token and no key is in the error or the log, and the next try works. *told*: the operation',
    'succeeds and says what could not be read. A write that a stalled gateway holds back goes on when the gateway wakes up.',
    '',
    `| fault | dialect | ${operations.join(' | ')} |`,
    `|${' --- |'.repeat(operations.length + 2)}`,
    ...lines,
    '',
  ].join('\n');
}
