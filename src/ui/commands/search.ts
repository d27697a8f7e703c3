import * as vscode from 'vscode';
import type { MatchOutcome, SearchedFile } from '../../app/workspace/matchSearch';
import { findMatches } from '../../app/workspace/matchSearch';
import type { NoMatch } from '../../app/workspace/matchSearchText';
import { noMatchText, otherKindText } from '../../app/workspace/matchSearchText';
import { limits } from '../../core/limits';
import { inHostSlices } from '../../shared/turns';
import type { ChainServices } from '../editor/chain/completeChain';
import { completeChainAt } from '../editor/chain/completeChain';
import { fileName, uriOrActive } from '../files/files';
import { showMatches } from '../matching/showMatches';
import type { MatchingServices, StartPart, StartPlace } from '../matching/startPart';
import { findStart } from '../matching/startPart';
import { withLateProgress } from '../prompts/lateProgress';
import { chooseRow } from '../window/chooseRow';
import { showOpenDialog } from '../window/dialogs';
import { showInformationMessage } from '../window/messages';
import type { FileTarget } from './arguments';

/**
 * Goes from a certificate, request or public key to its private key, and from a private key to its certificates: of the
 * block under the cursor, of an Explorer's file, or at an offset that a lens gives.
 */
export async function goToMatch(services: MatchingServices, target: FileTarget): Promise<void> {
  const place = toStartPlace(target);
  const start = place && (await findStart(place, services));
  if (start) await goFrom(start, services);
  else if (!place)
    void showInformationMessage(vscode.l10n.t('Open a certificate or key first, or choose it in the Explorer.'));
}

/**
 * Looks for the issuers that a chain lacks and inserts them: of the certificate at an offset, under the cursor, or of a
 * file.
 */
export async function completeChain(services: ChainServices, target: FileTarget): Promise<void> {
  const place = toStartPlace(target);
  if (place) await completeChainAt(place, services);
  else void showInformationMessage(vscode.l10n.t('Open a certificate first, or choose it in the Explorer.'));
}

/** Takes the cursor into account where the file is in front. */
function toStartPlace({ uri: calledOn, offset }: FileTarget): StartPlace | undefined {
  const uri = uriOrActive(calledOn);
  if (!uri) return undefined;
  const editor = vscode.window.activeTextEditor;
  const isInFront = editor?.document.uri.toString() === uri.toString();
  return {
    uri,
    offset: offset ?? (isInFront ? editor.document.offsetAt(editor.selection.active) : undefined),
  };
}

async function goFrom(start: StartPart, services: MatchingServices): Promise<void> {
  const outcome = await withLateProgress(
    vscode.l10n.t('Looking for the match in the workspace'),
    async (signal, report) => {
      const { files } = services;
      let total = 0;
      const matches = await findMatches({
        kind: start.keyPart.kind,
        spki: start.keyPart.spki,
        from: { ...toSearched(start.uri), reading: start.reading },
        files: async () => {
          const uris = await files.find({ near: start.uri, signal });
          total = uris.length;
          return uris.map(toSearched);
        },
        read: (uri) => files.read(vscode.Uri.parse(uri), { trigger: 'unasked', signal }),
        inSlices: inHostSlices,
        signal,
        onLooked: (count) => report(vscode.l10n.t('{0} of {1} files', count, Math.max(count, total))),
      });
      return {
        ...matches,
        isCapped: total >= limits.workspaceFiles,
        hasFolder: (vscode.workspace.workspaceFolders ?? []).length > 0,
      };
    },
  );
  if (!outcome) return;
  const [first, ...others] = outcome.matches;
  if (!first) return reportNone(start, outcome, services);
  await showMatches(start, [first, ...others], services);
  const instead = otherKindText(start.keyPart.kind, first.keyPart.kind, services.translate);
  if (instead) void showInformationMessage(instead);
}

const toSearched = (uri: vscode.Uri): SearchedFile => ({ uri: uri.toString(), path: uri.path });

async function reportNone(
  start: StartPart,
  outcome: MatchOutcome & Pick<NoMatch, 'isCapped' | 'hasFolder'>,
  services: MatchingServices,
): Promise<void> {
  const [omitted, unread] = [outcome.omitted, outcome.unread].map((uris) => uris.map((uri) => vscode.Uri.parse(uri)));
  const names = (uris: readonly vscode.Uri[] | undefined): readonly string[] => (uris ?? []).map(fileName);
  const text = noMatchText(
    { ...outcome, kind: start.keyPart.kind, omitted: names(omitted), unread: names(unread) },
    services.translate,
  );
  const show = { title: vscode.l10n.t('Show These Files') };
  const choose = { title: vscode.l10n.t('Choose File…') };
  const answer = await showInformationMessage(
    text,
    ...(outcome.omitted.length + outcome.unread.length > 0 ? [show] : []),
    choose,
  );
  if (answer === show) await pickFile([...(omitted ?? []), ...(unread ?? [])]);
  else if (answer === choose) await lookIntoChosen(start, services);
}

async function pickFile(uris: readonly vscode.Uri[]): Promise<void> {
  const items = uris.map((uri) => ({ uri, label: fileName(uri), description: vscode.workspace.asRelativePath(uri) }));
  const picked = await chooseRow(items, { title: vscode.l10n.t('Files That Could Hold It'), matchOnDescription: true });
  if (picked) await vscode.commands.executeCommand('vscode.open', picked.uri);
}

/** Looks into a file that the person chooses: one outside of the workspace, say. */
async function lookIntoChosen(start: StartPart, services: MatchingServices): Promise<void> {
  const [uri] =
    (await showOpenDialog({
      title: vscode.l10n.t('Go to Matching Key or Certificate'),
      openLabel: vscode.l10n.t('Choose'),
    })) ?? [];
  if (!uri) return;
  const { signal } = new AbortController();
  const read = (each: string) => services.files.read(vscode.Uri.parse(each), { trigger: 'asked' });
  const { kind, spki } = start.keyPart;
  const outcome = await findMatches({
    kind,
    spki,
    from: toSearched(uri),
    files: () => Promise.resolve([]),
    read,
    inSlices: inHostSlices,
    signal,
  });
  const [first, ...others] = outcome.matches;
  if (first) await showMatches(start, [first, ...others], services);
  else await reportNone(start, { ...outcome, isCapped: false, hasFolder: true }, services);
}
