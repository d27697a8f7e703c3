import * as vscode from 'vscode';
import { remainingDetail } from '../../core/document/outline';
import type { Certificate } from '../../core/model';
import { certificateName } from '../../core/x509/certificateName';
import { clockOf } from '../base/clock';
import type { FileContents } from '../details/fileContents';
import { openedContents } from '../details/fileContents';
import { toContents } from '../details/fileSource';
import { fileName, readFile } from '../files/files';
import { isPemDocument } from '../files/foreignDocument';
import { askAndDecrypt } from '../prompts/askPassword';
import { chooseRow } from '../window/chooseRow';
import { showOpenDialog } from '../window/dialogs';
import { showErrorMessage } from '../window/messages';
import type { Row } from '../window/rows';
import type { CompareServices } from './comparisons';

/** A certificate of a file, and where in its text it stands. */
export interface Candidate {
  readonly uri: vscode.Uri;
  readonly certificate: Certificate;
  readonly span: { readonly start: number; readonly end: number } | undefined;
}

/** Returns the certificates of the file in question first, then those of other open PEM files. */
export async function openCandidates(
  { translate }: CompareServices,
  target: vscode.Uri | undefined,
): Promise<readonly Candidate[]> {
  const documents = vscode.workspace.textDocuments.filter(isPemDocument).map(({ uri }) => uri);
  const first = target ?? vscode.window.activeTextEditor?.document.uri;
  const uris = new Map([...(first ? [first] : []), ...documents].map((uri) => [uri.toString(), uri]));
  const candidates = await Promise.all(
    [...uris.values()].map(async (uri) => {
      const reading = await readFile(uri);
      return reading.kind === 'unreadable'
        ? []
        : candidatesOf(uri, (await toContents(reading, { translate })) ?? nothingRead);
    }),
  );
  return candidates.flat();
}

/**
 * Returns the certificates of a chosen file. Asks for its password where it has one, and says why there is none; empty
 * then, and where the person leaves.
 */
export async function chosenCandidates(uri: vscode.Uri, services: CompareServices): Promise<readonly Candidate[]> {
  const reading = await readFile(uri);
  if (reading.kind === 'unreadable') return nothing(reading.sentence);
  const contents = (await toContents(reading, services)) ?? nothingRead;
  const inside = contents.encrypted ? await opened(uri, contents, services) : contents;
  if (!inside) return [];
  const candidates = candidatesOf(uri, inside);
  return candidates.length > 0
    ? candidates
    : nothing(vscode.l10n.t('“{0}” holds no certificate that can be read.', fileName(uri)));
}

async function opened(
  uri: vscode.Uri,
  { encrypted }: Pick<FileContents, 'encrypted'>,
  services: CompareServices,
): Promise<FileContents | undefined> {
  const decrypted = encrypted && (await askAndDecrypt({ place: fileName(uri), encrypted }, services));
  if (!decrypted) return undefined;
  const contents = openedContents(decrypted, services.translate);
  for (const key of decrypted.keys) key.fill(0);
  return contents;
}

function nothing(sentence: string): readonly Candidate[] {
  void showErrorMessage(sentence);
  return [];
}

const nothingRead: Pick<FileContents, 'certificates' | 'encrypted'> = { certificates: [] };

const candidatesOf = (uri: vscode.Uri, { certificates }: Pick<FileContents, 'certificates'>): readonly Candidate[] =>
  certificates.flatMap(({ certificate, span }) =>
    certificate.ok ? [{ uri, certificate: certificate.value, span }] : [],
  );

export function underCursor(candidates: readonly Candidate[]): Candidate | undefined {
  const editor = vscode.window.activeTextEditor;
  const offset = editor?.document.offsetAt(editor.selection.active) ?? -1;
  return candidates.find(
    ({ uri, span }) =>
      uri.toString() === editor?.document.uri.toString() && span && span.start <= offset && offset <= span.end,
  );
}

interface CandidateItem extends Row {
  /** Undefined for "another file". */
  readonly candidate: Candidate | undefined;
}

/** Lets a person pick one of these, or of any file. */
export async function pickCandidate(
  candidates: readonly Candidate[],
  title: string,
  services: CompareServices,
): Promise<Candidate | undefined> {
  const items: CandidateItem[] = candidates.map((candidate) => toItem(candidate, services));
  items.push({ icon: 'folder-opened', label: vscode.l10n.t('Choose File…'), candidate: undefined, alwaysShow: true });
  const picked = await chooseRow(items, { title, matchOnDescription: true, matchOnDetail: true });
  if (!picked || picked.candidate) return picked?.candidate;
  const [uri] = (await showOpenDialog({ title })) ?? [];
  return uri && pickOf(await chosenCandidates(uri, services), title, services);
}

export const pickOf = async (
  candidates: readonly Candidate[],
  title: string,
  services: CompareServices,
): Promise<Candidate | undefined> =>
  candidates.length < 2 ? candidates[0] : pickCandidate(candidates, title, services);

function toItem(candidate: Candidate, { now, settings, translate }: CompareServices): CandidateItem {
  const { certificate, uri } = candidate;
  const time = remainingDetail(certificate.validity, {
    ...clockOf({ now, settings }),
    translate,
  });
  return {
    label: certificateName(certificate),
    description: time,
    detail: vscode.workspace.asRelativePath(uri),
    candidate,
  };
}
