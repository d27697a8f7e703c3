import * as vscode from 'vscode';
import { staplingOffFrom } from '../../app/inventory/stapling';
import type { CoverageLossParts } from '../../app/usage/coverageLoss';
import { coverageLossFrom } from '../../app/usage/coverageLoss';
import type { PemDocument } from '../../core/document/document';
import type { FindingOptions } from '../../core/findings/findings';
import type { FileBytes } from '../../core/findings/ruleContext';
import { limits } from '../../core/limits';
import { clockOf } from '../base/clock';
import { readBytes } from '../files/readBytes';
import { isTrackedByGit } from '../git/gitTracking';
import type { EditorServices } from './editorServices';

type Needs = CoverageLossParts & Pick<EditorServices, 'settings' | 'now'>;

/**
 * Collects the options by which a file is checked, open or not: the settings of its folder, what the gateways serve,
 * and whether git keeps it.
 */
export async function toFindingOptions(
  uri: vscode.Uri,
  document: PemDocument,
  services: Needs,
): Promise<Omit<FindingOptions, 'links'>> {
  const { settings } = services;
  // Git is asked only about what it should not have.
  const isTracked = document.parts.some(({ key }) => key?.status === 'plain') && (await isTrackedByGit(uri));
  return {
    bytes: await bytesOf(uri),
    ...clockOf(services),
    severities: settings.findingSeverities(uri),
    hosts: settings.hosts(uri),
    coverageLoss: coverageLossFrom(services),
    staplingOff: staplingOffFrom(services),
    isTracked,
  };
}

/**
 * Returns facts of an open document's bytes that its text does not show. Line ends are the file's only while the
 * document is unchanged.
 */
async function bytesOf(uri: vscode.Uri): Promise<FileBytes> {
  const open = vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
  if (!open) return {};
  const { encoding } = open;
  // Line feeds are all that a changed document would be saved with.
  if (open.isDirty || open.lineCount < 2 || uri.scheme === 'untitled') return { encoding };
  return { encoding, ...(await lineEndsOf(uri)) };
}

async function lineEndsOf(uri: vscode.Uri): Promise<FileBytes> {
  try {
    const read = await readBytes(uri, limits.fileBytes);
    if (!read) return {};
    const bytes = Buffer.from(read);
    return {
      hasBareCarriageReturns: bytes.includes(0x0d) && !bytes.includes(0x0a),
      hasDoubledReturns: bytes.includes('\r\r\n'),
    };
  } catch {
    // Gone, or of a provider that is gone: the text is all there is.
    return {};
  }
}
