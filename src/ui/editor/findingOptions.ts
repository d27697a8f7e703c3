import type * as vscode from 'vscode';
import type { CoverageLossParts } from '../../app/usage/coverageLossText';
import { coverageLossFrom } from '../../app/usage/coverageLossText';
import type { PemDocument } from '../../core/document/document';
import type { FindingOptions } from '../../core/findings/findings';
import { isTrackedByGit } from '../git/gitTracking';
import type { EditorServices } from './editorServices';

type Needs = CoverageLossParts & Pick<EditorServices, 'settings' | 'now'>;

/** By what a file is checked, open or not: the settings of its folder, what the gateways serve, and whether git keeps it. */
export async function toFindingOptions(
  uri: vscode.Uri,
  document: PemDocument,
  services: Needs,
): Promise<Omit<FindingOptions, 'links'>> {
  const { settings, now } = services;
  // Git is asked only about what it should not have.
  const isTracked = document.parts.some(({ key }) => key?.status === 'plain') && (await isTrackedByGit(uri));
  return {
    now: now(),
    warningDays: settings.expiryWarningDays,
    severities: settings.findingSeverities(uri),
    hosts: settings.hosts(uri),
    coverageLoss: coverageLossFrom(services),
    isTracked,
  };
}
