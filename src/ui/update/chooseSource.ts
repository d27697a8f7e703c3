import * as vscode from 'vscode';
import { toShortText } from '../../shared/visibleText';
import type { Target } from '../change/target';
import { fileName } from '../files/files';
import type { Source } from '../material/gather';
import { activeMaterial, chooseMaterialFiles } from '../material/gather';
import { chooseRow } from '../window/chooseRow';

interface SourceWords {
  readonly title: string;
  readonly placeholder: string;
  /** The title of the dialog in which files are chosen. */
  readonly dialog: string;
}

/** Asks for the new certificate: in the active editor where that holds one, or in files. */
export const chooseSource = ({ title }: Pick<Target, 'title'>): Promise<Source | undefined> =>
  chooseSourceFor({
    title: vscode.l10n.t('Update {0}', toShortText(title, 60)),
    placeholder: vscode.l10n.t('Where is the new certificate?'),
    dialog: dialogTitle(title),
  });

/** Asks for a certificate in the same way, for something else. */
export async function chooseSourceFor({ title, placeholder, dialog }: SourceWords): Promise<Source | undefined> {
  const { t } = vscode.l10n;
  const document = activeMaterial();
  if (!document) return chooseFilesFor(dialog);
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
    { title, placeholder, ignoreFocusOut: true },
  );
  if (!picked) return undefined;
  return picked.isEditor ? { kind: 'document', document } : chooseFilesFor(dialog);
}

/** @param name of what is renewed, where that is known */
export const chooseFiles = (name?: string): Promise<Source | undefined> => chooseFilesFor(dialogTitle(name));

const dialogTitle = (name?: string): string =>
  name === undefined
    ? vscode.l10n.t('New Certificate')
    : vscode.l10n.t('New Certificate for {0}', toShortText(name, 60));

const chooseFilesFor = (title: string): Promise<Source | undefined> =>
  chooseMaterialFiles({ title, openLabel: vscode.l10n.t('Use These') });
