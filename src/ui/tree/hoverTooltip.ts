/** Makes the tooltip of a certificate's row: this code is loaded with the first one. */
import type * as vscode from 'vscode';
import type { CertificateEntry } from '../../app/inventory/certificateEntry';
import { entryConflicts } from '../../app/inventory/conflicts';
import { toUsedBy, useOf } from '../../app/usage/certificateUse';
import type { ServedHosts } from '../../app/usage/servedHosts';
import type { SniTable } from '../../core/hosts/sni';
import { inHostSlices } from '../../shared/turns';
import type { Wording } from '../text/words';
import { toHoverMarkdown } from '../window/editorTexts';
import { certificateTooltip } from './tooltip';

export interface HoverFacts {
  readonly wording: Wording;
  /** The uses, where they are known. */
  readonly served: ServedHosts | undefined;
  readonly table: SniTable | undefined;
  readonly isWanted: () => boolean;
}

export async function hoverTooltip(
  entry: CertificateEntry,
  { wording, served, table, isWanted }: HoverFacts,
): Promise<vscode.MarkdownString> {
  const use = served && (await inHostSlices(useOf(served, [entry.stored.id]), isWanted));
  const usedBy = use && toUsedBy(use, entry, wording.translate);
  const conflicts = table && (await inHostSlices(entryConflicts(entry, table), isWanted));
  return toHoverMarkdown(certificateTooltip(entry, { ...wording, usedBy, conflicts: conflicts ?? [] }));
}
