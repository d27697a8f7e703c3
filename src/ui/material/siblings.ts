import * as vscode from 'vscode';
import type { Material } from '../../app/sources/material';
import { joinMaterial, noMaterial } from '../../app/sources/material';
import type { SiblingPart } from '../../app/workspace/matchSearch';
import { siblingCandidates } from '../../app/workspace/matchSearch';
import { fittingKey, leavesOf } from '../../app/writes/upload';
import { limits } from '../../core/limits';
import { isSelfIssued } from '../../core/x509/certificateName';
import type { Translate } from '../../shared/translate';
import { fileName } from '../files/files';
import { listSiblings } from '../files/findFiles';
import { hasFittingKey, readMaterial } from './material';

/** Adds the certificate of these keys from another file of the folder; undefined where there is none. */
export async function withSiblingCertificate(
  material: Material,
  uri: vscode.Uri | undefined,
  translate: Translate,
): Promise<Material | undefined> {
  if (!uri || material.keys.length === 0) return undefined;
  for await (const { certificates, notes } of siblingMaterial(uri, 'certificate', translate)) {
    const joined = joinMaterial([material, { ...noMaterial, certificates, notes }]);
    if (leavesOf(joined).some(({ leaf }) => fittingKey(leaf, material.keys))) return joined;
  }
  return undefined;
}

/** Adds keys from other files of the folder, up to the first that fits. Protected ones stay closed. */
export async function withSiblingKey(
  material: Material,
  uri: vscode.Uri | undefined,
  translate: Translate,
): Promise<Material> {
  let joined = material;
  // A protected key that was chosen is the one that is meant.
  if (!uri || hasFittingKey(joined) || joined.keys.some(({ encrypted }) => encrypted)) return joined;
  for await (const { keys, notes } of siblingMaterial(uri, 'key', translate)) {
    if (keys.length > 0) joined = joinMaterial([joined, { ...noMaterial, keys, notes }]);
    if (hasFittingKey(joined)) break;
  }
  return joined;
}

/** Adds the intermediates of a leaf that came alone. A root is left out. */
export async function withSiblingChain(
  material: Material,
  uri: vscode.Uri | undefined,
  translate: Translate,
): Promise<Material> {
  const [only, ...others] = leavesOf(material);
  if (!uri || !only || others.length > 0 || only.chain.length > 1 || isSelfIssued(only.leaf)) return material;
  for await (const { certificates } of siblingMaterial(uri, 'chain', translate)) {
    const issuers = certificates.filter(({ certificate }) => certificate.isCa && !isSelfIssued(certificate));
    const [leaf] = leavesOf(joinMaterial([material, { ...noMaterial, certificates: issuers }]));
    // A bundle may hold more than this chain: what does not belong to it was not asked for.
    const chain = issuers.filter(({ certificate }) => leaf?.chain.includes(certificate));
    const notes = [vscode.l10n.t('The chain was completed from {place}', { place: chain[0]?.place ?? '' })];
    if (chain.length > 0) return joinMaterial([material, { ...noMaterial, certificates: chain, notes }]);
  }
  return material;
}

/**
 * Reads what could be uploaded, private keys included, of the files of the same folder whose names say that they may
 * hold the counterpart, likeliest first.
 */
async function* siblingMaterial(uri: vscode.Uri, wanted: SiblingPart, translate: Translate): AsyncGenerator<Material> {
  const siblings = new Map((await listSiblings(uri)).map((sibling) => [fileName(sibling), sibling]));
  for (const name of siblingCandidates(fileName(uri), [...siblings.keys()], wanted)) {
    const sibling = siblings.get(name);
    if (sibling && (await isSmall(sibling))) {
      const reading = await readMaterial(sibling, translate);
      if (reading.kind === 'material') yield reading;
    }
  }
}

/** Returns whether a file is small enough to be a key or a chain: of files that nobody chose, no others are read. */
async function isSmall(uri: vscode.Uri): Promise<boolean> {
  try {
    return (await vscode.workspace.fs.stat(uri)).size <= limits.objectBytes;
  } catch {
    return false;
  }
}
