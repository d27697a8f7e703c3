import * as vscode from 'vscode';
import { toShortText } from '../../shared/visibleText';
import type { Target } from '../change/target';
import { fileName } from '../files/files';
import type { Source } from '../material/gather';
import { chooseRow } from '../window/chooseRow';
import { showOpenDialog } from '../window/dialogs';

/** Asks for the new certificate: in the editor where that holds PEM, or in files. */
export async function chooseSource({ title }: Pick<Target, 'title'>): Promise<Source | undefined> {
  const { t } = vscode.l10n;
  const document = activePem();
  if (!document) return chooseFiles(title);
  const picked = await chooseRow(
    [
      {
        icon: 'file',
        label: fileName(document.uri),
        description: t('in the editor, unsaved changes included'),
        isEditor: true,
      },
      { icon: 'folder-opened', label: t('Choose Files…'), isEditor: false },
    ],
    {
      title: t('Update {0}', toShortText(title, 60)),
      placeholder: t('Where is the new certificate?'),
      ignoreFocusOut: true,
    },
  );
  if (!picked) return undefined;
  return picked.isEditor ? { kind: 'document', document } : chooseFiles(title);
}

/** The document in the editor, where it holds PEM. */
export function activePem(): vscode.TextDocument | undefined {
  const active = vscode.window.activeTextEditor?.document;
  return active && (active.languageId === 'pem' || active.getText().includes('-----BEGIN ')) ? active : undefined;
}

/** @param name of what is renewed, where that is known */
export async function chooseFiles(name?: string): Promise<Source | undefined> {
  const { t } = vscode.l10n;
  const uris = await showOpenDialog({
    title: name === undefined ? t('New Certificate') : t('New Certificate for {0}', toShortText(name, 60)),
    openLabel: t('Use These'),
    canSelectMany: true,
    filters: {
      [t('Certificates and keys')]: ['pem', 'crt', 'cer', 'der', 'key', 'p12', 'pfx', 'p7b', 'yaml', 'yml', 'json'],
      [t('All files')]: ['*'],
    },
  });
  return uris && { kind: 'files', uris };
}
