import * as vscode from 'vscode';
import type { FileMaterial } from '../../../app/sources/material';
import { OpenedKeys } from '../../../app/sources/openedKeys';
import { fittingKey, leavesOf } from '../../../app/writes/upload';
import { joinMaterial } from '../../../app/sources/uploadMaterial';
import type { UploadMaterial } from '../../../app/sources/uploadMaterial';
import { fileName } from '../../files/files';
import type { UploadServices } from '../uploadServices';
import { withSiblingChain, withSiblingKey } from '../../material/siblings';
import { gather } from '../../material/gather';
import type { GatheredMaterial } from '../../material/gather';
import { openStores, readMaterial } from '../../material/material';

/** What is in several files, each with what stands beside it; why nothing was taken from a file is told in the notes. */
export async function gatherMany(
  uris: readonly vscode.Uri[],
  services: UploadServices,
): Promise<GatheredMaterial | undefined> {
  const { translate } = services;
  const readings = await Promise.all(uris.map(async (uri) => ({ uri, reading: await readMaterial(uri, translate) })));
  const files = readings.flatMap(({ uri, reading }) => (reading.ok ? [{ uri, material: reading.material }] : []));
  // One certificate and its parts in several files: nothing for a table.
  if (files.filter(({ material }) => holdsCertificates(material)).length <= 1)
    return gather({ kind: 'files', uris }, services);
  const opened = new OpenedKeys();
  const notes = readings.flatMap(({ reading }) => (reading.ok ? [] : [reading.sentence]));
  const parts: { readonly uri: vscode.Uri; readonly material: UploadMaterial }[] = [];
  for (const { uri, material } of files) {
    const part = await openStores(material, opened, services);
    if (part) parts.push({ uri, material: part });
    else notes.push(vscode.l10n.t('“{0}” was not opened', fileName(uri)));
  }
  const keys = parts.flatMap(({ material }) => material.keys);
  const complete = await Promise.all(parts.map(({ uri, material }) => completed({ uri, material, keys }, services)));
  return { ...joinMaterial([...complete, { certificates: [], keys: [], notes }]), opened };
}

const holdsCertificates = ({ certificates, stores }: FileMaterial): boolean =>
  certificates.length > 0 || stores.length > 0;

/** With the key beside, where none of `keys` is that of its certificate, and the intermediates beside. */
async function completed(
  {
    uri,
    material,
    keys,
  }: { readonly uri: vscode.Uri; readonly material: UploadMaterial; readonly keys: UploadMaterial['keys'] },
  { translate }: UploadServices,
): Promise<UploadMaterial> {
  const leaves = leavesOf(material).filter(({ leaf }) => !leaf.isCa);
  if (leaves.length === 0) return material;
  const withKey = leaves.every(({ leaf }) => fittingKey(leaf, keys))
    ? material
    : await withSiblingKey(material, uri, translate);
  return withSiblingChain(withKey, uri, translate);
}
