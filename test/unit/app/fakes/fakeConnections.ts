import type { Connection } from '../../../../src/app/connections/connection';
import type { OpenedGateway } from '../../../../src/app/connections/connections';
import type { ConnectionSource } from '../../../../src/app/inventory/inventory';
import type { StoredCertificate } from '../../../../src/core/model';
import type { Gateway, Page } from '../../../../src/gateway/gateway';
import { Emitter } from '../../../../src/shared/emitter';
import { idleGateway } from './idleGateway';

/** A certificate object as API7 Cloud tells of it: no PEM, so that thousands cost nothing. */
export function stored(id: string, change: Partial<StoredCertificate> = {}): StoredCertificate {
  return {
    id,
    type: 'server',
    names: [`${id}.example.test`],
    labels: [],
    isEnabled: true,
    extraCertificates: [],
    revision: '1',
    notes: [],
    ...change,
  };
}

/** One call of `list`, answered by the test. */
export class FakeRun {
  private readonly queue: ((take: { page?: Page; error?: unknown }) => void)[] = [];
  private readonly answers: { page?: Page; error?: unknown }[] = [];

  constructor(readonly signal: AbortSignal) {}

  page(
    items: readonly StoredCertificate[],
    facts: { total?: number; unreadable?: readonly string[] } = {},
  ): Promise<void> {
    const { total, unreadable = [] } = facts;
    return this.answer({ page: { items, unreadable, ...(total !== undefined && { total }) } });
  }

  end(): Promise<void> {
    return this.answer({});
  }

  fail(error: unknown): Promise<void> {
    return this.answer({ error });
  }

  async *pages(): AsyncGenerator<Page> {
    for (;;) {
      const { page, error } =
        this.answers.shift() ?? (await new Promise<{ page?: Page; error?: unknown }>((take) => this.queue.push(take)));
      if (error !== undefined) throw error;
      if (!page) return;
      yield page;
    }
  }

  private answer(answer: { page?: Page; error?: unknown }): Promise<void> {
    const take = this.queue.shift();
    if (take) take(answer);
    else this.answers.push(answer);
    return settled();
  }
}

/** Connections of the test's making, each with a gateway whose runs the test answers. */
export class FakeConnections implements ConnectionSource {
  private readonly changes = new Emitter<void>();
  private readonly openings = new Map<string, OpenedGateway>();
  readonly onDidChange = this.changes.event;
  readonly runs: FakeRun[] = [];
  all: Connection[];

  constructor(...ids: string[]) {
    this.all = ids.map(connection);
    for (const id of ids) this.reopen(id);
  }

  find(id: string): Connection | undefined {
    return this.all.find((each) => each.id === id);
  }

  open(id: string): Promise<OpenedGateway> {
    return Promise.resolve(this.openings.get(id) ?? { ok: false, reason: 'unknownConnection', sentence: 'gone' });
  }

  /** Opens another gateway from now on, as after a changed token. */
  reopen(id: string, opened: OpenedGateway = { ok: true, gateway: this.gateway() }): void {
    this.openings.set(id, opened);
  }

  async fire(): Promise<void> {
    this.changes.fire();
    await settled();
  }

  /** The latest call of `list`. */
  get run(): FakeRun {
    const run = this.runs.at(-1);
    if (!run) throw new Error('Nothing was listed yet.');
    return run;
  }

  private gateway(): Gateway {
    return idleGateway({
      list: (signal) => {
        const run = new FakeRun(signal);
        this.runs.push(run);
        return run.pages();
      },
    });
  }
}

export const connection = (id: string): Connection => ({
  id,
  name: `Gateway ${id}`,
  dialect: 'apisix',
  address: `https://${id}.test:9180`,
});

/** Resolves when everything that was only waiting for its turn has had it. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 4; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}
