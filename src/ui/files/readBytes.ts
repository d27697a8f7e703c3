import * as vscode from 'vscode';

/**
 * Reads a file that may have come with a repository. Undefined where it is larger than `maxBytes`, and for a pipe or a
 * device, be it behind a link: reading that may never end.
 */
export async function readBytes(uri: vscode.Uri, maxBytes: number): Promise<Uint8Array | undefined> {
  const { type, size } = await vscode.workspace.fs.stat(uri);
  return type & vscode.FileType.File && size <= maxBytes ? vscode.workspace.fs.readFile(uri) : undefined;
}
