import * as vscode from 'vscode';
import { toShortText, toVisibleText } from '../../shared/visibleText';
import { fileName } from '../files/files';
import { chooseRow } from '../window/chooseRow';
import { showOpenDialog } from '../window/dialogs';
import type { Source } from '../material/gather';
import type { Target } from '../change/target';

/** Where the new certificate is: in the editor where that holds PEM, or in files. */
export async function chooseSource({ title }: Target): Promise<Source | undefined> {
  const { t } = vscode.l10n;
  const active = vscode.window.activeTextEditor?.document;
  const document =
    active && (active.languageId === 'pem' || active.getText().includes('-----BEGIN ')) ? active : undefined;
  if (!document) return chooseFiles(title);
  const picked = await chooseRow(
    [
      {
        icon: 'file',
        label: toVisibleText(fileName(document.uri)),
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

async function chooseFiles(title: string): Promise<Source | undefined> {
  const { t } = vscode.l10n;
  const uris = await showOpenDialog({
    title: t('New Certificate for {0}', toShortText(title, 60)),
    openLabel: t('Use These'),
    canSelectMany: true,
    filters: {
      [t('Certificates and keys')]: ['pem', 'crt', 'cer', 'der', 'key', 'p12', 'pfx', 'p7b', 'yaml', 'yml', 'json'],
      [t('All files')]: ['*'],
    },
  });
  return uris && { kind: 'files', uris };
}
