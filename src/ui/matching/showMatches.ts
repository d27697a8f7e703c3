import * as vscode from 'vscode';
import type { FileMatch } from '../../app/workspace/matchSearch';
import { toOutlineEntry } from '../../core/document/outline';
import type { KeyPairPart } from '../../core/document/pairing';
import { keyPairPartsOf } from '../../core/document/pairing';
import { clockOf } from '../base/clock';
import { toRange } from '../base/ranges';
import { chooseRow } from '../window/chooseRow';
import type { Row } from '../window/rows';
import type { MatchingServices, StartPart } from './startPart';

/**
 * Goes to the only match; shows several in the editor's own peek, or lets pick one where some have no place in a text.
 */
export async function showMatches(
  start: StartPart,
  [first, ...others]: readonly [FileMatch, ...FileMatch[]],
  services: MatchingServices,
): Promise<void> {
  if (others.length === 0) return showMatch(first, services);
  const matches = [first, ...others];
  const places =
    start.reading.isText && matches.every(({ reading }) => reading.isText)
      ? await Promise.all(matches.map((match) => findPlace(match, services)))
      : [];
  const locations = places.flatMap((place) => (place ? [new vscode.Location(place.document.uri, place.range)] : []));
  if (locations.length === matches.length) return peek(start, locations, services);
  const picked = await pickMatch(matches, services);
  if (picked) await showMatch(picked, services);
}

async function showMatch(match: FileMatch, services: MatchingServices): Promise<void> {
  const { reading, keyPart } = match;
  const place = reading.isText ? await findPlace(match, services) : undefined;
  if (place) await vscode.window.showTextDocument(place.document, { selection: place.range });
  else if (keyPart.kind === 'certificate')
    await services.details.show({ from: 'file', uri: reading.uri, index: certificateNumber(match) });
  else await vscode.commands.executeCommand('vscode.open', vscode.Uri.parse(reading.uri));
}

interface PlaceInDocument {
  readonly document: vscode.TextDocument;
  readonly range: vscode.Range;
}

/** Finds it in its document, which may show other line ends than the file has. */
async function findPlace(
  { reading, keyPart }: FileMatch,
  { files }: MatchingServices,
): Promise<PlaceInDocument | undefined> {
  try {
    const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(reading.uri));
    const { document: shown } = await files.read(document.uri, { trigger: 'asked' });
    const same = keyPairPartsOf(shown).filter((each) => each.kind === keyPart.kind && isSameSpelling(each, keyPart));
    // Several blocks may be of one key.
    const block = (same.find(({ index }) => index === keyPart.index) ?? same[0])?.block;
    return block && { document, range: toRange(document, block.begin) };
  } catch {
    // Gone since, or no text for VS Code.
    return undefined;
  }
}

const isSameSpelling = (one: KeyPairPart, other: KeyPairPart): boolean =>
  one.spki !== undefined && other.spki !== undefined && Buffer.compare(one.spki, other.spki) === 0;

/** Counts the certificates of a file as the details page does. */
const certificateNumber = ({ reading, keyPart }: FileMatch): number =>
  keyPairPartsOf(reading.document).filter(({ kind, index }) => kind === 'certificate' && index < keyPart.index).length;

async function peek(
  start: StartPart,
  locations: readonly vscode.Location[],
  services: MatchingServices,
): Promise<void> {
  const from = await findPlace(start, services);
  const position = from?.range.start ?? new vscode.Position(0, 0);
  await vscode.commands.executeCommand('editor.action.goToLocations', start.uri, position, [...locations], 'peek', '');
}

interface MatchItem extends Row {
  readonly match: FileMatch;
}

async function pickMatch(
  matches: readonly FileMatch[],
  { now, settings, translate }: MatchingServices,
): Promise<FileMatch | undefined> {
  const options = { ...clockOf({ now, settings }), translate };
  const items = matches.map((match): MatchItem => {
    const { reading, keyPart } = match;
    const { document } = reading;
    const part = document.parts[keyPart.index];
    const { name, detail } = part
      ? toOutlineEntry({ document, part, index: keyPart.index }, options)
      : { name: '', detail: '' };
    return {
      match,
      label: name,
      description: detail,
      detail: vscode.workspace.asRelativePath(vscode.Uri.parse(reading.uri)),
    };
  });
  const picked = await chooseRow(items, {
    title: vscode.l10n.t('Go to Matching Key or Certificate'),
    placeholder: vscode.l10n.t('{0} matches', matches.length),
    matchOnDetail: true,
  });
  return picked?.match;
}
