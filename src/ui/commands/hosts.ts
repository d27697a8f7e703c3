import * as vscode from 'vscode';
import { hostNamesOf } from '../../core/hosts/hostMatching';
import { hostOf } from '../../core/hosts/hostText';
import type { FileSubject, HostSubject } from '../../shared/protocol';
import { toContents } from '../details/fileSource';
import { readFile } from '../files/files';
import { askHost } from '../hosts/askHost';
import type { HostsServices } from '../hosts/hostPages';
import type { HostTarget } from './arguments';

/**
 * Shows which certificate each gateway serves for a host: that of a row, of a certificate, under the cursor, or one
 * asked for.
 */
export async function checkHost(services: HostsServices, target: HostTarget | undefined): Promise<void> {
  const subject = await findHost(services, target, vscode.l10n.t('Check Host'));
  if (subject) await services.hostPages.show(subject);
}

/**
 * Does the same as {@link checkHost}, and connects to a server to see what it shows, once its address was confirmed.
 */
export async function checkLive(services: HostsServices, target: HostTarget | undefined): Promise<void> {
  const subject = await findHost(services, target, vscode.l10n.t('Check Live: Which Host?'));
  if (!subject) return;
  const page = await services.hostPages.show(subject);
  await page.checkLive();
}

async function findHost(
  services: HostsServices,
  target: HostTarget | undefined,
  title: string,
): Promise<HostSubject | undefined> {
  if (target?.from === 'host') return target;
  const likely = target && (await likelyHosts(target, services));
  const host = await askHost(services, { title, ...(likely && likely.length > 0 ? { likely } : {}) });
  return host === undefined ? undefined : { from: 'host', host, ...(target?.from === 'file' ? { file: target } : {}) };
}

async function likelyHosts(
  target: Exclude<HostTarget, HostSubject>,
  services: HostsServices,
): Promise<readonly string[] | undefined> {
  switch (target.from) {
    case 'gateway':
      return services.inventory.find(target.connection, target.id)?.names;
    case 'file':
      return namesOf(target, services);
    case 'editor':
      return namesHere(target.uri, services);
  }
}

async function namesOf({ uri, index }: FileSubject, { translate }: HostsServices): Promise<readonly string[]> {
  const reading = await readFile(vscode.Uri.parse(uri));
  const contents = reading.kind === 'unreadable' ? undefined : await toContents(reading, { translate });
  const certificate = contents?.certificates[index]?.certificate;
  return certificate?.ok ? hostNamesOf(certificate.value.sans) : [];
}

/**
 * Returns, from the editor, the name that is selected or under the cursor, else the names of the certificates in the
 * file.
 */
async function namesHere(uri: string, { translate }: HostsServices): Promise<readonly string[] | undefined> {
  const editor = vscode.window.activeTextEditor;
  if (editor?.document.uri.toString() !== uri) return undefined;
  const { document, selection } = editor;
  const range = selection.isEmpty ? document.getWordRangeAtPosition(selection.active, nameInText) : selection;
  const name = range && !range.isSingleLine ? undefined : range && hostOf(document.getText(range));
  if (name?.includes('.')) return [name];
  const reading = await readFile(document.uri);
  const contents = reading.kind === 'unreadable' ? undefined : await toContents(reading, { translate });
  const names = (contents?.certificates ?? []).flatMap(({ certificate }) =>
    certificate.ok && !certificate.value.isCa ? hostNamesOf(certificate.value.sans) : [],
  );
  return [...new Set(names)];
}

/** Matches a possible host name in YAML, JSON or plain text. */
const nameInText = /(?:\*\.)?[\p{L}\p{N}_](?:[\p{L}\p{N}_.-]*[\p{L}\p{N}_])?/u;
