import * as vscode from 'vscode';
import type { Certificate } from '../../core/model';
import { normalText } from '../../core/normalText';
import { certificateName, remainingText } from '../../core/outline';
import type { CommandId } from '../../ids';
import { toVisibleText } from '../../shared/visibleText';
import { toContents } from '../detail/fileSource';
import { fileName, readFile } from '../files';
import type { Services } from '../services';

const id: CommandId = 'api7Certificates.compareCertificates';

/** A certificate of a file, and where in its text it stands. */
interface Candidate {
  readonly uri: vscode.Uri;
  readonly certificate: Certificate;
  readonly span: { readonly start: number; readonly end: number } | undefined;
}

/** Two certificates side by side, as text: of one file, of two open ones, or of any file. */
export function registerCompareCertificates(services: Services): vscode.Disposable {
  return vscode.commands.registerCommand(id, (target?: unknown) => compareCertificates(services, target));
}

async function compareCertificates(services: Services, target: unknown): Promise<void> {
  const { t } = vscode.l10n;
  const open = await openCandidates(services, target instanceof vscode.Uri ? target : undefined);
  const left = underCursor(open) ?? (await pick(open, t('Compare: Which Certificate?'), services));
  const right = left && (await pick(open.filter((each) => each !== left), t('Compare {0} with Which Certificate?', certificateName(left.certificate)), services));
  if (!left || !right) return;
  const options = { now: services.now(), warningDays: services.settings.expiryWarningDays, translate: services.translate };
  const [one, other] = [left, right].map(({ uri, certificate }) => ({ name: `${certificateName(certificate)} (${toVisibleText(fileName(uri))})`, text: normalText(certificate, options) }));
  if (one && other) await services.comparisons.show({ title: `${certificateName(left.certificate)} ↔ ${certificateName(right.certificate)}`, left: one, right: other });
}

/** Those of the file it was called on first, then those of other open PEM files. */
async function openCandidates({ translate }: Services, target: vscode.Uri | undefined): Promise<readonly Candidate[]> {
  const documents = vscode.workspace.textDocuments.filter(({ languageId }) => languageId === 'pem').map(({ uri }) => uri);
  const first = target ?? vscode.window.activeTextEditor?.document.uri;
  const uris = new Map([...(first ? [first] : []), ...documents].map((uri) => [uri.toString(), uri]));
  return (await Promise.all([...uris.values()].map((uri) => candidatesOf(uri, translate)))).flat();
}

async function candidatesOf(uri: vscode.Uri, translate: Services['translate']): Promise<readonly Candidate[]> {
  const reading = await readFile(uri);
  if (reading.kind === 'unreadable') return [];
  return toContents(reading, translate).certificates.flatMap(({ certificate, span }) => (certificate.ok ? [{ uri, certificate: certificate.value, span }] : []));
}

function underCursor(candidates: readonly Candidate[]): Candidate | undefined {
  const editor = vscode.window.activeTextEditor;
  const offset = editor?.document.offsetAt(editor.selection.active) ?? -1;
  return candidates.find(({ uri, span }) => uri.toString() === editor?.document.uri.toString() && span && span.start <= offset && offset <= span.end);
}

interface CandidateItem extends vscode.QuickPickItem {
  /** Undefined for "another file". */
  readonly candidate: Candidate | undefined;
}

async function pick(candidates: readonly Candidate[], title: string, services: Services): Promise<Candidate | undefined> {
  const items: CandidateItem[] = candidates.map((candidate) => toItem(candidate, services));
  items.push({ label: `$(folder-opened) ${vscode.l10n.t('Choose a File…')}`, candidate: undefined, alwaysShow: true });
  const picked = await vscode.window.showQuickPick(items, { title, matchOnDescription: true, matchOnDetail: true });
  if (!picked || picked.candidate) return picked?.candidate;
  const [uri] = (await vscode.window.showOpenDialog({ title })) ?? [];
  if (!uri) return undefined;
  const found = await candidatesOf(uri, services.translate);
  if (found.length > 1) return pick(found, title, services);
  if (found.length === 0) void vscode.window.showErrorMessage(vscode.l10n.t('“{0}” holds no certificate that can be read.', toVisibleText(fileName(uri))));
  return found[0];
}

function toItem(candidate: Candidate, { now, settings, translate }: Services): CandidateItem {
  const { certificate, uri } = candidate;
  const time = remainingText(certificate.validity, { now: now(), warningDays: settings.expiryWarningDays, translate });
  return { label: certificateName(certificate).replaceAll('$(', '\\$('), description: time, detail: toVisibleText(vscode.workspace.asRelativePath(uri)), candidate };
}
