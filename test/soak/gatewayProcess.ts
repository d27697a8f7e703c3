import { fork } from 'node:child_process';
import { join } from 'node:path';
import { isRecord } from '../../src/shared/isRecord';

/** `fail`: reads are answered with 503 until `recover`. */
export type GatewayOrder = 'fail' | 'recover' | 'look';

/** The objects of the gateway, and the requests since it started. */
export interface GatewayState {
  readonly count: number;
  /** The ID of the object that was created last. */
  readonly newest: string;
  /** The store's revision of that object. */
  readonly modified: number;
  readonly requests: number;
}

/** Names of the objects: each its own, one for all, or one wildcard for all with as many routes below it. */
export const namings = ['own', 'one', 'wildcard'] as const;
export type Names = (typeof namings)[number];

export interface GatewayProcess {
  readonly url: string;
  order(order: GatewayOrder): Promise<GatewayState>;
  close(): Promise<void>;
}

/** Starts the local gateway, with so many certificates, in a process of its own. One order at a time. */
export async function startGatewayProcess(certificates: number, names: Names): Promise<GatewayProcess> {
  const child = fork(join(__dirname, 'gatewayProgram.ts'), [String(certificates), names], {
    execArgv: ['--require', join(__dirname, '..', 'host', 'register.cjs'), '--max-old-space-size=6000'],
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
  });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const next = (): Promise<unknown> =>
    new Promise((resolve, reject) => {
      child.once('message', resolve);
      void exited.then(() => reject(new Error('The gateway ended.')));
    });
  const first = await next();
  if (!isRecord(first) || typeof first['url'] !== 'string') throw new Error('The gateway does not say where it is.');
  return {
    url: first['url'],
    order: async (order) => {
      const answer = next();
      child.send({ order });
      // Sent by our own program.
      return (await answer) as GatewayState;
    },
    close: () => {
      child.disconnect();
      return exited;
    },
  };
}
