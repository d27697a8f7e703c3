/**
 * One load in a process of its own: `client.cjs WHAT DIALECT ACCESS COUNT`, run with `--expose-gc`. Prints one line of
 * JSON. WHAT:
 * - `fetch`: fetch and JSON.parse of the pages that the client asks for, and nothing else;
 * - `load`: the client and the inventory, with what the tree asks of it while it draws;
 * - `holds`: the same, with a look at the clock in each turn of the loop, which costs time of its own.
 */
import { readFileSync } from 'node:fs';
import { realScheduler } from '../../../src/app/base/scheduler';
import { Throttle } from '../../../src/app/base/throttle';
import type { Connection } from '../../../src/app/connections/connection';
import { arrangeSteps } from '../../../src/app/inventory/arrange';
import { Inventory } from '../../../src/app/inventory/inventory';
import type { Access, Dialect, DialectId, Gateway } from '../../../src/gateway/gateway';
import { dialects } from '../../../src/gateway/registry';
import { inHostSlices } from '../../../src/shared/turns';

export type What = 'fetch' | 'load' | 'holds';

/** The cost of one load. */
export interface Took {
  /** Milliseconds of processor time, all threads. */
  readonly cpu: number;
  /** Milliseconds of the wall clock. */
  readonly time: number;
  readonly firstRows: number;
  /** The longest that the main thread computed without a rest, in milliseconds. */
  readonly longest: number;
  /** Bytes of heap that stay, for each certificate. */
  readonly heap: number;
  readonly count: number;
}

/** Milliseconds that the main thread has computed. */
function threadTime(): number {
  try {
    return Number(readFileSync(`/proc/self/task/${String(process.pid)}/schedstat`, 'latin1').split(' ')[0]) / 1e6;
  } catch {
    return performance.now();
  }
}

function heapNow(): number {
  for (let i = 0; i < 3; i++) globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/** The longest time between two turns of the loop. */
function watchHolds(): () => number {
  let [last, longest, isOver] = [threadTime(), 0, false];
  const look = (): void => {
    const now = threadTime();
    longest = Math.max(longest, now - last);
    last = now;
    if (!isOver) setImmediate(look);
  };
  setImmediate(look);
  return () => {
    isOver = true;
    return longest;
  };
}

const pagesOf: Readonly<Record<DialectId, (count: number, scopes: readonly string[]) => readonly string[]>> = {
  apisix: () => ['/apisix/admin/ssls'],
  api7cloud: (count, [, cluster = '']) => pages(count, 25, `/api/v1/clusters/${cluster}/certificates?`),
  api7enterprise: (count, [group = '']) =>
    pages(count, 100, `/apisix/admin/ssls?gateway_group_id=${group}&order_by=created_at&direction=asc&`),
};

const pages = (count: number, size: number, start: string): readonly string[] =>
  Array.from({ length: Math.ceil(count / size) }, (_, i) => `${start}page=${String(i + 1)}&page_size=${String(size)}`);

async function fetchAll(id: DialectId, { address, token = '', scopes }: Access, count: number): Promise<number> {
  const headers = { 'x-api-key': token, authorization: `Bearer ${token}` };
  let objects = 0;
  for (const page of pagesOf[id](count, scopes)) {
    const answer = await fetch(address + page, { headers });
    const json = JSON.parse(await answer.text()) as {
      readonly list?: readonly unknown[];
      readonly payload?: { readonly list?: readonly unknown[] };
    };
    objects += (json.list ?? json.payload?.list ?? []).length;
  }
  return objects;
}

/** Asks what the tree asks for each draw, at its pace. */
function attachTree(inventory: Inventory, id: string): () => void {
  const clock = { now: Date.UTC(2026, 10, 23), warningDays: null };
  const words = { state: String, type: String };
  const arrangement = { grouping: 'none', sorting: 'expiry', filter: '' } as const;
  const draw = async (): Promise<void> => {
    const certificates = inventory.certificates(id);
    if (!certificates) return;
    certificates.counts(clock);
    await inHostSlices(arrangeSteps(certificates, { arrangement, clock, words }));
  };
  const redraw = new Throttle({ scheduler: realScheduler, now: Date.now, interval: 400, action: draw });
  const subscription = inventory.onDidChange(() => redraw.request());
  return () => {
    subscription.dispose();
    redraw.dispose();
  };
}

async function load(dialect: Dialect, access: Access, what: What): Promise<Took> {
  const connection: Connection = { id: 'a', name: 'Bench', dialect: dialect.id, address: access.address };
  const gateway: Gateway = await dialect.open({ ...access, timeout: 600_000 });
  const connections = {
    all: [connection],
    find: () => connection,
    open: () => Promise.resolve({ ok: true, gateway } as const),
    onDidChange: () => ({ dispose: () => undefined }),
  };
  const inventory = new Inventory(connections);
  const detach = attachTree(inventory, connection.id);
  let firstRows = 0;
  const before = heapNow();
  const start = performance.now();
  inventory.onDidChange(() => {
    if (firstRows === 0 && (inventory.certificates(connection.id)?.size ?? 0) > 0)
      firstRows = performance.now() - start;
  });
  const stop = what === 'holds' ? watchHolds() : () => 0;
  const used = process.cpuUsage();
  await inventory.refresh(connection.id);
  const { user, system } = process.cpuUsage(used);
  const time = performance.now() - start;
  const longest = stop();
  detach();
  const count = inventory.certificates(connection.id)?.size ?? 0;
  const state = inventory.state(connection.id);
  if (state.kind !== 'ready' || state.unreadable.length > 0) throw new Error(`It is ${state.kind}.`);
  gateway.dispose();
  await new Promise((resolve) => setTimeout(resolve, 100));
  return { cpu: (user + system) / 1000, time, firstRows, longest, heap: (heapNow() - before) / count, count };
}

async function run(what: What, id: DialectId, access: Access, count: number): Promise<void> {
  const dialect = dialects.get(id);
  if (!dialect) throw new Error(`There is no dialect ${id}.`);
  if (what !== 'fetch') return void console.log(JSON.stringify(await load(dialect, access, what)));
  const start = performance.now();
  const used = process.cpuUsage();
  const objects = await fetchAll(id, access, count);
  const { user, system } = process.cpuUsage(used);
  const time = performance.now() - start;
  const took: Took = { cpu: (user + system) / 1000, time, firstRows: time, longest: 0, heap: 0, count: objects };
  console.log(JSON.stringify(took));
}

const [what, id, access, count] = process.argv.slice(2);
void run(what as What, id as DialectId, JSON.parse(access ?? '{}') as Access, Number(count));
