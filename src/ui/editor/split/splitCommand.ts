import * as vscode from 'vscode';
import { untrackingCommand } from '../../../app/workspace/ignoreFiles';
import type { NamedFile } from '../../../core/fixes/splitUnits';
import { nameFiles } from '../../../core/fixes/splitUnits';
import { fileName } from '../../files/files';
import { findingPage } from '../../files/findingPages';
import { ensureGitIgnores, repositoryOf } from '../../git/gitIgnoring';
import { isTrackedByGit } from '../../git/gitTracking';
import { confirm } from '../../prompts/prompts';
import { showErrorMessage, showInformationMessage, showWarningMessage } from '../../window/messages';
import type { EditorServices } from '../editorServices';
import type { SplitResult } from './splitFiles';
import { writeSplit } from './splitFiles';
import type { SplitRequest, SplitWay } from './splitRequest';
import { planSplit, refusalSentence, SplitRefusal } from './splitRequest';

type Needs = Pick<EditorServices, 'documents' | 'log' | 'writtenFiles'>;

/** Does what an action was chosen for, and says what became of it. */
export async function splitPem(services: Needs, request: SplitRequest): Promise<void> {
  const document = vscode.workspace.textDocuments.find(({ uri }) => uri.toString() === request.uri);
  if (!document) return;
  try {
    // Offered in no such workspace, but anybody can call a command.
    if (!vscode.workspace.isTrusted) throw new SplitRefusal('untrusted');
    await evenWithoutGit((mayBeUnconfirmed) =>
      request.wanted.way === 'ignore'
        ? ignoreFile(document, mayBeUnconfirmed)
        : split({ document, version: request.version, way: request.wanted, mayBeUnconfirmed }, services),
    );
  } catch (error) {
    const refusal = refusalSentence(error);
    if (refusal !== undefined) return warn(refusal);
    services.log.error('A PEM file was not split', error);
    const sentence = vscode.l10n.t(
      '“{0}” was left as it is: not everything that is needed could be written.',
      fileName(document.uri),
    );
    void showErrorMessage(sentence);
  }
}

/** Lets the person decide where there is no git that could be asked; never says then that git ignores a file. */
async function evenWithoutGit(write: (mayBeUnconfirmed: boolean) => Promise<void>): Promise<void> {
  try {
    await write(false);
  } catch (error) {
    if (!(error instanceof SplitRefusal) || error.reason !== 'noProgram') throw error;
    const isWanted = await confirm({
      message: vscode.l10n.t('There is no git program here.'),
      detail: vscode.l10n.t(
        'The file can be named in .gitignore, but whether git ignores it then cannot be found out on this machine. Check that before anything is committed.',
      ),
      action: vscode.l10n.t('Continue Without Git'),
    });
    if (isWanted) await write(true);
  }
}

interface Splitting {
  readonly document: vscode.TextDocument;
  readonly version: number;
  readonly way: SplitWay;
  readonly mayBeUnconfirmed: boolean;
}

async function split({ document, version, way, mayBeUnconfirmed }: Splitting, services: Needs): Promise<void> {
  const text = document.getText();
  const read = document.version === version ? await services.documents.read(document) : undefined;
  const plan = read && (await planSplit(document, read, way));
  if (!plan) throw new SplitRefusal('changed');
  const siblings = await vscode.workspace.fs.readDirectory(vscode.Uri.joinPath(document.uri, '..'));
  const files = nameFiles(
    plan.groups,
    siblings.map(([name]) => name),
  );
  const repository = await repositoryOf(document.uri);
  const isTracked = await isTrackedByGit(document.uri);
  const written = await writeSplit({ document, text, cut: plan.cut, files, repository, mayBeUnconfirmed });
  services.writtenFiles.remember(written.files);
  await sayWritten({ document, way, files, ignoring: written.ignoring, isTracked });
}

interface Done extends Pick<SplitResult, 'ignoring'> {
  readonly document: vscode.TextDocument;
  readonly way: SplitWay;
  readonly files: readonly NamedFile[];
  readonly isTracked: boolean;
}

async function sayWritten({ document, way, files, ignoring, isTracked }: Done): Promise<void> {
  const bundle = fileName(document.uri);
  const names = files.map(({ name }) => name).join(', ');
  const [first] = files;
  if (way.way !== 'move') {
    const written = vscode.l10n.t(
      'New files: {0}. “{1}” stays as it is.',
      files.length > maxNames ? files.length : names,
      bundle,
    );
    if (ignoring?.kind === 'unconfirmed')
      return warn(`${written} ${vscode.l10n.t('Whether git ignores those that hold a private key was not checked.')}`);
    return say(ignoring ? `${written} ${vscode.l10n.t('Git ignores those that hold a private key.')}` : written);
  }
  if (!first?.isSecret || !ignoring) return say(vscode.l10n.t('The block is in “{0}” now.', names));
  if (ignoring.kind === 'unconfirmed')
    return warn(
      vscode.l10n.t(
        'The private key is in “{0}” now. Whether git ignores that file was not checked: there is no git program here.',
        names,
      ),
    );
  if (isTracked)
    return warnOfHistory(
      vscode.l10n.t(
        'The private key is in “{0}” now, which git ignores. What was committed before still holds it: make a new key, and have the certificate issued anew.',
        names,
      ),
    );
  say(
    ignoring.changed === undefined
      ? vscode.l10n.t('The private key is in “{0}” now, which git ignores.', names)
      : vscode.l10n.t(
          'The private key is in “{0}” now. “{1}” names that file, so that git ignores it.',
          names,
          vscode.workspace.asRelativePath(ignoring.changed),
        ),
  );
}

/** More would fill the screen. */
const maxNames = 5;

async function ignoreFile({ uri }: vscode.TextDocument, mayBeUnconfirmed: boolean): Promise<void> {
  if (uri.scheme !== 'file') throw new SplitRefusal('notOnDisk');
  const repository = await repositoryOf(uri);
  if (!repository) return;
  const result = await ensureGitIgnores([uri], { repository, mayBeUnconfirmed, byPatterns: true });
  if (result.kind === 'refused') throw new SplitRefusal(result.reason);
  if (!(await isTrackedByGit(uri))) return;
  const command = untrackingCommand(fileName(uri));
  await warnOfHistory(
    command === undefined
      ? vscode.l10n.t(
          'Git keeps tracking “{0}” until “git rm --cached” is run for it, and its history still has the key.',
          fileName(uri),
        )
      : vscode.l10n.t(
          'Git keeps tracking “{0}” until “{1}” is run, and its history still has the key.',
          fileName(uri),
          command,
        ),
  );
}

function say(sentence: string): void {
  void showInformationMessage(sentence);
}

function warn(sentence: string): void {
  void showWarningMessage(sentence);
}

async function warnOfHistory(sentence: string): Promise<void> {
  const more = vscode.l10n.t('Learn More');
  const answer = await showWarningMessage(sentence, more);
  if (answer === more) await vscode.commands.executeCommand('vscode.open', findingPage('keyTrackedByGit'));
}
