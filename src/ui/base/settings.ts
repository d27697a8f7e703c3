import * as vscode from 'vscode';
import type { ConnectionSettings } from '../../app/connections/connections';
import type { Severities } from '../../core/findings/rule';
import { readSeverities } from '../../core/findings/rule';
import type { SettingName } from '../../ids';
import { settingNames } from '../../ids';
import type { Disposable } from '../../shared/emitter';
import { Emitter } from '../../shared/emitter';

/** The extension's settings as values of a known shape, whatever was typed into them. */
export class Settings implements ConnectionSettings, Disposable {
  private readonly changes = new Emitter<SettingName>();
  private readonly subscription = vscode.workspace.onDidChangeConfiguration((event) => {
    for (const name of settingNames) if (event.affectsConfiguration(name)) this.changes.fire(name);
  });

  /** Fires once for every setting that changed. */
  readonly onDidChange = this.changes.event;

  get connections(): unknown {
    return readUserValue('api7Certificates.connections');
  }

  /** Days before its end from which on a certificate is expiring; null: 30 days or a third of its lifetime. */
  get expiryWarningDays(): number | null {
    const days = readUserValue('api7Certificates.expiryWarningDays');
    return isWhole(days, 1, 825) ? days : null;
  }

  get showBadge(): boolean {
    return readUserValue('api7Certificates.showBadge') !== false;
  }

  /** True if the status bar counts the certificates that end soon. */
  get showsExpiryInStatusBar(): boolean {
    return readUserValue('api7Certificates.showExpiryInStatusBar') !== false;
  }

  /** True if a daily notice reminds of certificates that need attention. */
  get remindsOfExpiry(): boolean {
    return readUserValue('api7Certificates.expiryReminders') !== false;
  }

  /** True if lists are read even though nobody looks at them. */
  get watchesExpiry(): boolean {
    return this.showBadge || this.showsExpiryInStatusBar || this.remindsOfExpiry;
  }

  async stopReminders(): Promise<void> {
    await writeUserValue('api7Certificates.expiryReminders', false);
  }

  /** Minutes after which lists are read again when the window gets the focus; 0: never. */
  get refreshAfter(): number {
    const minutes = readUserValue('api7Certificates.refreshAfter');
    return isWhole(minutes, 0, 1_440) ? minutes : 5;
  }

  /** Milliseconds. */
  get requestTimeout(): number {
    const seconds = readUserValue('api7Certificates.requestTimeout');
    return 1_000 * (isWhole(seconds, 1, 600) ? seconds : 30);
  }

  /** Read for a resource: a workspace may switch its own squiggles off. */
  diagnosticsEnabled(uri: vscode.Uri): boolean {
    return readFolderValue(uri, 'api7Certificates.diagnostics.enabled') !== false;
  }

  /** Read for a resource: severities that replace the rules' own. */
  findingSeverities(uri: vscode.Uri): Severities {
    return readSeverities(readFolderValue(uri, 'api7Certificates.diagnostics.severity'));
  }

  /** Read for a resource: hosts that the certificates of a folder have to cover. */
  hosts(uri: vscode.Uri): readonly string[] {
    const hosts = readFolderValue(uri, 'api7Certificates.hosts');
    return Array.isArray(hosts)
      ? hosts.filter((host): host is string => typeof host === 'string' && host.trim() !== '').slice(0, maxHosts)
      : [];
  }

  /** Read for a resource: a folder of test certificates may go without. */
  showFileDecorations(uri: vscode.Uri): boolean {
    return readFolderValue(uri, 'api7Certificates.showFileDecorations') !== false;
  }

  async writeConnections(entries: readonly unknown[]): Promise<void> {
    await writeUserValue('api7Certificates.connections', entries);
  }

  dispose(): void {
    this.subscription.dispose();
    this.changes.dispose();
  }
}

/** Most hosts of a folder that are looked at. */
const maxHosts = 100;

/**
 * Reads only what the person set for themselves, and never what a workspace brings along: an address from there would
 * be sent a token. The scope `application` says the same in package.json; this holds even where that fails.
 */
function readUserValue(name: SettingName): unknown {
  const values = vscode.workspace.getConfiguration().inspect<unknown>(name);
  return values?.globalValue ?? values?.defaultValue;
}

const writeUserValue = (name: SettingName, value: unknown): Thenable<void> =>
  vscode.workspace.getConfiguration().update(name, value, vscode.ConfigurationTarget.Global);

/** Reads what holds for a file: its folder may say otherwise than the person. */
const readFolderValue = (uri: vscode.Uri, name: SettingName): unknown =>
  vscode.workspace.getConfiguration(undefined, uri).get(name);

const isWhole = (value: unknown, least: number, most: number): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most;
