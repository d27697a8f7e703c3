import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { Theme } from './themes';
import { themeFacts } from './themes';
import { maxWait } from './user';

/** A connection, and the token to keep for it. */
export interface PlannedConnection {
  readonly connection: object;
  readonly token: string;
}

/** Settings to change (null resets one), connections to add, commands to run, by id, and the folder to be watched. */
interface Wish {
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly connections?: readonly PlannedConnection[];
  readonly commands?: readonly string[];
  readonly isWatched?: true;
  /** The secret storage fails until the window is reloaded. */
  readonly areSecretsLost?: true;
}

/** A VS Code profile on disk: user settings and logs. */
export class Profile {
  readonly settings: Readonly<Record<string, unknown>>;

  constructor(
    readonly dataFolder: string,
    settings: Readonly<Record<string, unknown>>,
    public theme: Theme,
  ) {
    this.settings = { 'workbench.colorTheme': themeFacts[theme].id, ...settings };
  }

  get settingsFile(): string {
    return join(this.dataFolder, 'data', 'User', 'settings.json');
  }

  readSettings(): string {
    return readFileSync(this.settingsFile, 'utf8');
  }

  /** Returns settings that are others than at the start, with their values then; null for one that was not set. */
  async changedSettings(): Promise<Readonly<Record<string, unknown>>> {
    const now = await this.readWholeSettings();
    const names = [...new Set([...Object.keys(now), ...Object.keys(this.settings)])];
    return Object.fromEntries(
      names
        .filter((name) => JSON.stringify(now[name]) !== JSON.stringify(this.settings[name]))
        .map((name) => [name, this.settings[name] ?? null]),
    );
  }

  /** Reads the settings once they are whole: VS Code empties their file before it writes it. */
  private async readWholeSettings(): Promise<Readonly<Record<string, unknown>>> {
    for (const deadline = Date.now() + maxWait; ; await setTimeout(15)) {
      try {
        return JSON.parse(this.readSettings()) as Readonly<Record<string, unknown>>;
      } catch (error) {
        if (Date.now() > deadline) throw error;
      }
    }
  }

  /** The companion extension does what it finds beside this file: see test/host/companion. */
  get companionFile(): string {
    return join(this.dataFolder, 'companion.json');
  }

  /** Writes the connections that the companion adds when VS Code starts. */
  writeConnections(connections: readonly PlannedConnection[]): void {
    mkdirSync(this.dataFolder, { recursive: true });
    writeFileSync(this.companionFile, JSON.stringify({ connections }), { mode: 0o600 });
  }

  /**
   * Asks the companion, and waits until it is done. After a start it first adds its connections, which takes long on a
   * busy machine.
   */
  async ask(wish: Wish): Promise<void> {
    const request = `${this.companionFile}.request`;
    const id = randomUUID();
    writeFileSync(`${request}.new`, JSON.stringify({ id, ...wish }), { mode: 0o600 });
    // Renamed into place, so that it is never read half written.
    renameSync(`${request}.new`, request);
    for (const deadline = Date.now() + 2 * maxWait; readText(`${request}.done`) !== id; await setTimeout(15)) {
      if (Date.now() > deadline)
        throw new Error(`VS Code did not do what was asked of the companion: ${JSON.stringify(wish)}`);
    }
  }

  readLogs(): string {
    const folder = join(this.dataFolder, 'data', 'logs');
    if (!existsSync(folder)) return '';
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
      .join('\n');
  }
}

const readText = (path: string): string | undefined => (existsSync(path) ? readFileSync(path, 'utf8') : undefined);
