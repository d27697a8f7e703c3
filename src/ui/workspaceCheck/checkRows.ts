import type { CheckedCertificate, CheckedFile, CheckedFinding } from '../../app/workspace/workspaceCheckFile';
import type { FileState } from '../../app/workspace/workspaceCheckGroups';
import { certificatesThatMatter, sortFindings, toFileGroups } from '../../app/workspace/workspaceCheckGroups';
import type { DetailSubject } from '../../shared/protocol';

/** A row in the view of a workspace check. Commands take these as arguments. */
export type CheckRow = GroupRow | FileRow | FindingRow | CertificateRow | MoreRow;

type FileSubject = Extract<DetailSubject, { from: 'file' }>;

interface RowBase {
  /** Unique in the view and the same after a check, so that selection and folding stay. */
  readonly id: string;
}

export interface GroupRow extends RowBase {
  readonly kind: 'group';
  readonly state: FileState;
  readonly files: readonly CheckedFile[];
}

export interface FileRow extends RowBase {
  readonly kind: 'file';
  readonly parent: GroupRow;
  readonly uri: string;
  readonly file: CheckedFile;
}

export interface FindingRow extends RowBase {
  readonly kind: 'finding';
  readonly parent: FileRow;
  readonly uri: string;
  readonly finding: CheckedFinding;
}

/** A certificate of a file; its details page has the same subject. */
export interface CertificateRow extends RowBase, FileSubject {
  readonly kind: 'certificate';
  readonly parent: FileRow;
  readonly certificate: CheckedCertificate;
}

/** Says how many rows were left out. */
export interface MoreRow extends RowBase {
  readonly kind: 'more';
  readonly parent: FileRow;
  readonly uri: string;
  readonly count: number;
}

/** Most findings, and most certificates, that are listed under one file: the editor shows all of them. */
export const maxRows = 50;

export const toGroupRows = (files: Iterable<CheckedFile>): readonly GroupRow[] =>
  toFileGroups(files).map((group): GroupRow => ({ kind: 'group', id: JSON.stringify([group.state]), ...group }));

export function childRows(row: CheckRow): readonly CheckRow[] {
  switch (row.kind) {
    case 'group':
      return row.files.map((file): FileRow => ({
        kind: 'file',
        id: JSON.stringify([row.state, file.uri]),
        parent: row,
        uri: file.uri,
        file,
      }));
    case 'file':
      return fileChildren(row);
    case 'finding':
    case 'certificate':
    case 'more':
      return [];
  }
}

function fileChildren(parent: FileRow): readonly CheckRow[] {
  const { uri, file } = parent;
  const findings = sortFindings(file.findings);
  const certificates = certificatesThatMatter(file);
  const more = Math.max(0, findings.length - maxRows) + Math.max(0, certificates.length - maxRows);
  return [
    ...findings.slice(0, maxRows).map((finding, index): FindingRow => ({
      kind: 'finding',
      id: idBelow(parent, 'finding', index, finding.code),
      parent,
      uri,
      finding,
    })),
    ...certificates.slice(0, maxRows).map((certificate) => toCertificateRow(parent, certificate)),
    ...(more > 0 ? [{ kind: 'more', id: idBelow(parent, 'more'), parent, uri, count: more } as const] : []),
  ];
}

function toCertificateRow(parent: FileRow, certificate: CheckedCertificate): CertificateRow {
  const { index } = certificate;
  return {
    kind: 'certificate',
    id: idBelow(parent, 'certificate', index),
    parent,
    from: 'file',
    uri: parent.uri,
    index,
    certificate,
  };
}

const idBelow = ({ id }: FileRow, ...parts: readonly (string | number)[]): string => JSON.stringify([id, ...parts]);

export const parentRow = (row: CheckRow): CheckRow | undefined => (row.kind === 'group' ? undefined : row.parent);
