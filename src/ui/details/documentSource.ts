import * as vscode from 'vscode';
import type { LinkCache } from '../../core/chain/links';
import type { DetailInput } from '../../core/details/input';
import type { CommandId } from '../../ids';
import { Emitter } from '../../shared/emitter';
import type { DetailSubject, PageAction, PageActionKind } from '../../shared/protocol';
import { inHostSlices } from '../../shared/turns';
import { DisposableStore } from '../base/disposables';
import type { CertificateDocument, DetailsServices, DocumentReading } from './certificateDocument';
import { shownIndex } from './fileContents';
import { toFileInputSteps } from './fileInput';
import type { DetailSource, SourceReading } from './source';
import { hostActions, isForHosts } from './source';

export interface DocumentSourceParts {
  readonly document: CertificateDocument;
  readonly services: Pick<DetailsServices, 'translate' | 'now'>;
  /** Shows the file as text in the page's stead. */
  readonly openAsText: () => Promise<void>;
}

const uploadCertificate: CommandId = 'api7Certificates.uploadCertificate';
const goToMatch: CommandId = 'api7Certificates.goToMatch';
const compareWithGateway: CommandId = 'api7Certificates.compareWithGateway';
const copyCertificatePem: CommandId = 'api7Certificates.copyCertificatePem';

/** One certificate of a whole file, of which another can be chosen. */
export class DocumentSource implements DetailSource {
  private readonly owned = new DisposableStore();
  private readonly changes = this.owned.add(new Emitter<'known' | 'stale'>());
  private index = 0;
  private reading: DocumentReading | undefined;
  /** The part of `reading` that the page shows. */
  private input: DetailInput | undefined;
  /** Signatures of the file that were checked already. */
  private readonly links: LinkCache = new Map();
  /** Counts the certificates that were chosen: the last one is worked out. */
  private choices = 0;
  readonly onDidChange = this.changes.event;
  readonly title: string;
  readonly activity: string;

  constructor(private readonly parts: DocumentSourceParts) {
    const { document } = parts;
    this.title = document.name;
    this.activity = vscode.l10n.t('Reading the file…');
    this.owned.add(document.onDidChange(() => this.changes.fire('stale')));
  }

  get subject(): DetailSubject {
    return { from: 'file', uri: this.parts.document.uri.toString(), index: this.index };
  }

  offered(): [] {
    return [];
  }

  known(): DetailInput | undefined {
    return this.input;
  }

  async read(signal: AbortSignal): Promise<SourceReading> {
    const document = await this.parts.document.read();
    const isWanted = (): boolean => !signal.aborted;
    let reading = await this.toReading(document, isWanted);
    // Another one may have been chosen meanwhile.
    while (reading?.ok && reading.input.from === 'file' && reading.input.index !== this.index)
      reading = await this.toReading(document, isWanted);
    if (!reading) return { ok: false, sentence: '' };
    this.reading = document;
    this.input = reading.ok ? reading.input : undefined;
    return reading;
  }

  choose(index: number): void {
    if (index === this.index) return;
    this.index = index;
    void this.show();
  }

  actions(): readonly PageAction[] {
    const { translate } = this.parts.services;
    const { reading } = this;
    if (!reading?.ok) return [];
    const { contents, isText } = reading;
    const words = {
      unlock: [vscode.l10n.t('Unlock…'), vscode.l10n.t('Asks for the password of the file, which is not kept.')],
      goToMatch: [
        vscode.l10n.t('Go to Matching Certificate'),
        vscode.l10n.t('Looks for the certificate of this key in the workspace.'),
      ],
      compare: [vscode.l10n.t('Compare with Gateway…'), vscode.l10n.t('Shows it beside a certificate of a gateway.')],
      renewEverywhere: [
        vscode.l10n.t('Renew Everywhere…'),
        vscode.l10n.t('Replaces every certificate that it renews, on all gateways.'),
      ],
      copyPem: [vscode.l10n.t('Copy PEM'), vscode.l10n.t('Copies the certificate with its chain. No key is copied.')],
      openAsText: [vscode.l10n.t('Open as Text'), vscode.l10n.t('Shows the file in the text editor.')],
    } as const;
    const offered = (kind: keyof typeof words, isOffered: boolean): readonly PageAction[] => {
      const [label, text] = words[kind];
      return isOffered ? [{ kind, label, text }] : [];
    };
    const hasCertificates = contents.certificates.length > 0;
    return [
      ...offered('unlock', contents.encrypted !== undefined),
      ...offered('goToMatch', contents.isKeyAlone === true),
      this.upload(),
      ...offered('renewEverywhere', hasCertificates && vscode.workspace.isTrusted),
      ...offered('compare', hasCertificates),
      ...(this.input?.from === 'file' && isForHosts(this.input.certificate) ? hostActions(translate) : []),
      ...offered('copyPem', hasCertificates && !isText),
      ...offered('openAsText', isText),
    ];
  }

  async act(kind: PageActionKind): Promise<void> {
    const { document, openAsText } = this.parts;
    switch (kind) {
      case 'unlock':
        return document.unlock();
      case 'upload':
        await vscode.commands.executeCommand(uploadCertificate, document.uri);
        return;
      case 'goToMatch':
        await vscode.commands.executeCommand(goToMatch, document.uri);
        return;
      case 'openAsText':
        return openAsText();
      case 'copyPem':
        await vscode.commands.executeCommand(copyCertificatePem, document.uri);
        return;
      case 'compare':
        await vscode.commands.executeCommand(compareWithGateway, document.uri);
        return;
      case 'checkHost':
      case 'checkLive':
      case 'renewEverywhere':
      case 'openManifest':
        // The panel's own, of any certificate, and those of a gateway's.
        return;
    }
  }

  dispose(): void {
    this.owned.dispose();
  }

  /** Works out the certificate that was chosen, and announces it. */
  private async show(): Promise<void> {
    const { reading } = this;
    if (!reading) return;
    const choice = ++this.choices;
    const shown = await this.toReading(reading, () => this.choices === choice && this.reading === reading);
    if (!shown?.ok || this.choices !== choice || this.reading !== reading) return;
    this.input = shown.input;
    this.changes.fire('known');
  }

  private upload(): PageAction {
    const action = { kind: 'upload', label: vscode.l10n.t('Upload…') } as const;
    return vscode.workspace.isTrusted
      ? {
          ...action,
          text: vscode.l10n.t(
            'Uploads the certificate and its key to a gateway. You see everything before it is sent.',
          ),
        }
      : {
          ...action,
          text: vscode.l10n.t('Nothing is uploaded from a workspace that is not trusted.'),
          isDisabled: true,
        };
  }

  /** Undefined where it is not wanted any more. */
  private async toReading(reading: DocumentReading, isWanted: () => boolean): Promise<SourceReading | undefined> {
    if (!reading.ok) return reading;
    const { translate, now } = this.parts.services;
    const { contents } = reading;
    if (contents.encrypted)
      return {
        ok: false,
        sentence: vscode.l10n.t('This file is protected with a password, which is needed to see what it holds.'),
        instead: 'somethingEncrypted',
      };
    if (contents.certificates.length === 0) return { ok: false, sentence: contents.contents, instead: 'somethingElse' };
    this.index = shownIndex(contents.certificates, this.index);
    const { index, links } = this;
    const input = await inHostSlices(
      toFileInputSteps(contents, { file: this.title, index, translate, links, now: now() }),
      isWanted,
    );
    return input?.ok && input.input.from === 'file'
      ? {
          ok: true,
          input: {
            ...input.input,
            contents: {
              certificates: contents.certificates.map(({ certificate }) => certificate),
              keys: contents.keys,
            },
          },
        }
      : input;
  }
}
