import * as vscode from 'vscode';
import type { CommandId } from '../../ids';
import { DisposableStore } from '../base/disposables';
import { TextBox } from '../window/boxes';
import type { Services } from '../services';

const id: CommandId = 'api7Certificates.filterCertificates';

/** Asks for words and shows what they leave while they are typed; Escape brings the filter before back. */
export function registerFilterCertificates({ tree }: Pick<Services, 'tree'>): vscode.Disposable {
  return vscode.commands.registerCommand(id, async () => {
    const { arrangement } = tree;
    const before = arrangement.current.filter;
    if (!(await askWhileShowing(before, (filter) => void arrangement.change({ filter }))))
      await arrangement.change({ filter: before });
  });
}

/** Resolves to whether the words were accepted. */
function askWhileShowing(before: string, show: (filter: string) => void): Promise<boolean> {
  const owned = new DisposableStore();
  const box = owned.add(new TextBox());
  box.title = vscode.l10n.t('Filter Certificates');
  box.prompt = vscode.l10n.t(
    'All words must be found in names, subject, issuer, ID, serial number, labels, type or state. Leave empty to show all.',
  );
  box.placeholder = vscode.l10n.t('example.com expiring');
  box.value = before;
  return new Promise((resolve) => {
    let isAccepted = false;
    owned.add(box.onDidChangeValue((value) => show(value.trim())));
    owned.add(
      box.onDidAccept(() => {
        isAccepted = true;
        box.hide();
      }),
    );
    owned.add(
      box.onDidHide(() => {
        owned.dispose();
        resolve(isAccepted);
      }),
    );
    box.show();
  });
}
