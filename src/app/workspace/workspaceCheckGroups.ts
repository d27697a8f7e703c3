/** Groups the files of a workspace check by how they stand, worst first. */
import type { FindingSeverity } from '../../core/findings/rule';
import { findingSeverities } from '../../core/findings/rule';
import type { TextRange } from '../../core/pem/lineStarts';
import type { CheckedCertificate, CheckedFile, CheckedFinding } from './workspaceCheckFile';

/** Worst first. `none`: holds no certificate, and nothing is wrong with that. `unread`: what it holds is not known. */
const fileStates = ['expired', 'error', 'notYetValid', 'expiring', 'warning', 'fine', 'none', 'unread'] as const;
export type FileState = (typeof fileStates)[number];

/**
 * Returns the state of a file, by what the rules found, not by dates alone: a rule that is switched off, or ignored by
 * a comment, says that somebody does not mind.
 */
export function toFileState({ findings, certificates, fault }: CheckedFile): FileState {
  const has = (code: CheckedFinding['code']): boolean => findings.some((finding) => finding.code === code);
  const worst = worstSeverity(findings);
  if (has('expired')) return 'expired';
  if (worst === 'error') return 'error';
  if (has('notYetValid')) return 'notYetValid';
  if (has('expiring')) return 'expiring';
  if (worst === 'warning') return 'warning';
  if (certificates.length > 0) return 'fine';
  return fault ? 'unread' : 'none';
}

const worstSeverity = (findings: readonly CheckedFinding[]): FindingSeverity | undefined =>
  findingSeverities.find((severity) => findings.some((finding) => finding.severity === severity));

/** Returns whether somebody should do something about it. */
export const isPressing = (state: FileState): boolean => fileStates.indexOf(state) < fileStates.indexOf('fine');

export interface FileGroup {
  readonly state: FileState;
  readonly files: readonly CheckedFile[];
}

/** Groups files by state; states without files are left out. What ends first stands first, then by path. */
export function toFileGroups(files: Iterable<CheckedFile>): readonly FileGroup[] {
  const withEnds = Array.from(files, (file) => {
    const state = toFileState(file);
    return { file, state, end: endOf(file, state) };
  });
  withEnds.sort((one, other) => one.end - other.end || byPath.compare(one.file.uri, other.file.uri));
  return fileStates.flatMap((state) => {
    const group = withEnds.filter((each) => each.state === state);
    return group.length > 0 ? [{ state, files: group.map(({ file }) => file) }] : [];
  });
}

const byPath = new Intl.Collator('en', { numeric: true });

/**
 * Returns the time by which a group orders its files: the end of the certificate that put the file there. The same for
 * all files of a group that is not about dates.
 */
function endOf(file: CheckedFile, state: FileState): number {
  const headline = headlineOf(file, state);
  return headline?.state === state ? headline.validity.notAfter : 0;
}

/**
 * Returns the certificate that a file's row speaks of: what brings it into its group, else the first that is no CA, in
 * whatever order they stand.
 */
export function headlineOf(file: CheckedFile, state = toFileState(file)): CheckedCertificate | undefined {
  const guilty = file.certificates.filter((certificate) => certificate.state === state);
  return (
    guilty.toSorted((one, other) => one.validity.notAfter - other.validity.notAfter)[0] ??
    file.certificates.find(({ isCa }) => !isCa) ??
    file.certificates[0]
  );
}

/** Sorts the worst first, then in the order of the file. */
export const sortFindings = (findings: readonly CheckedFinding[]): readonly CheckedFinding[] =>
  findings.toSorted(
    (one, other) => findingSeverities.indexOf(one.severity) - findingSeverities.indexOf(other.severity),
  );

/**
 * Returns the certificates worth a row of their own: what a server presents, and any that is urgent. A chain's CAs are
 * not why somebody looks, and some have a finding already.
 */
export function certificatesThatMatter({ certificates, findings }: CheckedFile): readonly CheckedCertificate[] {
  const isReported = ({ state, range }: CheckedCertificate): boolean =>
    findings.some((finding) => finding.code === state && finding.range?.start.line === range?.start.line);
  return certificates.filter(
    (each, index) => (!each.isCa || each.state !== 'valid' || index === 0) && !isReported(each),
  );
}

/**
 * Returns where to look first in a file: what brings it into its group, else what is worst, else its first certificate.
 */
export function rangeOfFile(file: CheckedFile): TextRange | undefined {
  const state = toFileState(file);
  const [worst] = sortFindings(file.findings);
  const guilty = file.findings.find(({ code }) => code === state) ?? (isPressing(state) ? worst : undefined);
  return (guilty ?? headlineOf(file))?.range;
}
