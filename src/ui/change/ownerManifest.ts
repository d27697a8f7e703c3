import * as vscode from 'vscode';
import { ownerOf } from '../../app/inventory/owner';
import { toShortText } from '../../shared/visibleText';
import { withLateProgress } from '../prompts/lateProgress';
import type { ReviewRow } from '../prompts/reviewPick';
import { showInformationMessage } from '../window/messages';
import type { ChangeServices } from './changeServices';
import type { CreationManifest, FoundManifests, Manifest } from './manifestSearch';
import { findManifest } from './manifestSearch';
import type { Target } from './target';

/** Offers the file in a review, before anything is written. */
export function manifestRows(manifest: Manifest | undefined): readonly ReviewRow<'manifest'>[] {
  if (!manifest) return [];
  return manifest.kind === 'found'
    ? [manifestRow(manifest.uri, 'manifest', vscode.l10n.t('defines this certificate; change it instead'))]
    : [searchRow('manifest')];
}

/** Says that the search is not at its end. Nobody has to wait for it who only wants to go on. */
const searchRow = <Choice>(choice: Choice): ReviewRow<Choice> => ({
  icon: 'search',
  label: vscode.l10n.t('Keep Searching for Its Manifest'),
  description: vscode.l10n.t('the search of the workspace is not finished; nothing is sent'),
  choice,
  alwaysShow: true,
});

const manifestRow = <Choice>(manifest: vscode.Uri, choice: Choice, description: string): ReviewRow<Choice> => ({
  icon: 'go-to-file',
  label: vscode.l10n.t('Open {0}', toShortText(vscode.workspace.asRelativePath(manifest), 60)),
  description,
  choice,
  alwaysShow: true,
});

/** Files that are offered in a review of several. */
const maxOffered = 5;

/** Does the same for several objects; each file is offered once. */
export function manifestRowsOfSeveral(
  searches: readonly FoundManifests<unknown>[],
): readonly ReviewRow<{ readonly manifest: Manifest }>[] {
  const { t } = vscode.l10n;
  const manifests = searches.flatMap(({ files }) => [...files.values()]);
  const rest = searches.map((each) => each.rest).find((each) => each !== undefined);
  const byFile = new Map<string, { readonly manifest: vscode.Uri; count: number }>();
  for (const manifest of manifests) {
    const same = byFile.get(manifest.toString());
    if (same) same.count++;
    else byFile.set(manifest.toString(), { manifest, count: 1 });
  }
  return [
    ...[...byFile.values()]
      .slice(0, maxOffered)
      .map(({ manifest, count }) =>
        manifestRow(
          manifest,
          { manifest: { kind: 'found', uri: manifest } as const },
          count === 1
            ? t('makes 1 of these certificates; change it instead')
            : t('makes {0} of these certificates; change it instead', count),
        ),
      ),
    ...(rest ? [searchRow({ manifest: rest })] : []),
  ];
}

/** Offers the file in which to make a certificate instead of uploading it. */
export const creationRows = (creation: CreationManifest | undefined): readonly ReviewRow<'manifest'>[] =>
  manifestRows(creation?.manifest).map((row) =>
    creation?.manifest.kind === 'searching'
      ? row
      : {
          ...row,
          description:
            creation?.use === 'hasName'
              ? vscode.l10n.t('has one of its names; change it instead')
              : vscode.l10n.t('adc reads it; add the certificate there instead'),
        },
  );

/** Opens the file of the workspace that makes a certificate, or says that none was found. */
export async function showManifestOf({ connection, id, title }: Target, services: ChangeServices): Promise<void> {
  const { t } = vscode.l10n;
  const name = toShortText(title, 60);
  const stored = services.inventory.find(connection.id, id)?.stored;
  if (!stored || !ownerOf(stored))
    return void showInformationMessage(
      t('No other tool is known to manage {0}: there is no manifest to look for.', name),
    );
  await openManifest(await findManifest(stored, { log: services.log }), { services, title });
}

interface Opening {
  readonly services: Pick<ChangeServices, 'notify'>;
  /** Names the certificate, or says that it is any of several: it is not in sight any more. */
  readonly title: string;
}

/**
 * Opens the file; one that is not found yet is searched for as long as the person waits.
 *
 * @returns whether there was one
 */
export async function openManifest(manifest: Manifest | undefined, opening: Opening): Promise<boolean> {
  const { t } = vscode.l10n;
  const { services } = opening;
  const title = toShortText(opening.title, 60);
  const doing = t('Looking for the file that defines {0}', title);
  try {
    const answer =
      manifest?.kind === 'searching'
        ? await withLateProgress(doing, async (signal) => ({ uri: await manifest.search(signal) }))
        : { uri: manifest?.uri };
    // The person left.
    if (!answer) return false;
    if (answer.uri) await vscode.commands.executeCommand('vscode.open', answer.uri);
    else void showInformationMessage(missingText(title));
    return answer.uri !== undefined;
  } catch (error) {
    services.notify.failure(error, { doing, retry: () => void openManifest(manifest, opening) });
    return false;
  }
}

function missingText(title: string): string {
  const { t } = vscode.l10n;
  return (vscode.workspace.workspaceFolders?.length ?? 0) > 0
    ? t('No YAML or JSON file of the workspace defines {0}.', title)
    : t('Open a folder to look for the file that defines {0}.', title);
}
