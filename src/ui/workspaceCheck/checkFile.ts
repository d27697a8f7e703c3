import * as vscode from 'vscode';
import type { ReadOptions } from '../../app/sources/fileReadings';
import { isForeignPath } from '../../app/sources/foreignNames';
import type { FileOutcome, WorkspaceCheck } from '../../app/workspace/workspaceCheck';
import { checkFileSteps } from '../../app/workspace/workspaceCheckFile';
import { inHostSlices } from '../../shared/turns';
import type { EditorServices } from '../editor/editorServices';
import { toFindingOptions } from '../editor/findingOptions';
import { readSiblings } from '../editor/siblingFiles';
import type { FilesServices, Folders } from '../files/folders';
import { isForeignEnabled } from '../files/foreignDocument';
import type { Notify } from '../prompts/notify';

export interface WorkspaceCheckServices extends EditorServices, FilesServices {
  readonly notify: Notify;
  readonly check: WorkspaceCheck;
}

type Needs = { readonly folders: Folders } & Pick<
  WorkspaceCheckServices,
  'connections' | 'files' | 'inventory' | 'manifests' | 'settings' | 'log' | 'now' | 'translate' | 'uses'
>;

/** Checks a file of the workspace as the editor would. Never rejects; undefined where it was given up. */
export async function checkFile(
  uri: vscode.Uri,
  signal: AbortSignal,
  services: Needs,
): Promise<FileOutcome | undefined> {
  if (!vscode.workspace.getWorkspaceFolder(uri)) return 'gone';
  if (!services.settings.diagnosticsEnabled(uri)) return 'off';
  const { files, folders } = services;
  try {
    const reading = await files.read(uri, { trigger: 'unasked', signal });
    if (reading.fault === 'unreadable' && !(await isThere(uri))) return 'gone';
    const { manifests } = services;
    manifests.set(reading);
    if (isForeignPath(uri.path) && !isForeignEnabled(uri)) return 'off';
    const options = await toFindingOptions(uri, reading.document, services);
    const find = {
      siblings: (file: vscode.Uri) => folders.siblings(file),
      read: (file: vscode.Uri, asked: ReadOptions) => files.read(file, { ...asked, signal }),
    };
    // What is a value belongs to no file that is named alike.
    const siblings = reading.parts ? [] : await readSiblings(uri, reading.document, { files: find });
    return await inHostSlices(
      checkFileSteps(reading, {
        ...options,
        siblings,
        translate: services.translate,
        hostsOf: (object) => manifests.hostsOf(object),
        hostConflicts: manifests.conflictsOf(uri.toString()),
        linesOf: (other) => manifests.linesOf(other),
      }),
      () => !signal.aborted,
    );
  } catch (error) {
    if (signal.aborted) return undefined;
    services.log.error('The check of a file failed', error);
    return { uri: uri.toString(), certificates: [], findings: [], hasKey: false, contents: '', fault: 'unreadable' };
  }
}

async function isThere(uri: vscode.Uri): Promise<boolean> {
  try {
    return ((await vscode.workspace.fs.stat(uri)).type & vscode.FileType.Directory) === 0;
  } catch (error) {
    return !(error instanceof vscode.FileSystemError && error.code === 'FileNotFound');
  }
}
