import type * as vscode from 'vscode';
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
  /** The version of the text that was looked at. */
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
