import * as vscode from 'vscode';
import { limits } from '../../core/limits';
import type { customEditorIds } from '../../ids';
import { DisposableStore } from '../base/disposables';
import { readBytes } from './readBytes';

const pageId: (typeof customEditorIds)[number] = 'api7Certificates.certificateView';

/** Names of files that are text most of the time, and DER sometimes: VS Code opens them as text. */
const names = /\.(cer|crt|cert|pem|p7b|p7c)$/i;

/** Returns the file of a tab that may be one which VS Code cannot show as text. */
const fileOf = ({ input }: vscode.Tab): vscode.Uri | undefined =>
  input instanceof vscode.TabInputText && names.test(input.uri.path) ? input.uri : undefined;

/**
 * Shows DER files whose names are those of text as certificate pages, once each: whoever opens one as text after that
 * gets it so.
 */
export function showBinaryFiles(): vscode.Disposable {
  const { tabGroups } = vscode.window;
  const own = new DisposableStore();
  const seen = new Set<string>();
  const look = async (tab: vscode.Tab): Promise<void> => {
    const uri = fileOf(tab);
    if (!uri || seen.has(uri.toString()) || !(await isDer(uri)) || own.isDisposed) return;
    seen.add(uri.toString());
    const { viewColumn } = tab.group;
    await vscode.commands.executeCommand('vscode.openWith', uri, pageId, {
      viewColumn,
      preview: tab.isPreview,
      preserveFocus: !tab.isActive,
    });
    // One that was a preview is replaced by the page.
    const left = tabGroups.all
      .filter((group) => group.viewColumn === viewColumn)
      .flatMap(({ tabs }) => tabs.filter((each) => fileOf(each)?.toString() === uri.toString()));
    if (left.length > 0) await tabGroups.close(left);
  };
  const lookAt = (tabs: readonly vscode.Tab[]): void => {
    for (const tab of tabs) look(tab).catch(() => undefined);
  };
  lookAt(tabGroups.all.flatMap(({ tabs }) => tabs));
  own.add(tabGroups.onDidChangeTabs(({ opened }) => lookAt(opened)));
  return own;
}

/**
 * Returns whether it is DER that VS Code does not show as text: with a NUL near its beginning, as DER nearly always
 * has.
 */
async function isDer(uri: vscode.Uri): Promise<boolean> {
  const bytes = await readBytes(uri, limits.fileBytes);
  return bytes?.[0] === 0x30 && bytes.subarray(0, 512).includes(0);
}
