import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { themeFacts } from './themes';
import type { Theme } from './themes';

/** Nothing that moves, asks or calls out while a test looks. */
const quiet = {
  'chat.disableAIFeatures': true,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'files.simpleDialog.enable': true,
  'git.enabled': false,
  'security.workspace.trust.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'window.autoDetectColorScheme': false,
  'window.autoDetectHighContrast': false,
  'workbench.enableExperiments': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
};

/** A VS Code profile on disk: user settings and logs. */
export class Profile {
  settings: Readonly<Record<string, unknown>>;

  constructor(
    readonly dataFolder: string,
    settings: Readonly<Record<string, unknown>>,
    public theme: Theme,
  ) {
    this.settings = { ...quiet, 'workbench.colorTheme': themeFacts[theme].id, ...settings };
  }

  get settingsFile(): string {
    return join(this.dataFolder, 'data', 'User', 'settings.json');
  }

  readSettings(): string {
    return readFileSync(this.settingsFile, 'utf8');
  }

  /** Adds to the settings as they stand on disk, so that what the extension wrote is kept. */
  changeSettings(part: Readonly<Record<string, unknown>>): void {
    const standing: unknown = JSON.parse(this.readSettings());
    this.settings = { ...(typeof standing === 'object' ? standing : {}), ...part };
    writeFileSync(this.settingsFile, JSON.stringify(this.settings, undefined, 2));
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
