import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { IgnoreResult } from '../../../app/workspace/ignoreFiles';
import type { PlaceFault } from '../../../app/workspace/realFiles';
import { PlaceError } from '../../../app/workspace/realFiles';
import type { PemDocument } from '../../../core/document/document';
import { moveBlock, splitByBlockSteps, splitByUseSteps } from '../../../core/fixes/split';
import type { SplitGroup } from '../../../core/fixes/splitUnits';
import { stemOf } from '../../../core/fixes/splitUnits';
import type { Span } from '../../../core/model';
import { inHostSlices } from '../../../shared/turns';
import { fileName } from '../../files/files';

/** The request of an action to its command: addresses only, which the command looks up. */
export interface SplitRequest {
  /** The URI, as `Uri.toString()` returns it. */
  readonly uri: string;
  readonly version: number;
  readonly wanted: SplitWay | { readonly way: 'ignore' };
}

/** `use`: by what a server is configured with. `index` is that of a part. */
export type SplitWay = { readonly way: 'use' | 'block' } | { readonly way: 'move'; readonly index: number };

export interface SplitPlan {
  readonly groups: readonly SplitGroup[];
  /** The part of the text that the files take over. Undefined where it stays as it is. */
  readonly cut?: Span;
}

/** Undefined where nothing is to be split, or the text changed meanwhile. */
export async function planSplit(
  document: vscode.TextDocument,
  read: PemDocument,
  wanted: SplitWay,
): Promise<SplitPlan | undefined> {
  const { version } = document;
  const text = document.getText();
  const source = { text, document: read, stem: stemOf(fileName(document.uri)) };
  switch (wanted.way) {
    case 'use':
    case 'block': {
      const work = wanted.way === 'use' ? splitByUseSteps(source) : splitByBlockSteps(source);
      const groups = await inHostSlices(work, () => document.version === version && !document.isClosed);
      return groups?.length ? { groups } : undefined;
    }
    case 'move': {
      const move = moveBlock(source, wanted.index);
      return move && { groups: [move.group], cut: move.cut };
    }
  }
}

type RefusalReason =
  | Extract<IgnoreResult, { readonly kind: 'refused' }>['reason']
  /** The text is another one by now. */
  | 'changed'
  | 'untrusted'
  /** A file system of an extension: who may read there, and what git does with it, is not known. */
  | 'notOnDisk';

/** A reason to write nothing, though it was asked for. */
export class SplitRefusal extends Error {
  override readonly name = 'SplitRefusal';

  constructor(readonly reason: RefusalReason) {
    super(`Refused: ${reason}`);
  }
}

/** Says why nothing was written; undefined for an error that only the log can explain. */
export function refusalSentence(error: unknown): string | undefined {
  if (error instanceof SplitRefusal) return reasonSentence(error.reason);
  return error instanceof PlaceError ? placeSentence(error.fault, basename(error.path)) : undefined;
}

function reasonSentence(reason: RefusalReason): string {
  const { t } = vscode.l10n;
  switch (reason) {
    case 'changed':
      return t('The text changed in the meantime: try again.');
    case 'untrusted':
      return t('This workspace is not trusted: no files are written in it, and none is named in its .gitignore.');
    case 'notOnDisk':
      return t(
        'These files are not on this machine’s disk: who may read a new file there, and whether git ignores it, cannot be found out. No private key was written.',
      );
    case 'unsaved':
      return t('The .gitignore has changes that are not saved: save it, and try again. Nothing was written.');
    case 'notIgnored':
      return t(
        'Git does not ignore the file, although .gitignore names it: git may track a file of this name, or the name has characters that no line can stand for. Nothing was written.',
      );
    case 'noProgram':
      return t('There is no git program here: whether git ignores the file cannot be found out. Nothing was written.');
    case 'notTrusted':
      return t(
        'Git does not trust this repository, because its folder belongs to somebody else (safe.directory): whether git ignores the file is not known. Nothing was written.',
      );
    case 'otherRepository':
      return t(
        'For Git, the file belongs to another repository, or to none: whether Git ignores it is not known. Nothing was written.',
      );
    case 'timeout':
      return t('Git did not respond in time: whether it ignores the file is not known. Nothing was written.');
    case 'failed':
      return t('Git could not say whether it ignores the file. Nothing was written.');
  }
}

function placeSentence(fault: PlaceFault, name: string): string {
  const { t } = vscode.l10n;
  switch (fault) {
    case 'link':
      return t('“{0}” is a link to another place: nothing is written through links.', name);
    case 'outside':
      return t('“{0}” is actually outside this workspace folder or repository: nothing was written.', name);
    case 'exists':
      return t('“{0}” already exists and was not overwritten. Try again.', name);
    case 'notAFile':
      return t('“{0}” is not a regular file: nothing was written.', name);
    case 'severalNames':
      return t(
        '“{0}” is one file under several names (a hard link): what is written into it would show elsewhere too. Nothing was written.',
        name,
      );
    case 'tooLarge':
      return t('“{0}” is larger than 1 MB: nothing was added to it.', name);
    case 'replaced':
      return t('Another program replaced “{0}” during the write. Check the file, then try again.', name);
  }
}
