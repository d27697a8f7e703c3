import type { Pki } from './pki';
import type { Entry } from './recording';

/** Sends a write that the recording does not show. */
type Prepare = (method: string, path: string, body?: object) => Promise<number>;

export interface Stage {
  readonly prepare: Prepare;
  /** Deletes every ssl object. */
  readonly clear: () => Promise<void>;
  readonly pki: Pki;
  /** Lets time pass, in milliseconds. */
  readonly advance: (milliseconds: number) => void;
}

const pair = ({ pki }: Stage, name: string): { cert: string | undefined; key: string | undefined } => ({
  cert: pki[`${name}.crt`],
  key: pki[`${name}.key`],
});

interface Step {
  readonly section: number;
  /** Of the entry to do it before; absent: before the section's first. */
  readonly title?: string;
  readonly run: (stage: Stage) => Promise<void>;
}

/** The unrecorded steps between the recorded requests: they follow from the answers. */
const steps: readonly Step[] = [
  {
    section: 2,
    title: 'get it after 4 s',
    run: async ({ advance }) => advance(4000),
  },
  {
    section: 6,
    run: async (stage) => {
      await stage.clear();
      for (let index = 1; index <= 25; index += 1) {
        await stage.prepare('PUT', `/ssls/p${index}`, {
          ...pair(stage, 'exact'),
          snis: [`p${index}.example.com`],
          labels: { n: String(index) },
        });
      }
    },
  },
  { section: 7, run: ({ clear }) => clear() },
  { section: 7, title: 'list response when empty again', run: ({ clear }) => clear() },
  { section: 10, run: ({ clear }) => clear() },
  {
    section: 10,
    title: 'PUT /ssls/007',
    run: async (stage) => {
      const whole = { ...pair(stage, 'exact'), snis: ['r.example.org'], type: 'server', status: 1 };
      await stage.prepare('PUT', '/ssls/r', whole);
      await stage.prepare('PUT', '/ssls/r', whole);
    },
  },
];

/** Done before `entry`; `isFirst`: it opens its section. */
export async function setUp(stage: Stage, entry: Entry, isFirst: boolean): Promise<void> {
  for (const { section, title, run } of steps) {
    if (section === entry.section && (title === undefined ? isFirst : title === entry.title)) await run(stage);
  }
}

/** Bodies of the writes of which only the status was written down. */
export function quietBody(stage: Stage, target: string): object {
  const id = target.slice(target.lastIndexOf('/') + 1);
  if (id.startsWith('c')) return { type: 'client', ...pair(stage, 'client1') };
  return { ...pair(stage, 'exact'), snis: [`${id}.example.com`] };
}
