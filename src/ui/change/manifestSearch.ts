/** Looks through the workspace for the file that makes what another tool manages. */
import * as vscode from 'vscode';
import type { OwnedFacts } from '../../app/inventory/owner';
import { ownerOf } from '../../app/inventory/owner';
import type { OwnedList } from '../../app/inventory/ownerWarnings';
import { ownerKindSteps } from '../../app/inventory/ownerWarnings';
import { foldersLeftOut } from '../../app/sources/certificateNames';
import type { ManifestUse } from '../../app/workspace/ownerManifest';
import { makesObject, manifestUse, maxManifestLength } from '../../app/workspace/ownerManifest';
import type { StoredCertificate } from '../../core/model';
import { inHostSlices } from '../base/slices';
import { readBytes } from '../files/readBytes';

/** Files that are looked at. */
const maxFiles = 5_000;
/** Milliseconds that a prompt waits; the search goes on behind it. */
const patience = 5_000;

/** The facts of an object by which the file that makes it is found. */
type Owned = OwnedFacts & Pick<StoredCertificate, 'names'>;

/** A file to change instead of what a gateway holds; or a search for it that is still under way. */
export type Manifest =
  | { readonly kind: 'found'; readonly uri: vscode.Uri }
  | { readonly kind: 'searching'; readonly search: Promise<vscode.Uri | undefined> };

/**
 * Finds the file of the workspace that makes an object which another tool manages; undefined where there is none.
 *
 * @param wait in milliseconds; what is not found by then is searched for behind it
 */
export async function findManifest(stored: Owned, wait = patience): Promise<Manifest | undefined> {
  const { found, rest } = await findManifests([stored], wait);
  const uri = found.get(stored);
  return uri ? { kind: 'found', uri } : rest;
}

/** Files by what they make, as far as they were found in time. */
export interface FoundManifests<T> {
  readonly found: ReadonlyMap<T, vscode.Uri>;
  /** Ends with the next file that is found. */
  readonly rest: Extract<Manifest, { readonly kind: 'searching' }> | undefined;
}

/** Does the same as {@link findManifest} for several objects, in one look through the workspace. */
export async function findManifests<T extends Owned>(
  objects: readonly T[],
  wait = patience,
): Promise<FoundManifests<T>> {
  const managed = objects.flatMap((stored) => {
    const owner = ownerOf(stored);
    return owner ? [{ stored, owner }] : [];
  });
  const found = new Map<T, vscode.Uri>();
  if (managed.length === 0) return { found, rest: undefined };
  let isInTime = true;
  const search = lookThrough((text, file) =>
    inHostSlices(
      (function* () {
        let isNew = false;
        for (const { stored, owner } of managed) {
          yield;
          if (found.has(stored) || !makesObject(text, owner, stored.names)) continue;
          found.set(stored, file);
          isNew = true;
        }
        return isInTime ? found.size === managed.length : isNew;
      })(),
    ),
  );
  const isOver = await endsWithin(wait, search);
  isInTime = false;
  // What is found from now on is told by the search alone.
  return { found: new Map(found), rest: isOver ? undefined : { kind: 'searching', search } };
}

/** A file to change instead of uploading a certificate to a gateway whose certificates another tool manages. */
export interface CreationManifest {
  readonly manifest: Manifest;
  readonly use: ManifestUse;
}

/** @param names of the certificate */
export async function findCreationManifest(
  list: OwnedList,
  names: readonly string[],
  wait = patience,
): Promise<CreationManifest | undefined> {
  const owners = await inHostSlices(ownerKindSteps(list));
  if (owners.length === 0) return undefined;
  let named: vscode.Uri | undefined;
  let beside: vscode.Uri | undefined;
  const search = lookThrough((text, file) => {
    const use = manifestUse(text, owners, names);
    if (use === 'hasCertificates') beside ??= file;
    if (use === 'hasName') named = file;
    return use === 'hasName';
  }).then((uri) => uri ?? beside);
  const isOver = await endsWithin(wait, search);
  if (named) return { manifest: { kind: 'found', uri: named }, use: 'hasName' };
  if (beside) return { manifest: { kind: 'found', uri: beside }, use: 'hasCertificates' };
  return isOver ? undefined : { manifest: { kind: 'searching', search }, use: 'hasName' };
}

/** Waits for a search; returns whether it has ended. */
async function endsWithin(wait: number, search: Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), wait);
  });
  try {
    return await Promise.race([search.then(() => true), late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Looks through files of the workspace until one is what is looked for. Never fails: somebody may wait for it later. */
async function lookThrough(
  isMatch: (text: string, file: vscode.Uri) => boolean | Promise<boolean>,
): Promise<vscode.Uri | undefined> {
  if (!vscode.workspace.workspaceFolders?.length) return undefined;
  try {
    const files = await vscode.workspace.findFiles('**/*.{yaml,yml,json}', foldersLeftOut, maxFiles);
    for (const uri of files) {
      const text = await readText(uri);
      if (text !== undefined && (await isMatch(text, uri))) return uri;
    }
  } catch {
    // The window closes.
  }
  return undefined;
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
