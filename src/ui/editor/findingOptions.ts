import type * as vscode from 'vscode';
import type { PemDocument } from '../../core/document';
import type { FindingOptions } from '../../core/findings';
import type { Services } from '../services';
import { isTrackedByGit } from './gitTracking';

/** By what a file is checked, open or not: the settings of its folder, and whether git keeps it. */
export async function toFindingOptions(uri: vscode.Uri, document: PemDocument, { settings, now }: Pick<Services, 'settings' | 'now'>): Promise<Omit<FindingOptions, 'links'>> {
  // Git is asked only about what it should not have.
  const isTracked = document.parts.some(({ key }) => key?.status === 'plain') && (await isTrackedByGit(uri));
  return {
    now: now(),
    warningDays: settings.expiryWarningDays,
    severities: settings.findingSeverities(uri),
    hosts: settings.hosts(uri),
    isTracked,
  };
}
