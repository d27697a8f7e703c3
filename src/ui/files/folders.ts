import * as vscode from 'vscode';
import { stem } from '../../app/sources/nameStem';
import { appendTo } from '../../shared/appendTo';
import type { Translate } from '../../shared/translate';
import type { Settings } from '../base/settings';
import type { CertificateFiles } from './certificateFiles';

export interface FilesServices {
  readonly settings: Settings;
  /** Files of the workspace that may hold certificates or keys, and what they hold. */
  readonly files: CertificateFiles;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly translate: Translate;
}

/**
 * Returns what a file is named after, within its folder: the same for a key and the certificate that belongs to it by
 * name.
 */
export function groupOf(uri: string): string {
  const slash = uri.lastIndexOf('/');
  return `${uri.slice(0, slash)} ${stem(uri.slice(slash + 1))}`;
}

/** Groups files by name. Looks into each folder once until something in it changes, however many of its files ask. */
export class Folders {
  private readonly known = new Map<string, Promise<ReadonlyMap<string, readonly vscode.Uri[]>>>();

  constructor(private readonly files: Pick<FilesServices['files'], 'siblings'>) {}

  async siblings(uri: vscode.Uri): Promise<readonly vscode.Uri[]> {
    const folder = folderOf(uri);
    const known = this.known.get(folder) ?? this.list(uri);
    this.known.set(folder, known);
    return (await known).get(groupOf(uri.toString())) ?? [];
  }

  /** Forgets the folder of this file, which may hold other files now. */
  forget(uri: vscode.Uri): void {
    this.known.delete(folderOf(uri));
  }

  forgetAll(): void {
    this.known.clear();
  }

  private async list(uri: vscode.Uri): Promise<ReadonlyMap<string, readonly vscode.Uri[]>> {
    const groups = new Map<string, vscode.Uri[]>();
    for (const sibling of await this.files.siblings(uri)) {
      appendTo(groups, groupOf(sibling.toString()), sibling);
    }
    return groups;
  }
}

/** Returns the folder of a file as `Uri.toString()` writes it. */
export const folderOf = (uri: vscode.Uri): string => vscode.Uri.joinPath(uri, '..').toString();
