import * as vscode from 'vscode';
import type { GatheredMaterial, Material } from '../../../app/sources/material';
import { gatherMaterial, isMaterialName, joinMaterial } from '../../../app/sources/material';
import { fittingKey, leavesOf } from '../../../app/writes/upload';
import type { ChangeServices } from '../../change/changeServices';
import { fileName } from '../../files/files';
import { gather } from '../../material/gather';
import { openStores, readMaterial } from '../../material/material';
import { withSiblingChain, withSiblingKey } from '../../material/siblings';

/** Reads several files, each with what its folder adds; the notes say why nothing was taken from a file. */
export async function gatherMany(
  uris: readonly vscode.Uri[],
  services: ChangeServices,
): Promise<GatheredMaterial | undefined> {
  const { translate } = services;
  const readings = await Promise.all(uris.map(async (uri) => ({ uri, reading: await readMaterial(uri, translate) })));
  const files = readings.flatMap(({ uri, reading }) =>
    reading.kind === 'material' ? [{ uri, material: reading }] : [],
  );
  // One certificate and its parts in several files: nothing for a table.
  if (files.filter(({ material }) => holdsCertificates(material)).length <= 1)
    return gather({ kind: 'files', uris }, services);
  const notes = readings.flatMap(({ reading }) => (reading.kind === 'unreadable' ? [reading.sentence] : []));
  return gatherMaterial(async (opened) => {
    const parts: { readonly uri: vscode.Uri; readonly material: Material }[] = [];
    for (const { uri, material } of files) {
      const part = await openStores(material, opened, services);
      if (part) parts.push({ uri, material: part });
      else notes.push(vscode.l10n.t('“{0}” was not opened', fileName(uri)));
    }
    const keys = parts.flatMap(({ material }) => material.keys);
    const complete = await Promise.all(parts.map(({ uri, material }) => completed({ uri, material, keys }, services)));
    return joinMaterial(complete, { notes });
  });
}

const holdsCertificates = ({ certificates, stores }: Material): boolean => certificates.length > 0 || stores.length > 0;

/** Adds from the folder the key, where none of `keys` fits, and the intermediates. */
async function completed(
  { uri, material, keys }: { readonly uri: vscode.Uri; readonly material: Material; readonly keys: Material['keys'] },
  { translate }: ChangeServices,
): Promise<Material> {
  const leaves = leavesOf(material).filter(({ leaf }) => !leaf.isCa);
  if (leaves.length === 0) return material;
  const withKey = leaves.every(({ leaf }) => fittingKey(leaf, keys))
    ? material
    : await withSiblingKey(material, uri, translate);
  return withSiblingChain(withKey, uri, translate);
}

const maxFiles = 500;

/** Returns the files chosen, and in place of a folder those directly in it that may hold certificates or keys. */
export async function filesIn(uris: readonly vscode.Uri[]): Promise<readonly vscode.Uri[]> {
  const lists = await Promise.all(uris.map(async (uri) => ((await isFolder(uri)) ? listFolder(uri) : [uri])));
  return lists.flat().slice(0, maxFiles);
}

async function isFolder(uri: vscode.Uri): Promise<boolean> {
  try {
    return ((await vscode.workspace.fs.stat(uri)).type & vscode.FileType.Directory) !== 0;
  } catch {
    // Why it cannot be read is said when it is read.
    return false;
  }
}

async function listFolder(folder: vscode.Uri): Promise<readonly vscode.Uri[]> {
  try {
    const entries = await vscode.workspace.fs.readDirectory(folder);
    return entries
      .filter(([name, type]) => type & vscode.FileType.File && isMaterialName(name))
      .map(([name]) => vscode.Uri.joinPath(folder, name))
      .sort((one, other) => one.path.localeCompare(other.path, 'en'));
  } catch {
    return [folder];
  }
}
