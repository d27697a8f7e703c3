import type * as vscode from 'vscode';
import { unlock, unlockSentence } from '../../app/sources/unlock';
import { sha256 } from '../../core/crypto';
import type { DecryptedContents } from '../../core/encrypted/decryptResult';
import { Emitter } from '../../shared/emitter';
import { fileName, readFile } from '../files/files';
import type { EncryptedSource } from '../prompts/askPassword';
import { askAndDecrypt } from '../prompts/askPassword';
import type { NotifyParts } from '../prompts/notify';
import type { PromptsServices } from '../prompts/prompts';
import type { FileContents } from './fileContents';
import { openedContents } from './fileContents';
import { FileChanges, toContents } from './fileSource';

export type DocumentReading =
  | {
      readonly ok: true;
      readonly contents: FileContents;
      /** Set where an editor shows it as text. */
      readonly isText: boolean;
    }
  | { readonly ok: false; readonly sentence: string };

/**
 * A file as its certificate pages see it. What a password opened is kept for as long as the file stays as it is, and of
 * keys only what is public.
 */
export class CertificateDocument implements vscode.CustomDocument {
  private readonly changes = new Emitter<void>();
  private readonly file: FileChanges;
  private readonly end = new AbortController();
  /** The result of opening the file that has this hash; no contents where it wants a password. */
  private opened: { readonly id: string; readonly contents: FileContents | undefined } | undefined;
  /** Fires when {@link read} may return something else. */
  readonly onDidChange = this.changes.event;
  readonly name: string;

  constructor(
    readonly uri: vscode.Uri,
    private readonly services: DetailsServices,
  ) {
    this.name = fileName(uri);
    this.file = new FileChanges(uri);
    this.file.onDidChange(() => this.changes.fire());
  }

  /** Reads the document. Never rejects. */
  async read(): Promise<DocumentReading> {
    const reading = await readFile(this.uri);
    if (reading.kind === 'unreadable') return { ok: false, sentence: reading.sentence };
    const isWanted = (): boolean => !this.end.signal.aborted;
    const contents = await toContents(reading, { translate: this.services.translate, isWanted });
    // Nobody sees it.
    if (!contents) return { ok: false, sentence: '' };
    const isText = reading.kind === 'text' && !contents.encrypted;
    return contents.encrypted
      ? this.readEncrypted({ place: this.name, encrypted: contents.encrypted }, contents)
      : { ok: true, contents, isText };
  }

  /** Asks for the password of a file that has one. */
  async unlock(): Promise<void> {
    const reading = await this.read();
    if (!reading.ok || !reading.contents.encrypted) return;
    const source = { place: this.name, encrypted: reading.contents.encrypted };
    const opened = await askAndDecrypt(source, this.services);
    if (!opened || this.end.signal.aborted) return;
    this.keep(source, opened);
    this.changes.fire();
  }

  dispose(): void {
    this.end.abort();
    this.file.dispose();
    this.changes.dispose();
  }

  private async readEncrypted(source: EncryptedSource, contents: FileContents): Promise<DocumentReading> {
    const isText = false;
    if (this.opened?.id === idOf(source)) return { ok: true, contents: this.opened.contents ?? contents, isText };
    const { startUnlocker, translate } = this.services;
    const unlocking = await unlock(source.encrypted, '', {
      start: startUnlocker,
      trigger: 'unasked',
      signal: this.end.signal,
    });
    switch (unlocking.status) {
      case 'opened':
        return { ok: true, contents: this.keep(source, unlocking), isText };
      case 'wrongPassword':
      case 'tooSlow':
      case 'cancelled':
        // A person may have opened it meanwhile.
        if (this.opened?.id !== idOf(source)) this.opened = { id: idOf(source), contents: undefined };
        return { ok: true, contents: this.opened.contents ?? contents, isText };
      case 'cannotOpenHere':
      case 'broken':
        return { ok: false, sentence: unlockSentence(unlocking, { place: this.name, translate }) ?? '' };
    }
  }

  /** Overwrites the keys. */
  private keep(source: EncryptedSource, opened: DecryptedContents): FileContents {
    const contents = openedContents(opened, this.services.translate);
    for (const key of opened.keys) key.fill(0);
    this.opened = { id: idOf(source), contents };
    return contents;
  }
}

const idOf = ({ encrypted }: EncryptedSource): string => (encrypted.form === 'pkcs12' ? sha256(encrypted.der) : '');

export interface DetailsServices extends PromptsServices, NotifyParts {
  readonly context: vscode.ExtensionContext;
}
