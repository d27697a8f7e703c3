import * as vscode from 'vscode';
import type { PemDocument, PemPart } from '../../../core/document/document';
import { partAt } from '../../../core/document/document';
import { isSplittable, moveBlock } from '../../../core/fixes/split';
import type { SplitFile } from '../../../core/fixes/splitUnits';
import type { CommandId } from '../../../ids';
import { pemLanguage } from '../../files/pemDocuments';
import { repositoryOf } from '../../git/gitIgnoring';
import { isTrackedByGit } from '../../git/gitTracking';
import type { EditorServices } from '../editorServices';
import { codeOf } from '../findingDiagnostic';
import type { SplitRequest } from './splitRequest';
import { planSplit } from './splitRequest';

const id: CommandId = 'api7Certificates.splitFile';

const { QuickFix, RefactorExtract, RefactorMove } = vscode.CodeActionKind;

/**
 * Registers actions that take a text apart into files beside it. Each is a command: what is written needs more than an
 * edit can do.
 */
export const registerSplitActions = (services: EditorServices): vscode.Disposable =>
  vscode.languages.registerCodeActionsProvider(pemLanguage, new SplitActions(services), {
    providedCodeActionKinds: [QuickFix, RefactorExtract, RefactorMove],
  });

interface ActionPlace {
  readonly document: vscode.TextDocument;
  readonly read: PemDocument;
  /** The block under the cursor. */
  readonly part: PemPart | undefined;
}

class SplitActions implements vscode.CodeActionProvider {
  /** The number of files each way of splitting makes: asked for again at every movement of the cursor. */
  private readonly counts = new WeakMap<PemDocument, Readonly<Record<'use' | 'block', number>>>();

  constructor(private readonly services: Pick<EditorServices, 'documents'>) {}

  async provideCodeActions(
    document: vscode.TextDocument,
    range: vscode.Range,
    { only, diagnostics, triggerKind }: vscode.CodeActionContext,
  ): Promise<vscode.CodeAction[]> {
    // What is written, and where, is decided by files that strangers may have made.
    if (!vscode.workspace.isTrusted) return [];
    if (document.isUntitled || !vscode.workspace.fs.isWritableFileSystem(document.uri.scheme)) return [];
    const isWanted = (kind: vscode.CodeActionKind): boolean => only === undefined || only.intersects(kind);
    if (![QuickFix, RefactorExtract, RefactorMove].some(isWanted)) return [];
    const read = await this.services.documents.read(document);
    if (!read) return [];
    const place = { document, read, part: partAt(read, document.offsetAt(range.start)) };
    const tracked = diagnostics.filter((diagnostic) => codeOf(diagnostic) === 'keyTrackedByGit');
    const actions: vscode.CodeAction[] = [];
    if (tracked.length > 0 && isWanted(QuickFix)) actions.push(...(await toFixes(place, tracked)));
    // Offered unasked where a block begins, and not on each of its lines.
    if (triggerKind === vscode.CodeActionTriggerKind.Automatic && !isAtBegin(place, range)) return actions;
    // Not twice in one menu.
    if (actions.length === 0 && isWanted(RefactorMove)) actions.push(...(await toMoves(place)));
    if (isWanted(RefactorExtract)) actions.push(...(await this.toSplits(place)));
    return actions;
  }

  private async toSplits({ document, read }: ActionPlace): Promise<vscode.CodeAction[]> {
    const { use, block } = await this.countsOf(document, read);
    const actions: vscode.CodeAction[] = [];
    if (use > 0)
      actions.push(
        toAction(document, {
          title: vscode.l10n.t('Split into {0} files: chain, key, CA …', use),
          kind: RefactorExtract,
          wanted: { way: 'use' },
        }),
      );
    // The same number of files are the same files.
    if (block > 0 && block !== use)
      actions.push(
        toAction(document, {
          title: vscode.l10n.t('Split into {0} files: one for each block', block),
          kind: RefactorExtract,
          wanted: { way: 'block' },
        }),
      );
    return actions;
  }

  private async countsOf(
    document: vscode.TextDocument,
    read: PemDocument,
  ): Promise<Readonly<Record<'use' | 'block', number>>> {
    const known = this.counts.get(read);
    if (known) return known;
    const plans = [await planSplit(document, read, { way: 'use' }), await planSplit(document, read, { way: 'block' })];
    const [use, block] = plans.map((plan) => {
      const files = plan?.groups.flatMap((group) => group.files) ?? [];
      return files.every((file) => mayHold(document, file)) ? files.length : 0;
    });
    const counts = { use: use ?? 0, block: block ?? 0 };
    this.counts.set(read, counts);
    return counts;
  }
}

async function toFixes(place: ActionPlace, tracked: vscode.Diagnostic[]): Promise<vscode.CodeAction[]> {
  const { document, read } = place;
  const fixes = isSplittable(read) ? await toMoves(place, QuickFix) : [];
  // A file that is the key's own already has only to be ignored.
  if (read.parts.length === 1)
    fixes.push(
      toAction(document, {
        title: vscode.l10n.t('Have git ignore this file'),
        kind: QuickFix,
        wanted: { way: 'ignore' },
      }),
    );
  for (const fix of fixes) fix.diagnostics = tracked;
  return fixes;
}

async function toMoves(
  { document, read, part }: ActionPlace,
  kind: vscode.CodeActionKind = RefactorMove,
): Promise<vscode.CodeAction[]> {
  const index = part ? read.parts.indexOf(part) : -1;
  const move = part && moveBlock({ text: document.getText(), document: read, stem: '' }, index);
  if (!part || !move?.group.files.every((file) => mayHold(document, file))) return [];
  return [toAction(document, { title: await moveTitle(document, part), kind, wanted: { way: 'move', index } })];
}

/** Keeps secrets out of places where neither git nor the file's owner can be asked. */
const mayHold = ({ uri }: vscode.TextDocument, { isSecret }: SplitFile): boolean => !isSecret || uri.scheme === 'file';

async function moveTitle({ uri }: vscode.TextDocument, { key, certificate }: PemPart): Promise<string> {
  if (certificate) return vscode.l10n.t('Move this certificate into a file of its own');
  if (!key) return vscode.l10n.t('Move this block into a file of its own');
  if (!(await repositoryOf(uri))) return vscode.l10n.t('Move the private key into a file of its own');
  if (await isTrackedByGit(uri))
    return vscode.l10n.t('Move the private key into a file that git ignores (old commits keep it)');
  return vscode.l10n.t('Move the private key into a file that git ignores');
}

interface Offer {
  readonly title: string;
  readonly kind: vscode.CodeActionKind;
  readonly wanted: SplitRequest['wanted'];
}

function toAction({ uri, version }: vscode.TextDocument, { title, kind, wanted }: Offer): vscode.CodeAction {
  const action = new vscode.CodeAction(title, kind);
  action.command = { command: id, title, arguments: [{ uri: uri.toString(), version, wanted } satisfies SplitRequest] };
  return action;
}

const isAtBegin = ({ document, part }: ActionPlace, { start }: vscode.Range): boolean =>
  part !== undefined && document.positionAt(part.block.begin.start).line === start.line;
