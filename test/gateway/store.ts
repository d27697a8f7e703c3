import { appendFileSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JsonObject } from './json';
import { isObject, readJson } from './json';

/** An object with the counters etcd keeps beside it. */
export interface Stored {
  readonly key: string;
  readonly value: JsonObject;
  /** Store revision of the write that created the object, and of the latest one. */
  readonly created: number;
  readonly modified: number;
  /** The number of writes since it was created. */
  readonly version: number;
  /** The time at which it goes away by itself, in milliseconds since 1970. */
  readonly expires?: number;
}

/** Objects by key, with one revision counter over all of them, as etcd has. */
export interface Store {
  /** Uses up one revision, as writing a counter does, and returns it. */
  bump(): number;
  get(key: string): Stored | undefined;
  /** @param expires milliseconds since 1970; absent: never, also where the object had an end before. */
  put(key: string, value: JsonObject, expires?: number): Stored;
  delete(key: string): boolean;
  /** Objects whose key starts with `prefix`, in the order of their creation. */
  under(prefix: string): readonly Stored[];
}

export interface StoreOptions {
  /** Folder for the journal. Absent: in memory only. */
  readonly folder: string | undefined;
  readonly name: string;
  readonly now: () => number;
}

const isStored = (value: unknown): value is Stored => {
  const record = value as Partial<Stored> | undefined;
  return typeof record?.key === 'string' && typeof record.created === 'number' && typeof record.modified === 'number';
};

interface Journal {
  readonly objects: Map<string, Stored>;
  revision: number;
}

/** A line is one write; a last line that was cut short by a crash counts as never written. */
function replay(text: string): Journal {
  const journal: Journal = { objects: new Map(), revision: 1 };
  for (const line of text.split('\n').slice(0, -1)) {
    const entry = readJson(line);
    if (!isObject(entry) || typeof entry['revision'] !== 'number') continue;
    journal.revision = Math.max(journal.revision, entry['revision']);
    if (typeof entry['deleted'] === 'string') journal.objects.delete(entry['deleted']);
    else if (isStored(entry['stored'])) journal.objects.set(entry['stored'].key, entry['stored']);
  }
  return journal;
}

/** Rewrites the journal as short as it can be, beside the old one, then puts it in the old one's place. */
function compact(file: string, { objects, revision }: Journal): void {
  const lines = [...objects.values()].map((stored) => JSON.stringify({ revision: stored.modified, stored }));
  writeFileSync(`${file}.new`, [...lines, JSON.stringify({ revision }), ''].join('\n'), { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

function openJournal(
  folder: string,
  name: string,
): { readonly journal: Journal; readonly append: (entry: object) => void } {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, `${name}.jsonl`);
  const journal = replay(existsSync(file) ? readFileSync(file, 'utf8') : '');
  compact(file, journal);
  return { journal, append: (entry) => appendFileSync(file, `${JSON.stringify(entry)}\n`) };
}

export function openStore({ folder, name, now }: StoreOptions): Store {
  const { journal, append } =
    folder === undefined ? { journal: replay(''), append: () => undefined } : openJournal(folder, name);
  const { objects } = journal;
  /** Lists that were asked for since the last write: a list of 100,000 is asked for in thousands of pages. */
  const lists = new Map<string, readonly Stored[]>();
  const isAlive = (stored: Stored): boolean => stored.expires === undefined || stored.expires > now();
  const get = (key: string): Stored | undefined => {
    const stored = objects.get(key);
    if (stored === undefined || isAlive(stored)) return stored;
    objects.delete(key);
    return undefined;
  };
  return {
    get,
    bump: () => {
      journal.revision += 1;
      append({ revision: journal.revision });
      return journal.revision;
    },
    put: (key, value, expires) => {
      journal.revision += 1;
      const before = get(key);
      const stored: Stored = {
        key,
        value,
        created: before?.created ?? journal.revision,
        modified: journal.revision,
        version: (before?.version ?? 0) + 1,
        ...(expires === undefined ? {} : { expires }),
      };
      objects.set(key, stored);
      lists.clear();
      append({ revision: journal.revision, stored });
      return stored;
    },
    delete: (key) => {
      if (get(key) === undefined) return false;
      objects.delete(key);
      lists.clear();
      journal.revision += 1;
      append({ revision: journal.revision, deleted: key });
      return true;
    },
    under: (prefix) => {
      const known = lists.get(prefix);
      if (known !== undefined) return known;
      const list = [...objects.values()].filter((stored) => stored.key.startsWith(prefix) && isAlive(stored));
      // What goes away by itself does so without a write.
      if (list.every(({ expires }) => expires === undefined)) lists.set(prefix, list);
      return list;
    },
  };
}
