import * as vscode from 'vscode';
import { untrackingCommand } from '../../app/gitIgnore';
import { nameFiles } from '../../core/fixes/splitNames';
import type { NamedFile } from '../../core/fixes/splitNames';
import { fileName } from '../files';
import { showErrorMessage, showInformationMessage, showWarningMessage } from '../prompts/messages';
import type { Services } from '../services';
import { haveIgnored, ignoreRoot } from './gitIgnoring';
import { isTrackedByGit } from './gitTracking';
import { writeSplit } from './splitFiles';
import { planSplit, readSplitRequest } from './splitRequest';
import type { SplitWay } from './splitRequest';
import type { WrittenFiles } from './splitUndo';

interface Needs extends Pick<Services, 'documents' | 'log' | 'context'> {
  readonly writtenFiles: WrittenFiles;
}

/** Does what an action was chosen for, and says what became of it. */
export async function splitPem(services: Needs, argument: unknown): Promise<void> {
  const request = readSplitRequest(argument);
  const document = vscode.workspace.textDocuments.find(({ uri }) => uri.toString() === request?.uri);
  if (!request || !document) return;
  try {
    await (request.wanted.way === 'ignore' ? ignoreFile(document, services) : split({ document, version: request.version, way: request.wanted }, services));
  } catch (error) {
    services.log.error('A PEM file was not split', error);
    const sentence = vscode.l10n.t('“{0}” was left as it is: not everything that is needed could be written.', fileName(document.uri));
    void showErrorMessage(sentence);
  }
}

interface Splitting {
  readonly document: vscode.TextDocument;
  readonly version: number;
  readonly way: SplitWay;
}

async function split({ document, version, way }: Splitting, services: Needs): Promise<void> {
  const text = document.getText();
  const read = document.version === version ? await services.documents.read(document) : undefined;
  const plan = read && (await planSplit(document, read, way));
  if (!plan) return void showInformationMessage(vscode.l10n.t('The text changed meanwhile: try again.'));
  const siblings = await vscode.workspace.fs.readDirectory(vscode.Uri.joinPath(document.uri, '..'));
  const files = nameFiles(plan.groups, siblings.map(([name]) => name));
  const root = files.some(({ isSecret }) => isSecret) ? await ignoreRoot(document.uri) : undefined;
  const isTracked = await isTrackedByGit(document.uri);
  const written = await writeSplit({ document, text, cut: plan.cut, files, root });
  services.writtenFiles.remember(written.files);
  await tell({ document, way, files, root, ignoring: written.ignoring, isTracked }, services);
}

interface Done {
  readonly document: vscode.TextDocument;
  readonly way: SplitWay;
  readonly files: readonly NamedFile[];
  readonly root: vscode.Uri | undefined;
  readonly ignoring: vscode.Uri | undefined;
  readonly isTracked: boolean;
}

async function tell({ document, way, files, root, ignoring, isTracked }: Done, services: Needs): Promise<void> {
  const bundle = fileName(document.uri);
  const names = files.map(({ name }) => name).join(', ');
  const [first] = files;
  if (way.way !== 'move') {
    const written = vscode.l10n.t('New files: {0}. “{1}” stays as it is.', files.length > mostNames ? files.length : names, bundle);
    return say(root ? `${written} ${vscode.l10n.t('Git ignores those that hold a private key.')}` : written);
  }
  if (!first?.isSecret || !root) return say(vscode.l10n.t('The block is in “{0}” now.', names));
  if (isTracked) return warnOfHistory(vscode.l10n.t('The private key is in “{0}” now, which git ignores. What was committed before still holds it: make a new key, and have the certificate issued anew.', names), services);
  say(
    ignoring
      ? vscode.l10n.t('The private key is in “{0}” now. “{1}” names that file, so that git ignores it.', names, vscode.workspace.asRelativePath(ignoring))
      : vscode.l10n.t('The private key is in “{0}” now, which git ignores.', names),
  );
}

/** More would fill the screen. */
const mostNames = 5;

async function ignoreFile({ uri }: vscode.TextDocument, services: Needs): Promise<void> {
  const root = await ignoreRoot(uri);
  if (!root) return;
  await haveIgnored([uri], root);
  if (await isTrackedByGit(uri)) await warnOfHistory(vscode.l10n.t('Git goes on tracking “{0}” until “{1}” is run, and its history holds the key.', fileName(uri), untrackingCommand(fileName(uri))), services);
}

function say(sentence: string): void {
  void showInformationMessage(sentence);
}

async function warnOfHistory(sentence: string, { context }: Needs): Promise<void> {
  const more = vscode.l10n.t('Learn More');
  const answer = await showWarningMessage(sentence, more);
  if (answer === more) await vscode.commands.executeCommand('vscode.open', vscode.Uri.joinPath(context.extensionUri, 'docs', 'findings', 'keyTrackedByGit.md'));
}
