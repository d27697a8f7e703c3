import * as vscode from 'vscode';
import { materialExtensions } from '../../app/sources/material';
import { validityLine } from '../../core/details/validity';
import { certificateName } from '../../core/x509/certificateName';
import { customEditorIds } from '../../ids';
import type { DetailSubject } from '../../shared/protocol';
import { translateSentence } from '../../shared/translate';
import { toShortText } from '../../shared/visibleText';
import { clockOf } from '../base/clock';
import type { DetailsServices } from '../details/certificateDocument';
import type { DetailPages } from '../details/detailPages';
import type { FileCertificate } from '../details/fileContents';
import { toContents } from '../details/fileSource';
import { fileName, readFile, uriOrActive } from '../files/files';
import { pickCertificate } from '../prompts/pickCertificate';
import type { TimelineServices } from '../timeline/timelinePages';
import { chooseRow } from '../window/chooseRow';
import { showOpenDialog } from '../window/dialogs';
import { showErrorMessage } from '../window/messages';
import type { Row } from '../window/rows';
import type { DetailTarget, FileTarget } from './arguments';

interface Needs extends DetailsServices {
  readonly details: DetailPages;
}

/** Shows the page of a certificate: the row it was called on, or one picked of all that are loaded. */
export async function showCertificate(services: Needs, target: DetailTarget): Promise<void> {
  const subject = target.subject ?? (await askSubject(services));
  if (subject) await services.details.show(subject, { preserveFocus: target.isRow });
}

/** Keeps the details page in front open: the next certificate gets a page of its own. */
export const keepDetailsOpen = ({ details }: Pick<Needs, 'details'>): void => details.keep();

/** Moves the focus from the tree to the page of the row that was just chosen. */
export const focusDetails = ({ details }: Pick<Needs, 'details'>): Promise<void> => details.focus();

/** Shows which certificates end when, of all connections and checked files. */
export const showTimeline = ({ timeline }: Pick<TimelineServices, 'timeline'>): Promise<void> => timeline.show();

async function askSubject(services: Needs): Promise<DetailSubject | undefined> {
  const entry = await pickCertificate(services, {
    title: vscode.l10n.t('Show Certificate Details'),
    ifNoConnection: vscode.l10n.t('There is no gateway whose certificates could be shown yet.'),
  });
  return entry && { from: 'gateway', connection: entry.connection.id, id: entry.stored.id };
}

/**
 * Shows the page of a certificate in a file: of the Explorer's file, of the editor's, or of a chosen one. Of several,
 * the one under the cursor, or the one picked.
 */
export async function showFileCertificate(services: Needs, target: FileTarget): Promise<void> {
  const uri = uriOrActive(target.uri) ?? (await chooseFile());
  if (!uri) return;
  const reading = await readFile(uri);
  if (reading.kind === 'unreadable') return say(reading.sentence);
  const file = await toContents(reading, services);
  if (!file) return;
  const { certificates, contents, encrypted } = file;
  // What is behind a password shows on a page of the whole file, which asks for it.
  if (encrypted) {
    await vscode.commands.executeCommand('vscode.openWith', uri, customEditorIds[1]);
    return;
  }
  if (certificates.length === 0) return say(vscode.l10n.t('“{0}”: {1}', fileName(uri), contents));
  const index =
    certificates.length === 1 ? 0 : (underCursor(uri, certificates) ?? (await pickIndex(uri, certificates, services)));
  if (index !== undefined) await services.details.show({ from: 'file', uri: uri.toString(), index });
}

function say(sentence: string): void {
  void showErrorMessage(sentence);
}

async function chooseFile(): Promise<vscode.Uri | undefined> {
  const chosen = await showOpenDialog({
    title: vscode.l10n.t('Show Details of Certificate in File'),
    openLabel: vscode.l10n.t('Show'),
    filters: {
      [vscode.l10n.t('Certificates')]: materialExtensions,
      [vscode.l10n.t('All files')]: ['*'],
    },
  });
  return chosen?.[0];
}

/**
 * Returns the certificate under the cursor, where the file is in front: from the Explorer, its cursor may be anywhere.
 */
function underCursor(uri: vscode.Uri, certificates: readonly FileCertificate[]): number | undefined {
  const editor = vscode.window.activeTextEditor;
  if (editor?.document.uri.toString() !== uri.toString()) return undefined;
  const offset = editor.document.offsetAt(editor.selection.active);
  const index = certificates.findIndex(({ span }) => span && span.start <= offset && offset <= span.end);
  return index < 0 ? undefined : index;
}

interface IndexItem extends Row {
  readonly index: number;
}

async function pickIndex(
  uri: vscode.Uri,
  certificates: readonly FileCertificate[],
  services: DetailsServices,
): Promise<number | undefined> {
  const items = certificates.map((each, index) => toItem(each, index, services));
  const picked = await chooseRow(items, {
    title: vscode.l10n.t('Certificates in “{0}”', fileName(uri)),
    placeholder: vscode.l10n.t('Which certificate should be shown?'),
    matchOnDescription: true,
    matchOnDetail: true,
  });
  return picked?.index;
}

function toItem(
  { certificate }: FileCertificate,
  index: number,
  { now, settings, translate }: DetailsServices,
): IndexItem {
  const number = index + 1;
  if (!certificate.ok)
    return {
      index,
      label: vscode.l10n.t('{0}: cannot be read', number),
      detail: translateSentence(certificate.reason, translate),
    };
  const { validity, issuer } = certificate.value;
  const options = { ...clockOf({ now, settings }), translate };
  return {
    index,
    label: vscode.l10n.t('{0}: {1}', number, certificateName(certificate.value)),
    description: validityLine(validity, options),
    detail: vscode.l10n.t('Issued by {0}', toShortText(issuer.text, 120)),
  };
}
