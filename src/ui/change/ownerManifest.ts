import * as vscode from 'vscode';
import type { OwnedFacts } from '../../app/inventory/owner';
import { ownerOf } from '../../app/inventory/owner';
import type { OwnedList } from '../../app/inventory/ownerWarnings';
import { ownerKindSteps } from '../../app/inventory/ownerWarnings';
import { foldersLeftOut } from '../../app/sources/certificateNames';
import type { ManifestUse } from '../../app/workspace/ownerManifest';
import { makesObject, manifestUse, maxManifestLength } from '../../app/workspace/ownerManifest';
import type { StoredCertificate } from '../../core/model';
import { toShortText } from '../../shared/visibleText';
import { inHostSlices } from '../base/slices';
import { readBytes } from '../files/readBytes';
import { withLateProgress } from '../prompts/lateProgress';
import type { ReviewRow } from '../prompts/reviewPick';
import { showInformationMessage } from '../window/messages';
import type { ChangeServices } from './changeServices';
import type { Target } from './target';

/**
 * Files that are looked at, and milliseconds for all of them: the prompt waits for it, where another tool manages the
 * object.
 */
const maxFiles = 500;
const patience = 5_000;

/** The facts of an object by which the file that makes it is found. */
type Owned = OwnedFacts & Pick<StoredCertificate, 'names'>;

/**
 * The file of the workspace that makes an object which another tool manages; undefined where there is none, or none is
 * found in time.
 */
export const findManifest = async (stored: Owned): Promise<vscode.Uri | undefined> =>
  (await findManifests([stored])).get(stored);

/** Does the same as {@link findManifest} for several objects, in one look through the workspace. */
export async function findManifests<T extends Owned>(objects: readonly T[]): Promise<ReadonlyMap<T, vscode.Uri>> {
  const found = new Map<T, vscode.Uri>();
  const managed = objects.flatMap((stored) => {
    const owner = ownerOf(stored);
    return owner ? [{ stored, owner }] : [];
  });
  if (managed.length === 0) return found;
  await lookThrough((text, file) =>
    inHostSlices(
      (function* () {
        for (const { stored, owner } of managed) {
          yield;
          if (!found.has(stored) && makesObject(text, owner, stored.names)) found.set(stored, file);
        }
        return found.size === managed.length;
      })(),
    ),
  );
  return found;
}

/** A file to change instead of uploading a certificate to a gateway whose certificates another tool manages. */
export interface CreationManifest {
  readonly uri: vscode.Uri;
  readonly use: ManifestUse;
}

/** @param names of the certificate */
export async function findCreationManifest(
  list: OwnedList,
  names: readonly string[],
): Promise<CreationManifest | undefined> {
  const owners = await inHostSlices(ownerKindSteps(list));
  if (owners.length === 0) return undefined;
  let beside: vscode.Uri | undefined;
  const uri = await lookThrough((text, file) => {
    const use = manifestUse(text, owners, names);
    if (use === 'hasCertificates') beside ??= file;
    return use === 'hasName';
  });
  if (uri) return { uri, use: 'hasName' };
  return beside && { uri: beside, use: 'hasCertificates' };
}

/** Looks through files of the workspace until one is what is looked for, or patience is over. */
async function lookThrough(
  isMatch: (text: string, file: vscode.Uri) => boolean | Promise<boolean>,
): Promise<vscode.Uri | undefined> {
  if (!vscode.workspace.workspaceFolders?.length) return undefined;
  const stop = new vscode.CancellationTokenSource();
  const timer = setTimeout(() => stop.cancel(), patience);
  try {
    const files = await vscode.workspace.findFiles('**/*.{yaml,yml,json}', foldersLeftOut, maxFiles, stop.token);
    for (const uri of files) {
      if (stop.token.isCancellationRequested) return undefined;
      const text = await readText(uri);
      if (text !== undefined && (await isMatch(text, uri))) return uri;
    }
    return undefined;
  } finally {
    clearTimeout(timer);
    stop.dispose();
  }
}

async function readText(uri: vscode.Uri): Promise<string | undefined> {
  const open = vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
  if (open) return open.getText();
  try {
    const { type } = await vscode.workspace.fs.stat(uri);
    // Links are left out as well.
    const bytes = type === vscode.FileType.File ? await readBytes(uri, maxManifestLength) : undefined;
    return bytes && new TextDecoder().decode(bytes);
  } catch {
    return undefined;
  }
}

/** Offers the file in a review, before anything is written. */
export const manifestRows = (manifest: vscode.Uri | undefined): readonly ReviewRow<'manifest'>[] =>
  manifest ? [manifestRow(manifest, 'manifest', vscode.l10n.t('defines this certificate; change it instead'))] : [];

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
  manifests: Iterable<vscode.Uri>,
): readonly ReviewRow<{ readonly manifest: vscode.Uri }>[] {
  const { t } = vscode.l10n;
  const byFile = new Map<string, { readonly manifest: vscode.Uri; count: number }>();
  for (const manifest of manifests) {
    const same = byFile.get(manifest.toString());
    if (same) same.count++;
    else byFile.set(manifest.toString(), { manifest, count: 1 });
  }
  return [...byFile.values()]
    .slice(0, maxOffered)
    .map(({ manifest, count }) =>
      manifestRow(
        manifest,
        { manifest },
        count === 1
          ? t('makes 1 of these certificates; change it instead')
          : t('makes {0} of these certificates; change it instead', count),
      ),
    );
}

/** Offers the file in which to make a certificate instead of uploading it. */
export const creationRows = (manifest: CreationManifest | undefined): readonly ReviewRow<'manifest'>[] =>
  manifestRows(manifest?.uri).map((row) => ({
    ...row,
    description:
      manifest?.use === 'hasName'
        ? vscode.l10n.t('has one of its names; change it instead')
        : vscode.l10n.t('adc reads it; add the certificate there instead'),
  }));

/** Opens the file of the workspace that makes a certificate, or says that none was found. */
export async function showManifestOf({ connection, id, title }: Target, { inventory }: ChangeServices): Promise<void> {
  const { t } = vscode.l10n;
  const name = toShortText(title, 60);
  const stored = inventory.find(connection.id, id)?.stored;
  if (!stored || !ownerOf(stored))
    return void showInformationMessage(
      t('No other tool is known to manage {0}: there is no manifest to look for.', name),
    );
  const manifest = await withLateProgress(t('Looking for the file that defines {0}', name), () => findManifest(stored));
  if (manifest) return openManifest(manifest);
  void showInformationMessage(
    vscode.workspace.workspaceFolders?.length
      ? t('No YAML or JSON file of the workspace defines {0}.', name)
      : t('Open a folder to look for the file that defines {0}.', name),
  );
}

export async function openManifest(manifest: vscode.Uri | undefined): Promise<void> {
  if (manifest) await vscode.commands.executeCommand('vscode.open', manifest);
}
