/**
 * Looks through the workspace for the file that makes what another tool manages. It works only while somebody waits for
 * it: who leaves a review has left the search as well.
 */
import * as vscode from 'vscode';
import { raceAbort } from '../../app/base/limiter';
import type { OwnedFacts } from '../../app/inventory/owner';
import { ownerOf } from '../../app/inventory/owner';
import type { OwnedList } from '../../app/inventory/ownerWarnings';
import { ownerKindSteps } from '../../app/inventory/ownerWarnings';
import { foldersLeftOut } from '../../app/sources/certificateNames';
import type { ManifestUse } from '../../app/workspace/ownerManifest';
import { makesObjectSteps, manifestUseSteps, maxManifestLength } from '../../app/workspace/ownerManifest';
import type { StoredCertificate } from '../../core/model';
import type { Cooperative } from '../../shared/cooperative';
import { inHostSlices } from '../../shared/turns';
import type { Log } from '../base/log';
import { withCancellationToken } from '../files/findFiles';
import { readBytes } from '../files/readBytes';

const maxFiles = 5_000;
/** Milliseconds that a prompt waits; then the person may wait on. */
const patience = 5_000;

/** The facts of an object by which the file that makes it is found. */
type Owned = OwnedFacts & Pick<StoredCertificate, 'names'>;

/**
 * Goes on with a search where it stands, as long as it is waited for, and returns the next file that is found;
 * undefined where there is none left. Rejects where `signal` is aborted, or the workspace cannot be searched: the next
 * one who waits goes on.
 */
type Search = (signal: AbortSignal) => Promise<vscode.Uri | undefined>;

/** A file to change instead of what a gateway holds; or a search for it that did not come to its end. */
export type Manifest =
  { readonly kind: 'found'; readonly uri: vscode.Uri } | { readonly kind: 'searching'; readonly search: Search };

export interface ManifestSearchOptions {
  /** Ends the wait, as patience does. Without it nobody waits yet, and nothing is looked at. */
  readonly signal?: AbortSignal;
  readonly log: Pick<Log, 'error' | 'debug'>;
}

/** Finds the file of the workspace that makes an object which another tool manages; undefined where there is none. */
export async function findManifest(stored: Owned, waiting: ManifestSearchOptions): Promise<Manifest | undefined> {
  const { files, rest } = await findManifests([stored], waiting);
  const uri = files.get(stored);
  return uri ? { kind: 'found', uri } : rest;
}

/** Files by what they make, as far as they were found in time. */
export interface FoundManifests<T> {
  readonly files: ReadonlyMap<T, vscode.Uri>;
  /** Ends with the next file that is found. */
  readonly rest: Extract<Manifest, { readonly kind: 'searching' }> | undefined;
}

/** Does the same as {@link findManifest} for several objects, in one look through the workspace. */
export async function findManifests<T extends Owned>(
  objects: readonly T[],
  waiting: ManifestSearchOptions,
): Promise<FoundManifests<T>> {
  const managed = objects.flatMap((stored) => {
    const owner = ownerOf(stored);
    return owner ? [{ stored, owner }] : [];
  });
  const files = new Map<T, vscode.Uri>();
  if (managed.length === 0) return { files, rest: undefined };
  const search = toSearch(waiting.log, function* (text, file) {
    let isNew = false;
    for (const { stored, owner } of managed) {
      yield;
      if (files.has(stored) || !(yield* makesObjectSteps(text, owner, stored.names))) continue;
      files.set(stored, file);
      isNew = true;
    }
    return isNew;
  });
  const isOver = await endsInTime(waiting, async (signal) => {
    while (files.size < managed.length && (await search(signal)));
  });
  // What is found from now on is reported by the search alone.
  return { files: new Map(files), rest: isOver ? undefined : { kind: 'searching', search } };
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
  waiting: ManifestSearchOptions,
): Promise<CreationManifest | undefined> {
  const owners = await inHostSlices(ownerKindSteps(list));
  if (owners.length === 0) return undefined;
  let named: vscode.Uri | undefined;
  let beside: vscode.Uri | undefined;
  const searchNamed = toSearch(waiting.log, function* (text, file) {
    const use = yield* manifestUseSteps(text, owners, names);
    if (use === 'hasCertificates') beside ??= file;
    if (use === 'hasName') named = file;
    return use === 'hasName';
  });
  const search: Search = async (signal) => (await searchNamed(signal)) ?? beside;
  const isOver = await endsInTime(waiting, search);
  if (named) return { manifest: { kind: 'found', uri: named }, use: 'hasName' };
  if (beside) return { manifest: { kind: 'found', uri: beside }, use: 'hasCertificates' };
  return isOver ? undefined : { manifest: { kind: 'searching', search }, use: 'hasName' };
}

/**
 * Waits for a search; returns whether it has ended. A failure is logged, and reported to whoever waits for the search
 * again.
 */
async function endsInTime(
  { signal, log }: ManifestSearchOptions,
  search: (signal: AbortSignal) => Promise<unknown>,
): Promise<boolean> {
  if (!signal) return false;
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), patience);
  const either = AbortSignal.any([signal, stop.signal]);
  try {
    await search(either);
    return true;
  } catch (error) {
    if (!either.aborted) log.error('Looking through the workspace for a manifest', error);
    return false;
  } finally {
    clearTimeout(timer);
  }
}

/** Makes a search through the files of the workspace for those that match. */
function toSearch(
  log: Pick<Log, 'debug'>,
  matchSteps: (text: string, file: vscode.Uri) => Cooperative<boolean>,
): Search {
  let files: readonly vscode.Uri[] | undefined;
  let next = 0;
  return async (signal) => {
    if (!vscode.workspace.workspaceFolders?.length) return undefined;
    signal.throwIfAborted();
    files ??= await raceAbort(
      withCancellationToken(signal, (token) =>
        vscode.workspace.findFiles('**/*.{yaml,yml,json}', foldersLeftOut, maxFiles, token),
      ),
      signal,
    );
    for (let file = files[next]; file; file = files[next]) {
      const text = await raceAbort(readText(file, log), signal);
      const isMatch = text !== undefined && (await inHostSlices(matchSteps(text, file), () => !signal.aborted));
      // A file that was left halfway is looked at again.
      signal.throwIfAborted();
      next++;
      if (isMatch) return file;
    }
    return undefined;
  };
}

/** Reads a file. Undefined where it is none to look at, or cannot be read: others may make the object. */
async function readText(uri: vscode.Uri, log: Pick<Log, 'debug'>): Promise<string | undefined> {
  const open = vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
  if (open) return open.getText();
  try {
    const { type } = await vscode.workspace.fs.stat(uri);
    // Links are left out as well.
    const bytes = type === vscode.FileType.File ? await readBytes(uri, maxManifestLength) : undefined;
    return bytes && new TextDecoder().decode(bytes);
  } catch (error) {
    log.debug(`${uri.fsPath} is not looked through for a manifest: ${String(error)}`);
    return undefined;
  }
}
