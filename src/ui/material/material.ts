import type * as vscode from 'vscode';
import type { FileMaterial } from '../../app/sources/material';
import { openedMaterial, toMaterial } from '../../app/sources/material';
import type { OpenedKeys } from '../../app/sources/openedKeys';
import type { UploadKey, UploadMaterial } from '../../app/sources/uploadMaterial';
import { joinMaterial } from '../../app/sources/uploadMaterial';
import { leavesOf } from '../../app/writes/upload';
import { keyFit } from '../../core/keys/keys';
import type { Translate } from '../../shared/translate';
import type { FileContentReading } from '../files/files';
import { fileName, readDocument, readFile } from '../files/files';
import { askAndDecrypt } from '../prompts/askPassword';
import type { PromptsServices } from '../prompts/promptsServices';

export type MaterialReading =
  { readonly ok: true; readonly material: FileMaterial } | { readonly ok: false; readonly sentence: string };

/** Certificates and keys of a file as the person sees it: unsaved changes count. */
export async function readMaterial(uri: vscode.Uri, translate: Translate): Promise<MaterialReading> {
  return ofReading(await readFile(uri), fileName(uri), translate);
}

/** Certificates and keys of an open document, saved or not. */
export function readDocumentMaterial(document: vscode.TextDocument, translate: Translate): MaterialReading {
  return ofReading(readDocument(document), fileName(document.uri), translate);
}

function ofReading(reading: FileContentReading, place: string, translate: Translate): MaterialReading {
  switch (reading.kind) {
    case 'unreadable':
      return { ok: false, sentence: reading.sentence };
    case 'binary':
    case 'text':
      return { ok: true, material: toMaterial({ place, content: reading }, translate) };
  }
}

/**
 * Opens the PKCS#12 files among what was read, asking for their passwords.
 *
 * @returns undefined where the person leaves one closed
 */
export async function openStores(
  material: FileMaterial,
  keys: OpenedKeys,
  services: PromptsServices,
): Promise<(UploadMaterial & { readonly contents: string }) | undefined> {
  const parts: FileMaterial[] = [material];
  for (const { place, encrypted } of material.stores) {
    const opened = await askAndDecrypt({ place, encrypted }, services);
    if (!opened) return undefined;
    parts.push(openedMaterial(opened, { place, keys, translate: services.translate }));
  }
  return { ...joinMaterial(parts), contents: parts.at(-1)?.contents ?? '' };
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

/** Some key at hand is surely that of a certificate at hand. */
export const hasFittingKey = (material: UploadMaterial): boolean =>
  leavesOf(material).some(({ leaf }) => material.keys.some((key) => keyFit(leaf, key.reading) === 'fits'));
