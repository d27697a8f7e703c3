import * as vscode from 'vscode';
import { findDeploymentStatus, listedConnection } from '../../app/inventory/deploymentStatus';
import { useOfAll } from '../../app/usage/certificateUse';
import type { PemDocument } from '../../core/document/document';
import { pairingOf } from '../../core/document/pairing';
import type { Certificate } from '../../core/model';
import { certificateName } from '../../core/x509/certificateName';
import type { CommandId } from '../../ids';
import type { Cooperative } from '../../shared/cooperative';
import type { FileSubject } from '../../shared/protocol';
import { inHostSlices } from '../../shared/turns';
import { clockOf } from '../base/clock';
import { DisposableStore } from '../base/disposables';
import { onPassingTime } from '../base/passingTime';
import { toRange } from '../base/ranges';
import { isForHosts } from '../details/source';
import { pemLanguage } from '../files/pemDocuments';
import type { FileCertificateTarget, LensCommand } from '../window/editorTexts';
import { createLens, resolveLens } from '../window/editorTexts';
import type { EditorServices } from './editorServices';
import { lensText } from './lensText';

/** Shows what the gateways know of each certificate above it, from memory, and opens its details. Starts no request. */
export function registerLenses(services: EditorServices): vscode.Disposable {
  const own = new DisposableStore();
  const { documents } = services;
  const read = async (document: vscode.TextDocument): Promise<LensSource | undefined> => {
    const pem = await documents.read(document);
    return pem && { document: pem };
  };
  const lenses = own.add(new Lenses(services, read));
  own.add(vscode.languages.registerCodeLensProvider(pemLanguage, lenses));
  return own;
}

/** A document with lenses. `isForeign`: certificates are values in it, and each is uploaded by itself. */
export interface LensSource {
  readonly document: PemDocument;
  readonly isForeign?: boolean;
}

/** A lens whose text is found out when it comes into sight. */
class GatewayLens extends vscode.CodeLens {
  constructor(
    range: vscode.Range,
    readonly leaf: Certificate,
    /** The file or certificate that is uploaded, or updates an object. */
    readonly source: vscode.Uri | FileCertificateTarget,
    readonly certificate: FileCertificateTarget,
  ) {
    super(range);
  }
}

export class Lenses implements vscode.CodeLensProvider, vscode.Disposable {
  private readonly own = new DisposableStore();
  private readonly changes = this.own.add(new vscode.EventEmitter<void>());
  readonly onDidChangeCodeLenses = this.changes.event;

  constructor(
    private readonly services: EditorServices,
    private readonly read: (document: vscode.TextDocument) => Promise<LensSource | undefined>,
  ) {
    const { inventory, connections, settings, uses } = services;
    const change = (): void => this.changes.fire();
    for (const { onDidChange } of [inventory, connections, settings, uses]) this.own.add(onDidChange(change));
    this.own.add(vscode.workspace.onDidGrantWorkspaceTrust(change));
    this.own.add(onPassingTime(change));
  }

  async provideCodeLenses(
    document: vscode.TextDocument,
    token: vscode.CancellationToken,
  ): Promise<vscode.CodeLens[] | undefined> {
    const source = await this.read(document);
    return source
      ? inHostSlices(
          toLenses(document, source, this.services.connections.all.length > 0),
          () => !token.isCancellationRequested,
        )
      : [];
  }

  async resolveCodeLens(lens: vscode.CodeLens, token: vscode.CancellationToken): Promise<vscode.CodeLens> {
    if (!(lens instanceof GatewayLens)) return lens;
    const { connections, inventory, translate, uses } = this.services;
    const isWanted = (): boolean => !token.isCancellationRequested;
    const listed = connections.all.map(({ id }) => listedConnection(inventory, id));
    const status = await inHostSlices(findDeploymentStatus(lens.leaf, listed), isWanted);
    // Nobody looks at it any more.
    if (!status) return lens;
    const use =
      status.kind === 'deployed'
        ? await inHostSlices(
            useOfAll(status.entries, (id) => uses.served(id)),
            isWanted,
          )
        : undefined;
    const { sha256 } = lens.leaf.fingerprints;
    const copies = connections.all.flatMap(({ id }) => uses.served(id)?.used.byInlineCertificate.get(sha256) ?? []);
    const { isTrusted } = vscode.workspace;
    const text = lensText(status, lens.leaf, {
      ...clockOf(this.services),
      translate,
      uri: lens.source,
      certificate: lens.certificate,
      isTrusted,
      canUpload: connections.all.some(
        ({ id, readOnly }) => !readOnly && !inventory.state(id).entries[0]?.stored.isReadOnly,
      ),
      use,
      copies,
    });
    return resolveLens(lens, { title: text.title, command: text.command ?? '', arguments: text.arguments ?? [] });
  }

  /** Makes the lenses anew where the content of a document may have changed. */
  refresh(): void {
    this.changes.fire();
  }

  dispose(): void {
    this.own.dispose();
  }
}

function* toLenses(
  document: vscode.TextDocument,
  { document: read, isForeign = false }: LensSource,
  hasGateway: boolean,
): Cooperative<vscode.CodeLens[]> {
  const lenses: vscode.CodeLens[] = [];
  let certificates = 0;
  for (const [index, { block, certificate, member }] of read.parts.entries()) {
    yield;
    if (!certificate) continue;
    const number = certificates++;
    if (!certificate.ok) continue;
    const range = toRange(document, block.begin);
    const isLeaf = !certificate.value.isCa || pairingOf(read, index).kind === 'fits';
    const { uri } = document;
    const target = { uri: uri.toString(), certificate: certificate.value.fingerprints.sha256 };
    const subject: FileSubject = { from: 'file', uri: uri.toString(), index: number };
    const name = isForeign || (member && member.count > 1) ? certificateName(certificate.value) : undefined;
    if (hasGateway && isLeaf) lenses.push(new GatewayLens(range, certificate.value, isForeign ? target : uri, target));
    if (hasGateway && isForHosts(certificate.value)) lenses.push(createLens(range, toHostCheck(subject)));
    lenses.push(createLens(range, toDetails(subject, name)));
  }
  return lenses;
}

function toHostCheck(subject: FileSubject): LensCommand {
  const command: CommandId = 'api7Certificates.checkHost';
  return { title: vscode.l10n.t('Check Host…'), command, arguments: [subject] };
}

function toDetails(subject: FileSubject, name: string | undefined): LensCommand {
  const command: CommandId = 'api7Certificates.showCertificate';
  const title = name === undefined ? vscode.l10n.t('Details') : vscode.l10n.t('Details of {0}', name);
  return { title, command, arguments: [subject] };
}

/**
 * Shows above each private key that can be read its certificate in this text, or the way to it. Reads no file by
 * itself.
 */
export function registerKeyLenses({ documents }: EditorServices): vscode.Disposable {
  const provideCodeLenses = async (
    document: vscode.TextDocument,
    token: vscode.CancellationToken,
  ): Promise<vscode.CodeLens[] | undefined> => {
    const read = await documents.read(document);
    return read ? inHostSlices(toKeyLenses(document, read), () => !token.isCancellationRequested) : [];
  };
  return vscode.languages.registerCodeLensProvider(pemLanguage, { provideCodeLenses });
}

function* toKeyLenses(document: vscode.TextDocument, read: PemDocument): Cooperative<vscode.CodeLens[]> {
  const command: CommandId = 'api7Certificates.goToMatch';
  const lenses: vscode.CodeLens[] = [];
  for (const [index, { block, key }] of read.parts.entries()) {
    yield;
    if (key?.status !== 'plain') continue;
    const pairing = pairingOf(read, index);
    const title =
      pairing.kind === 'fits'
        ? vscode.l10n.t('key of block {0}', pairing.blocks.join(', '))
        : vscode.l10n.t('Go to Certificate');
    lenses.push(
      createLens(toRange(document, block.begin), { title, command, arguments: [document.uri, block.begin.start] }),
    );
  }
  return lenses;
}
