import * as vscode from 'vscode';
import type { GatheredMaterial, Material, OpenedKeys } from '../../app/sources/material';
import {
  gatherMaterial,
  holdsPem,
  joinMaterial,
  manifestExtensions,
  materialExtensions,
} from '../../app/sources/material';
import { fileName } from '../files/files';
import { isPemDocument } from '../files/foreignDocument';
import type { PromptsServices } from '../prompts/prompts';
import type { FileQuestion } from '../window/dialogs';
import { showOpenDialog } from '../window/dialogs';
import { showErrorMessage } from '../window/messages';
import type { MaterialReading } from './material';
import { hasFittingKey, openKey, openStores, readDocumentMaterial, readMaterial } from './material';
import { withSiblingCertificate, withSiblingChain, withSiblingKey } from './siblings';

/** Files, or a document that may have no file. */
export type Source =
  | { readonly kind: 'files'; readonly uris: readonly vscode.Uri[] }
  | { readonly kind: 'document'; readonly document: vscode.TextDocument };

/** Returns the files clicked or selected, else the active editor, else files asked for. */
export async function findSource(uris: readonly vscode.Uri[]): Promise<Source | undefined> {
  if (uris.length > 0) return { kind: 'files', uris };
  // From a row of the tree it is the gateway that was chosen; the active editor is meant only where it holds
  // certificates or keys.
  const document = activeMaterial();
  if (document) return { kind: 'document', document };
  return chooseMaterialFiles({ title: vscode.l10n.t('Upload Certificate'), openLabel: vscode.l10n.t('Upload') });
}

/** Returns the document of the active editor, where it holds certificates or keys. */
export function activeMaterial(): vscode.TextDocument | undefined {
  const active = vscode.window.activeTextEditor?.document;
  return active && (isPemDocument(active) || holdsPem(active.getText())) ? active : undefined;
}

/** Asks for files that may hold certificates or keys. */
export async function chooseMaterialFiles(
  words: Pick<FileQuestion, 'title' | 'openLabel'>,
): Promise<(Source & { readonly kind: 'files' }) | undefined> {
  const { t } = vscode.l10n;
  const uris = await showOpenDialog({
    ...words,
    canSelectMany: true,
    filters: {
      [t('Certificates and keys')]: [...materialExtensions, ...manifestExtensions],
      [t('All files')]: ['*'],
    },
  });
  return uris && { kind: 'files', uris };
}

/**
 * Gathers everything at hand: what was chosen, and what stands beside it where only a part was. Asks for the passwords
 * of what is protected.
 * @returns undefined where there is nothing to upload, which was said, or the person leaves
 */
export const gather = (source: Source, services: PromptsServices): Promise<GatheredMaterial | undefined> =>
  gatherMaterial((opened) => gatherInto(opened, source, services));

async function gatherInto(
  opened: OpenedKeys,
  source: Source,
  services: PromptsServices,
): Promise<Material | undefined> {
  const chosen = await readSource(source, opened, services);
  if (!chosen) return undefined;
  const [uri] = source.kind === 'files' ? source.uris : [source.document.uri];
  const { material, contents } = chosen;
  if (material.certificates.length > 0) {
    const withKey = await withSiblingKey(material, uri, services.translate);
    return withSiblingChain(
      (await withLikeliestKeyOpened(withKey, opened, services)) ?? withKey,
      uri,
      services.translate,
    );
  }
  // Which certificate a key belongs to shows only once it is open.
  const keys = material.keys.length > 0 ? await withLikeliestKeyOpened(material, opened, services) : material;
  if (!keys) return undefined;
  const pair = await withSiblingCertificate(keys, uri, services.translate);
  if (pair) return withSiblingChain(pair, uri, services.translate);
  void offerFile(
    chosen.failure ??
      vscode.l10n.t('No certificate in “{0}”. {1}', fileName(uri ?? vscode.Uri.parse('untitled:')), contents),
    uri,
  );
  return undefined;
}

/** Says what a file lacks, and leads to it and to what is found wrong with it. */
async function offerFile(sentence: string, uri: vscode.Uri | undefined): Promise<void> {
  const open = vscode.l10n.t('Open File');
  if ((await showErrorMessage(sentence, ...(uri ? [open] : []))) !== open) return;
  await vscode.commands.executeCommand('vscode.open', uri);
  await vscode.commands.executeCommand('workbench.actions.view.problems');
}

interface Chosen {
  readonly material: Material;
  /** Describes the first file in a sentence. */
  readonly contents: string;
  /** The reason why a file could not be read. */
  readonly failure: string | undefined;
}

/** @returns undefined where the person leaves a PKCS#12 file closed */
async function readSource(source: Source, opened: OpenedKeys, services: PromptsServices): Promise<Chosen | undefined> {
  const { translate } = services;
  const readings: readonly MaterialReading[] =
    source.kind === 'files'
      ? await Promise.all(source.uris.map((uri) => readMaterial(uri, translate)))
      : [await readDocumentMaterial(source.document, translate)];
  const parts = [];
  for (const reading of readings) {
    if (reading.kind === 'unreadable') continue;
    const part = await openStores(reading, opened, services);
    if (!part) return undefined;
    parts.push(part);
  }
  const failure = readings.flatMap((reading) => (reading.kind === 'unreadable' ? [reading.sentence] : []))[0];
  return { material: joinMaterial(parts), contents: parts[0]?.contents ?? '', failure };
}

/**
 * Asks for the password of the likeliest protected key where no other fits.
 *
 * @returns undefined where the person leaves it closed
 */
async function withLikeliestKeyOpened(
  material: Material,
  opened: OpenedKeys,
  services: PromptsServices,
): Promise<Material | undefined> {
  const encryptedKey = hasFittingKey(material) ? undefined : material.keys.find(({ encrypted }) => encrypted);
  if (!encryptedKey) return material;
  const key = await openKey(encryptedKey, opened, services);
  return key && { ...material, keys: [key, ...material.keys.filter((each) => each !== encryptedKey)] };
}
