import * as vscode from 'vscode';
import type { Connection } from '../../app/connections';
import { checkUpload, fittingKey, leavesOf, proposedNames, proposedType } from '../../app/upload';
import type { UploadDraft, UploadLeaf, UploadMaterial } from '../../app/upload';
import { purposeOf } from '../../core/purpose';
import type { Gateway } from '../../gateway/gateway';
import type { CommandId } from '../../ids';
import { fileName } from '../files';
import type { Services } from '../services';
import { connectionOf } from '../tree/rowArgument';
import { askConnection, askKey, askLabels, askLeaf, askNames, askType } from '../upload/changes';
import { readBeside, readDocumentMaterial, readMaterial } from '../upload/material';
import type { MaterialReading } from '../upload/material';
import { sendDraft } from '../upload/send';
import { showSummary } from '../upload/summary';
import type { SummaryChoice } from '../upload/summary';

const id: CommandId = 'api7Certificates.uploadCertificate';

/**
 * Upload from the palette and the editor's title (the active editor), the Explorer (the files clicked or selected), and
 * a connection's row (asks for the file).
 */
export function registerUploadCertificate(services: Services): vscode.Disposable {
  return vscode.commands.registerCommand(id, (target?: unknown, selection?: unknown) => upload(services, target, selection));
}

async function upload(services: Services, target: unknown, selection: unknown): Promise<void> {
  if (!vscode.workspace.isTrusted) {
    void vscode.window.showWarningMessage(vscode.l10n.t('Certificates can be uploaded only from a trusted workspace.'));
    return;
  }
  const source = await findSource(target, selection);
  if (!source) return;
  const material = await gather(source, services);
  if (!material) return;
  const connection = connectionOf(target) ?? (await askConnection(services));
  if (connection) return review(services, material, connection);
  if (services.connections.all.length === 0) await offerConnection();
}

/** Files, or a document that may have no file. */
type Source = { readonly kind: 'files'; readonly uris: readonly vscode.Uri[] } | { readonly kind: 'document'; readonly document: vscode.TextDocument };

async function findSource(target: unknown, selection: unknown): Promise<Source | undefined> {
  const uris = Array.isArray(selection) ? selection.filter((each) => each instanceof vscode.Uri) : [];
  if (uris.length > 0) return { kind: 'files', uris };
  if (target instanceof vscode.Uri) return { kind: 'files', uris: [target] };
  const active = vscode.window.activeTextEditor?.document;
  // From a row of the tree it is the gateway that was chosen; the active editor is meant only where it holds PEM.
  if (active && (active.languageId === 'pem' || active.getText().includes('-----BEGIN '))) return { kind: 'document', document: active };
  const chosen = await vscode.window.showOpenDialog({
    title: vscode.l10n.t('Upload Certificate'),
    openLabel: vscode.l10n.t('Upload'),
    canSelectMany: true,
    filters: { [vscode.l10n.t('Certificates and keys')]: ['pem', 'crt', 'cer', 'key'], [vscode.l10n.t('All files')]: ['*'] },
  });
  return chosen && { kind: 'files', uris: chosen };
}

/** Everything at hand: what was chosen, and the counterpart beside it where only one half was. */
async function gather(source: Source, { translate }: Services): Promise<UploadMaterial | undefined> {
  const uris = source.kind === 'files' ? source.uris : [source.document.uri];
  const readings: readonly MaterialReading[] =
    source.kind === 'files'
      ? await Promise.all(uris.map((uri) => readMaterial(uri, translate)))
      : [readDocumentMaterial(source.document, translate)];
  const readable = readings.flatMap((reading) => (reading.ok ? [reading.material] : []));
  const material: UploadMaterial = {
    certificates: readable.flatMap((each) => each.certificates),
    keys: readable.flatMap((each) => each.keys),
  };
  const unreadable = readings.find((reading) => !reading.ok);
  const [uri] = uris;
  if (material.certificates.length === 0 && material.keys.length > 0 && uri) {
    for await (const beside of readBeside(uri, 'certificate', translate))
      if (leavesOf(beside).some(({ leaf }) => fittingKey(leaf, material.keys))) return { certificates: beside.certificates, keys: material.keys };
  }
  if (material.certificates.length === 0) {
    const where = fileName(uri ?? vscode.Uri.parse('untitled:'));
    const contents = readable[0]?.contents ?? '';
    void vscode.window.showErrorMessage(unreadable?.sentence ?? vscode.l10n.t('No certificate in “{0}”. {1}', where, contents));
    return undefined;
  }
  if (!uri || leavesOf(material).some(({ leaf }) => fittingKey(leaf, material.keys))) return material;
  const keys = [...material.keys];
  for await (const beside of readBeside(uri, 'key', translate)) {
    keys.push(...beside.keys);
    if (leavesOf(material).some(({ leaf }) => fittingKey(leaf, beside.keys))) break;
  }
  return { ...material, keys };
}

async function offerConnection(): Promise<void> {
  const add = vscode.l10n.t('Add Connection');
  const answer = await vscode.window.showInformationMessage(vscode.l10n.t('There is no gateway to upload to yet.'), add);
  if (answer === add) await vscode.commands.executeCommand('api7Certificates.addConnection' satisfies CommandId);
}

/** The summary, again after every change and every refusal, until it is sent or left. */
async function review(services: Services, material: UploadMaterial, first: Connection): Promise<void> {
  let connection = first;
  let gateway = await open(services, connection);
  if (!gateway) return;
  const leaves = leavesOf(material);
  const [only] = leaves;
  const leaf = leaves.length === 1 ? only : await askLeaf(material);
  if (!leaf) return;
  let draft = toDraft(leaf, material);
  if (leavesTypeOpen(draft)) {
    const type = await askType(draft.leaf, draft.type, services);
    if (!type) return;
    draft = { ...draft, type };
  }
  for (;;) {
    const { wantsNames, labels } = gateway.capabilities;
    const checks = checkUpload(draft, {
      now: services.now(),
      warningDays: services.settings.expiryWarningDays,
      wantsNames,
      identical: identicalTo(draft, connection, services),
      translate: services.translate,
    });
    const changeable = new Set<SummaryChoice>(['key', 'type', 'labels']);
    if (leaves.length > 1) changeable.add('certificate');
    if (wantsNames && draft.type === 'server') changeable.add('names');
    if (services.connections.all.length > 1) changeable.add('connection');
    const choice = await showSummary({ draft, checks, connection, changeable });
    switch (choice) {
      case undefined:
        return;
      case 'upload':
        if (await sendDraft({ draft, connection, gateway, services })) return;
        break;
      case 'certificate': {
        const other = await askLeaf(material);
        if (other) draft = { ...toDraft(other, material), labels: draft.labels };
        break;
      }
      case 'key':
        draft = { ...draft, key: (await askKey(material, draft.leaf, services)) ?? draft.key };
        break;
      case 'type':
        draft = { ...draft, type: (await askType(draft.leaf, draft.type, services)) ?? draft.type };
        break;
      case 'names':
        draft = { ...draft, names: (await askNames(draft)) ?? draft.names };
        break;
      case 'labels':
        draft = { ...draft, labels: (await askLabels(draft.labels, labels)) ?? draft.labels };
        break;
      case 'connection': {
        const other = await askConnection(services);
        const opened = other && (await open(services, other));
        if (other && opened) [connection, gateway] = [other, opened];
        break;
      }
    }
  }
}

async function open(services: Services, connection: Connection): Promise<Gateway | undefined> {
  const opened = await services.connections.open(connection.id);
  if (opened.ok) return opened.gateway;
  services.notify.unready(opened, connection);
  return undefined;
}

function toDraft(leaf: UploadLeaf, material: UploadMaterial): UploadDraft {
  return {
    ...leaf,
    // A key that does not fit is shown, not hidden: the person sees why nothing can be sent.
    key: fittingKey(leaf.leaf, material.keys) ?? material.keys[0],
    type: proposedType(leaf.leaf),
    names: proposedNames(leaf.leaf),
    labels: [],
  };
}

/** Extended Key Usage leaves the choice to the person: it is asked before anything is shown as decided. */
function leavesTypeOpen({ leaf }: UploadDraft): boolean {
  const purpose = purposeOf(leaf.extendedKeyUsage);
  return purpose === 'both' || purpose === 'any' || purpose === 'unstated';
}

function identicalTo({ leaf }: UploadDraft, connection: Connection, { inventory }: Services): readonly string[] {
  return inventory
    .state(connection.id)
    .entries.filter((entry) => entry.chain[0]?.fingerprints.sha256 === leaf.fingerprints.sha256)
    .map((entry) => entry.stored.id);
}
