import type * as vscode from 'vscode';
import { openedMaterial } from '../../app/sources/derMaterial';
import type { MaterialFile } from '../../app/sources/fileMaterial';
import { toMaterialSteps } from '../../app/sources/fileMaterial';
import type { Material, OpenedKeys, UploadKey } from '../../app/sources/material';
import { joinMaterial } from '../../app/sources/material';
import { leavesOf } from '../../app/writes/upload';
import { keyFit } from '../../core/keys/keys';
import type { Translate } from '../../shared/translate';
import { inHostSlices } from '../../shared/turns';
import type { FileContentReading, UnreadableFile } from '../files/files';
import { fileName, readDocument, readFile } from '../files/files';
import { askAndDecrypt } from '../prompts/askPassword';
import type { PromptsServices } from '../prompts/prompts';

/** Certificates and keys of a file, or why it could not be read. */
export type MaterialReading = Material | UnreadableFile;

/** Reads certificates and keys of a file as the person sees it: unsaved changes count. */
export async function readMaterial(uri: vscode.Uri, translate: Translate): Promise<MaterialReading> {
  return ofReading(await readFile(uri), fileName(uri), translate);
}

/** Reads certificates and keys of an open document, saved or not. */
export function readDocumentMaterial(document: vscode.TextDocument, translate: Translate): Promise<MaterialReading> {
  return ofReading(readDocument(document), fileName(document.uri), translate);
}

async function ofReading(reading: FileContentReading, place: string, translate: Translate): Promise<MaterialReading> {
  switch (reading.kind) {
    case 'unreadable':
      return reading;
    case 'binary':
    case 'text':
      return toMaterial({ place, content: reading }, translate);
  }
}

/** Reads certificates and keys in slices. */
export const toMaterial = (file: MaterialFile, translate: Translate): Promise<Material> =>
  inHostSlices(toMaterialSteps(file, translate));

/**
 * Opens the PKCS#12 files among what was read, asking for their passwords.
 *
 * @returns undefined where the person leaves one closed
 */
export async function openStores(
  material: Material,
  keys: OpenedKeys,
  services: PromptsServices,
): Promise<Material | undefined> {
  const parts: Material[] = [material];
  for (const { place, encrypted } of material.stores) {
    const opened = await askAndDecrypt({ place, encrypted }, services);
    if (!opened) return undefined;
    parts.push(openedMaterial(opened, { place, keys, translate: services.translate }));
  }
  return { ...joinMaterial(parts, { contents: parts.at(-1)?.contents ?? '' }), stores: [] };
}

/** Asks for the password of a protected key. Undefined where the person leaves it closed. */
export async function openKey(
  { place, encrypted }: UploadKey,
  keys: OpenedKeys,
  services: PromptsServices,
): Promise<UploadKey | undefined> {
  const opened = encrypted && (await askAndDecrypt({ place, encrypted }, services));
  return opened && openedMaterial(opened, { place, keys, translate: services.translate }).keys[0];
}

/** Returns whether some key at hand is surely that of a certificate at hand. */
export const hasFittingKey = (material: Material): boolean =>
  leavesOf(material).some(({ leaf }) => material.keys.some((key) => keyFit(leaf, key.reading) === 'fits'));
