import * as vscode from 'vscode';
import type { Match } from '../../app/workspace/matchSearch';
import { keyHalvesOf } from '../../core/document/pairing';
import type { KeyHalf } from '../../core/document/pairing';
import { toOutlineEntry } from '../../core/document/outline';
import { toRange } from '../base/ranges';
import { chooseRow } from '../prompts/chooseRow';
import type { Row } from '../prompts/rows';
import type { MatchingServices } from './matchingServices';
import type { StartHalf } from './startPart';

/** Goes to the only match; shows several in the editor's own peek, or lets pick one where some have no place in a text. */
export async function showMatches(
  start: StartHalf,
  [first, ...others]: readonly [Match, ...Match[]],
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

async function showMatch(match: Match, services: MatchingServices): Promise<void> {
  const { reading, half } = match;
  const place = reading.isText ? await findPlace(match, services) : undefined;
  if (place) await vscode.window.showTextDocument(place.document, { selection: place.range });
  else if (half.kind === 'certificate')
    await services.details.show({ from: 'file', uri: reading.uri, index: certificateNumber(match) });
  else await vscode.commands.executeCommand('vscode.open', vscode.Uri.parse(reading.uri));
}

interface Place {
  readonly document: vscode.TextDocument;
  readonly range: vscode.Range;
}

/** Where it stands in its document, which may show other line ends than the file has. */
async function findPlace({ reading, half }: Match, { files }: MatchingServices): Promise<Place | undefined> {
  try {
    const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(reading.uri));
    const { document: shown } = await files.read(document.uri, { trigger: 'asked' });
    const same = keyHalvesOf(shown).filter((each) => each.kind === half.kind && isSameSpelling(each, half));
    // Several blocks may be of one key.
    const block = (same.find(({ index }) => index === half.index) ?? same[0])?.block;
    return block && { document, range: toRange(document, block.begin) };
  } catch {
    // Gone since, or no text for VS Code.
    return undefined;
  }
}

const isSameSpelling = (one: KeyHalf, other: KeyHalf): boolean =>
  one.spki !== undefined && other.spki !== undefined && Buffer.compare(one.spki, other.spki) === 0;

/** As the details page counts the certificates of a file. */
const certificateNumber = ({ reading, half }: Match): number =>
  keyHalvesOf(reading.document).filter(({ kind, index }) => kind === 'certificate' && index < half.index).length;

async function peek(
  start: StartHalf,
  locations: readonly vscode.Location[],
  services: MatchingServices,
): Promise<void> {
  const from = await findPlace(start, services);
  const position = from?.range.start ?? new vscode.Position(0, 0);
  await vscode.commands.executeCommand('editor.action.goToLocations', start.uri, position, [...locations], 'peek', '');
}

interface MatchItem extends Row {
  readonly match: Match;
}

async function pickMatch(
  matches: readonly Match[],
  { now, settings, translate }: MatchingServices,
): Promise<Match | undefined> {
  const options = { now: now(), warningDays: settings.expiryWarningDays, translate };
  const items = matches.map((match): MatchItem => {
    const { reading, half } = match;
    const { document } = reading;
    const part = document.parts[half.index];
    const { name, detail } = part
      ? toOutlineEntry({ document, part, index: half.index }, options)
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
