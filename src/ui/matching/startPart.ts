import * as vscode from 'vscode';
import type { FileReading } from '../../app/sources/fileReadings';
import { describeContents } from '../../core/document/describeContents';
import { toOutlineSteps } from '../../core/document/outline';
import type { KeyPairPart } from '../../core/document/pairing';
import { keyPairPartsOf } from '../../core/document/pairing';
import type { Translate } from '../../shared/translate';
import { translateSentence } from '../../shared/translate';
import { inHostSlices } from '../../shared/turns';
import { clockOf } from '../base/clock';
import type { Settings } from '../base/settings';
import type { DetailPages } from '../details/detailPages';
import type { CertificateFiles } from '../files/certificateFiles';
import { fileName, readFile } from '../files/files';
import { chooseRow } from '../window/chooseRow';
import { showInformationMessage } from '../window/messages';
import type { Row } from '../window/rows';

export interface MatchingServices {
  readonly settings: Settings;
  readonly details: DetailPages;
  /** Files of the workspace that may hold certificates or keys, and what they hold. */
  readonly files: CertificateFiles;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly translate: Translate;
}

/** The block that a search begins with. */
export interface StartPart {
  readonly uri: vscode.Uri;
  readonly reading: FileReading;
  readonly keyPart: KeyPairPart & { readonly spki: Uint8Array };
}

/** A file, and an offset of its text where one is meant. */
export interface StartPlace {
  readonly uri: vscode.Uri;
  readonly offset: number | undefined;
}

/**
 * Finds the key, certificate or request that is meant: at the place, else the only one, else the one picked. Says why
 * there is none.
 */
export async function findStart(
  { uri, offset }: StartPlace,
  services: MatchingServices,
): Promise<StartPart | undefined> {
  const reading = await services.files.read(uri, { trigger: 'asked' });
  const keyParts = keyPairPartsOf(reading.document);
  if (keyParts.length === 0) return say(await whyNone(uri, reading, services));
  const at =
    offset === undefined || !reading.isText
      ? []
      : keyParts.filter(({ block: { span } }) => span.start <= offset && offset <= span.end);
  const keyPart =
    onlyOne(at) ??
    onlyOne(keyParts) ??
    onlyLeaf(reading, keyParts) ??
    (await pickKeyPart({ uri, reading, keyParts: at.length > 0 ? at : keyParts }, services));
  if (!keyPart) return undefined;
  const { spki } = keyPart;
  return spki ? { uri, reading, keyPart: { ...keyPart, spki } } : say(whyOmitted(reading, keyPart, services));
}

const onlyOne = (keyParts: readonly KeyPairPart[]): KeyPairPart | undefined =>
  keyParts.length === 1 ? keyParts[0] : undefined;

function onlyLeaf({ document }: FileReading, keyParts: readonly KeyPairPart[]): KeyPairPart | undefined {
  if (keyParts.some(({ kind }) => kind !== 'certificate')) return undefined;
  return onlyOne(
    keyParts.filter(({ index }) => {
      const certificate = document.parts[index]?.certificate;
      return certificate?.ok && !certificate.value.isCa;
    }),
  );
}

async function whyNone(
  uri: vscode.Uri,
  { document, fault }: FileReading,
  { translate }: MatchingServices,
): Promise<string> {
  if (fault === 'encrypted')
    return vscode.l10n.t(
      '“{0}” is protected with a password: without it, nothing in it can be matched.',
      fileName(uri),
    );
  // It knows more exactly why.
  const file = fault && (await readFile(uri));
  if (file?.kind === 'unreadable') return file.sentence;
  return vscode.l10n.t('“{0}”: {1}', fileName(uri), describeContents(document, translate));
}

function whyOmitted({ document }: FileReading, { index, kind }: KeyPairPart, { translate }: MatchingServices): string {
  const part = document.parts[index];
  switch (part?.key?.status) {
    case 'encrypted':
      return vscode.l10n.t(
        'This private key is protected with a password: without it, the certificate cannot be looked for.',
      );
    case 'unsupported':
    case 'broken':
      return vscode.l10n.t('This private key cannot be read. {0}', translateSentence(part.key.reason, translate));
    default:
      return kind === 'certificate'
        ? vscode.l10n.t('This certificate cannot be read.')
        : vscode.l10n.t('This block cannot be read.');
  }
}

interface KeyPartItem extends Row {
  readonly keyPart: KeyPairPart;
}

async function pickKeyPart(
  {
    uri,
    reading,
    keyParts,
  }: { readonly uri: vscode.Uri; readonly reading: FileReading; readonly keyParts: readonly KeyPairPart[] },
  services: MatchingServices,
): Promise<KeyPairPart | undefined> {
  const { translate } = services;
  const outline = await inHostSlices(toOutlineSteps(reading.document, { ...clockOf(services), translate }), () => true);
  const items = keyParts.map((keyPart): KeyPartItem => {
    const { name, detail } = outline?.[keyPart.index] ?? { name: '', detail: '' };
    return { keyPart, label: vscode.l10n.t('{0}: {1}', keyPart.index + 1, name), description: detail };
  });
  const picked = await chooseRow(items, {
    title: vscode.l10n.t('Go to Matching Key or Certificate'),
    placeholder: vscode.l10n.t('Which block of “{0}” should be matched?', fileName(uri)),
    matchOnDescription: true,
  });
  return picked?.keyPart;
}

function say(sentence: string): undefined {
  void showInformationMessage(sentence);
  return undefined;
}
