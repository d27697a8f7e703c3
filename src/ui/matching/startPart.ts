import * as vscode from 'vscode';
import type { FileReading } from '../../app/sources/fileReadings';
import { describeContents } from '../../core/document/document';
import { keyHalvesOf } from '../../core/document/pairing';
import type { KeyHalf } from '../../core/document/pairing';
import { toOutlineInPieces } from '../../core/document/outline';
import { fileName, readFile } from '../files/files';
import { chooseRow } from '../prompts/chooseRow';
import { showInformationMessage } from '../prompts/messages';
import type { Row } from '../prompts/rows';
import type { MatchingServices } from './matchingServices';
import { inHostSlices } from '../base/slices';

/** The block that a search begins with. */
export interface StartHalf {
  readonly uri: vscode.Uri;
  readonly reading: FileReading;
  readonly half: KeyHalf & { readonly spki: Uint8Array };
}

/** A file, and an offset of its text where one is meant. */
export interface StartPlace {
  readonly uri: vscode.Uri;
  readonly offset: number | undefined;
}

/** The key, certificate or request that is meant: at the place, else the only one, else the one picked. Says why there is none. */
export async function findStart(
  { uri, offset }: StartPlace,
  services: MatchingServices,
): Promise<StartHalf | undefined> {
  const reading = await services.files.read(uri, { trigger: 'asked' });
  const halves = keyHalvesOf(reading.document);
  if (halves.length === 0) return say(await whyNone(uri, reading, services));
  const at =
    offset === undefined || !reading.isText
      ? []
      : halves.filter(({ block: { span } }) => span.start <= offset && offset <= span.end);
  const half =
    onlyOne(at) ??
    onlyOne(halves) ??
    onlyLeaf(reading, halves) ??
    (await pickHalf({ uri, reading, halves: at.length > 0 ? at : halves }, services));
  if (!half) return undefined;
  const { spki } = half;
  return spki ? { uri, reading, half: { ...half, spki } } : say(whyUntold(reading, half, services));
}

const onlyOne = (halves: readonly KeyHalf[]): KeyHalf | undefined => (halves.length === 1 ? halves[0] : undefined);

/** Of a chain, its leaf is meant. */
function onlyLeaf({ document }: FileReading, halves: readonly KeyHalf[]): KeyHalf | undefined {
  if (halves.some(({ kind }) => kind !== 'certificate')) return undefined;
  return onlyOne(
    halves.filter(({ index }) => {
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
  if (fault === 'locked')
    return vscode.l10n.t(
      '“{0}” is protected with a password: without it, nothing in it can be matched.',
      fileName(uri),
    );
  // It knows more exactly why.
  const file = fault && (await readFile(uri));
  if (file?.kind === 'unreadable') return file.sentence;
  return vscode.l10n.t('“{0}”: {1}', fileName(uri), describeContents(document, translate));
}

function whyUntold({ document }: FileReading, { index, kind }: KeyHalf, { translate }: MatchingServices): string {
  const part = document.parts[index];
  switch (part?.key?.status) {
    case 'encrypted':
      return vscode.l10n.t(
        'This private key is protected with a password: without it, the certificate cannot be looked for.',
      );
    case 'unsupported':
    case 'broken':
      return vscode.l10n.t('This private key cannot be read. {0}', translate(part.key.reason));
    default:
      return kind === 'certificate'
        ? vscode.l10n.t('This certificate cannot be read.')
        : vscode.l10n.t('This block cannot be read.');
  }
}

interface HalfItem extends Row {
  readonly half: KeyHalf;
}

async function pickHalf(
  {
    uri,
    reading,
    halves,
  }: { readonly uri: vscode.Uri; readonly reading: FileReading; readonly halves: readonly KeyHalf[] },
  services: MatchingServices,
): Promise<KeyHalf | undefined> {
  const { now, settings, translate } = services;
  const outline = await inHostSlices(
    toOutlineInPieces(reading.document, { now: now(), warningDays: settings.expiryWarningDays, translate }),
    () => true,
  );
  const items = halves.map((half): HalfItem => {
    const { name, detail } = outline?.[half.index] ?? { name: '', detail: '' };
    return { half, label: vscode.l10n.t('{0}: {1}', half.index + 1, name), description: detail };
  });
  const picked = await chooseRow(items, {
    title: vscode.l10n.t('Go to Matching Key or Certificate'),
    placeholder: vscode.l10n.t('Which block of “{0}” should be matched?', fileName(uri)),
    matchOnDescription: true,
  });
  return picked?.half;
}

function say(sentence: string): undefined {
  void showInformationMessage(sentence);
  return undefined;
}
