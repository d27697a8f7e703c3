import type { CheckedFile, CheckedFinding } from '../../app/workspace/workspaceCheckFile';
import type { FileState } from '../../app/workspace/workspaceCheckGroups';
import { headlineOf, isPressing, toFileState } from '../../app/workspace/workspaceCheckGroups';
import type { Translate } from '../../shared/translate';
import { toShortText } from '../../shared/visibleText';
import type { Wording } from '../text/words';
import { countText, stateWord, validityText } from '../text/words';
import type { RowText } from '../tree/rowText';
import { stateIcon } from '../tree/rowText';
import type { CertificateRow, CheckRow, FileRow, FindingRow, GroupRow, MoreRow } from './checkRows';

/**
 * A file's place as a person says it: its name, and its folder from the workspace's on. Anything may be hidden in them.
 */
export interface FilePlace {
  readonly name: string;
  readonly folder: string;
}

export interface CheckWording extends Wording {
  readonly placeOf: (uri: string) => FilePlace;
}

const maxLabelLength = 200;

export function checkRowText(row: CheckRow, wording: CheckWording): RowText {
  switch (row.kind) {
    case 'group':
      return groupText(row, wording);
    case 'file':
      return fileText(row, wording);
    case 'finding':
      return findingText(row, wording);
    case 'certificate':
      return certificateText(row, wording);
    case 'more':
      return moreText(row, wording);
  }
}

function fileStateWord(state: FileState, translate: Translate): string {
  switch (state) {
    case 'expired':
    case 'expiring':
    case 'notYetValid':
      return stateWord(state, translate);
    case 'error':
      return translate('With Errors');
    case 'warning':
      return translate('With Warnings');
    case 'fine':
      return translate('No Problems');
    case 'none':
      return translate('Keys Only');
    case 'unread':
      return translate('Not Read');
  }
}

function fileStateIcon(state: FileState): Pick<RowText, 'icon' | 'color'> {
  switch (state) {
    case 'expired':
    case 'expiring':
    case 'notYetValid':
      return stateIcon(state);
    case 'error':
      return { icon: 'bracket-error', color: 'problemsErrorIcon.foreground' };
    case 'warning':
      return { icon: 'bracket-dot', color: 'problemsWarningIcon.foreground' };
    case 'fine':
      return stateIcon('valid');
    case 'none':
      return { icon: 'key' };
    case 'unread':
      return { icon: 'lock' };
  }
}

/** Counts the files that press, as the icon of the views shows them; undefined where there is none. */
export function toCheckBadge(
  groups: readonly GroupRow[],
  wording: CheckWording,
): { readonly value: number; readonly tooltip: string } | undefined {
  const pressing = groups.filter(({ state }) => state === 'expired' || state === 'expiring');
  if (pressing.length === 0) return undefined;
  const counts = pressing.map(
    ({ state, files }) =>
      `${countText(files.length, wording)} ${fileStateWord(state, wording.translate).toLocaleLowerCase(wording.language)}`,
  );
  return {
    value: pressing.reduce((sum, { files }) => sum + files.length, 0),
    tooltip: wording.translate('Certificate files: {counts}', { counts: counts.join(', ') }),
  };
}

function groupText({ state, files }: GroupRow, wording: CheckWording): RowText {
  const label = fileStateWord(state, wording.translate);
  const count = countText(files.length, wording);
  const spoken = files.length === 1 ? wording.translate('1 file') : wording.translate('{count} files', { count });
  return { label, description: count, spoken: `${label}, ${spoken}`, ...fileStateIcon(state), context: ['group'] };
}

function fileText({ uri, file }: FileRow, wording: CheckWording): RowText {
  const { translate } = wording;
  const place = wording.placeOf(uri);
  const [label, folder] = [toShortText(place.name, maxLabelLength), toShortText(place.folder, maxLabelLength)];
  const state = toFileState(file);
  const headline = headlineOf(file);
  // What presses comes first: a narrow view cuts the end off.
  const what = headline ? [validityText(headline.validity, wording), headline.name] : [whyNone(file, translate)];
  // Where the time says it, the state need not.
  const stateWord =
    headline?.state === state ? undefined : fileStateWord(state, translate).toLocaleLowerCase(wording.language);
  const problems = isPressing(state) ? problemsText(file, wording) : undefined;
  return {
    label,
    description: [...what, folder].filter(Boolean).join(' · '),
    spoken: [label, stateWord, ...what, problems, folder].filter(Boolean).join(', '),
    ...(state === 'none' && !file.hasKey ? { icon: 'file' } : fileStateIcon(state)),
    context: [
      'file',
      ...(file.certificates.length > 0 ? (['certificate'] as const) : []),
      ...(file.hasKey ? (['key'] as const) : []),
    ],
    tooltip: fileTooltip(file, { label, folder, what }, translate),
  };
}

/** Most findings of a tooltip. */
const maxListed = 10;

function fileTooltip(
  file: CheckedFile,
  { label, folder, what }: { readonly label: string; readonly folder: string; readonly what: readonly string[] },
  translate: Translate,
): string {
  const findings = file.findings.slice(0, maxListed).map(({ sentence }) => `• ${sentence}`);
  const more = file.findings.length - findings.length;
  if (more > 0) findings.push(translate('… and {count} more', { count: more }));
  return [folder === '' ? label : `${folder}/${label}`, what.join(' · '), ...findings].join('\n');
}

function problemsText({ findings }: CheckedFile, wording: CheckWording): string {
  const count = findings.filter(({ severity }) => severity === 'error' || severity === 'warning').length;
  return count === 1
    ? wording.translate('1 problem')
    : wording.translate('{count} problems', { count: countText(count, wording) });
}

function whyNone({ fault, contents }: CheckedFile, translate: Translate): string {
  return fault ? faultWord(fault, translate) : contents;
}

function faultWord(fault: NonNullable<CheckedFile['fault']>, translate: Translate): string {
  switch (fault) {
    case 'encrypted':
      return translate('protected with a password');
    case 'tooLarge':
      return translate('too large');
    case 'unreadable':
      return translate('cannot be read');
  }
}

function findingText({ finding }: FindingRow, { translate }: CheckWording): RowText {
  const { severity, sentence, range } = finding;
  const description = range ? translate('line {line}', { line: range.start.line + 1 }) : '';
  return {
    label: toShortText(sentence, maxLabelLength),
    description,
    spoken: [severityWord(severity, translate), sentence, description].filter(Boolean).join(', '),
    ...severityIcons[severity],
    context: ['finding'],
    tooltip: sentence,
  };
}

function severityWord(severity: CheckedFinding['severity'], translate: Translate): string {
  switch (severity) {
    case 'error':
      return translate('Error');
    case 'warning':
      return translate('Warning');
    case 'info':
      return translate('Information');
    case 'hint':
      return translate('Hint');
  }
}

const severityIcons: Readonly<Record<CheckedFinding['severity'], Pick<RowText, 'icon' | 'color'>>> = {
  error: { icon: 'error', color: 'problemsErrorIcon.foreground' },
  warning: { icon: 'warning', color: 'problemsWarningIcon.foreground' },
  info: { icon: 'info', color: 'problemsInfoIcon.foreground' },
  hint: { icon: 'lightbulb' },
};

function certificateText({ certificate }: CertificateRow, wording: CheckWording): RowText {
  const remaining = validityText(certificate.validity, wording);
  const description = [
    remaining,
    certificate.range && wording.translate('line {line}', { line: certificate.range.start.line + 1 }),
  ]
    .filter(Boolean)
    .join(' · ');
  return {
    label: certificate.name,
    description,
    spoken: [wording.translate('certificate'), certificate.name, description].join(', '),
    ...stateIcon(certificate.state),
    context: ['certificate'],
    tooltip: `${certificate.name}\n${remaining}`,
  };
}

function moreText({ count }: MoreRow, { translate }: CheckWording): RowText {
  const label = translate('… and {count} more', { count });
  return {
    label,
    description: '',
    spoken: label,
    icon: 'ellipsis',
    context: [],
    tooltip: translate('Open the file to see all of it.'),
  };
}
