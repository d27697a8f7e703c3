import * as vscode from 'vscode';
import type { DetailInput } from '../../core/detail/input';
import type { CommandId } from '../../ids';
import { Emitter } from '../../shared/emitter';
import type { DetailSubject, FileAction, FileActionKind } from '../../shared/protocol';
import { toFileInput } from '../detail/fileInput';
import type { DetailSource, SourceReading } from '../detail/source';
import type { Services } from '../services';
import type { CertificateDocument, DocumentReading } from './certificateDocument';
import { shownIndex } from './shownIndex';

export interface DocumentSourceParts {
  readonly document: CertificateDocument;
  readonly services: Pick<Services, 'translate'>;
  /** Shows the file as text in the page's stead. */
  readonly openAsText: () => Promise<void>;
}

const uploadCertificate: CommandId = 'api7Certificates.uploadCertificate';
const goToMatch: CommandId = 'api7Certificates.goToMatch';

/** One certificate of a whole file, of which another can be chosen. */
export class DocumentSource implements DetailSource {
  private readonly changes = new Emitter<'known' | 'stale'>();
  private readonly subscriptions: readonly vscode.Disposable[];
  private index = 0;
  private reading: DocumentReading | undefined;
  readonly onDidChange = this.changes.event;
  readonly title: string;
  readonly activity: string;

  constructor(private readonly parts: DocumentSourceParts) {
    const { document, services } = parts;
    this.title = document.name;
    this.activity = services.translate('Reading the file…');
    this.subscriptions = [document.onDidChange(() => this.changes.fire('stale'))];
  }

  get subject(): DetailSubject {
    return { from: 'file', uri: this.parts.document.uri.toString(), index: this.index };
  }

  offered(): [] {
    return [];
  }

  known(): DetailInput | undefined {
    const reading = this.reading && this.toReading(this.reading);
    return reading?.ok ? reading.input : undefined;
  }

  async read(signal: AbortSignal): Promise<SourceReading> {
    const reading = await this.parts.document.read();
    if (!signal.aborted) this.reading = reading;
    return this.toReading(reading);
  }

  choose(index: number): void {
    if (index === this.index) return;
    this.index = index;
    if (this.known()) this.changes.fire('known');
  }

  actions(): readonly FileAction[] {
    const { translate } = this.parts.services;
    const { reading } = this;
    if (!reading?.ok) return [];
    const { contents, isText } = reading;
    const unlock: FileAction = { kind: 'unlock', label: translate('Unlock…'), text: translate('Asks for the password of the file, which is not kept.') };
    const text: FileAction = { kind: 'openAsText', label: translate('Open as Text'), text: translate('Shows the file in the text editor.') };
    const match: FileAction = { kind: 'goToMatch', label: translate('Go to Matching Certificate'), text: translate('Looks for the certificate of this key in the workspace.') };
    return [...(contents.sealed ? [unlock] : []), ...(contents.isKeyAlone ? [match] : []), this.upload(), ...(isText ? [text] : [])];
  }

  async act(kind: FileActionKind): Promise<void> {
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
    }
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
    this.changes.dispose();
  }

  private upload(): FileAction {
    const { translate } = this.parts.services;
    const action = { kind: 'upload', label: translate('Upload…') } as const;
    return vscode.workspace.isTrusted
      ? { ...action, text: translate('Brings the certificate and its key to a gateway. You see everything before it is sent.') }
      : { ...action, text: translate('Nothing is uploaded from a workspace that is not trusted.'), isDisabled: true };
  }

  private toReading(reading: DocumentReading): SourceReading {
    if (!reading.ok) return reading;
    const { translate } = this.parts.services;
    const { contents } = reading;
    if (contents.sealed) return { ok: false, sentence: translate('This file is locked: its password is needed to see what it holds.'), holds: 'somethingLocked' };
    if (contents.certificates.length === 0) return { ok: false, sentence: contents.contents, holds: 'somethingElse' };
    this.index = shownIndex(contents.certificates, this.index);
    const input = toFileInput(contents, { file: this.title, index: this.index, translate });
    return input.ok && input.input.from === 'file'
      ? { ok: true, input: { ...input.input, contents: { certificates: contents.certificates.map(({ certificate }) => certificate), keys: contents.keys } } }
      : input;
  }
}
