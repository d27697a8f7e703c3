import * as vscode from 'vscode';

/** Endings under which certificates and keys go about. */
const ending = /\.(pem|crt|cer|der|key|p12|pfx|p7b|p7c|ya?ml|json)$/i;

const maxFiles = 500;

/** The files chosen, and in place of a folder those directly in it that may hold certificates or keys. */
export async function filesIn(uris: readonly vscode.Uri[]): Promise<readonly vscode.Uri[]> {
  const lists = await Promise.all(uris.map(async (uri) => ((await isFolder(uri)) ? listFolder(uri) : [uri])));
  return lists.flat().slice(0, maxFiles);
}

async function isFolder(uri: vscode.Uri): Promise<boolean> {
  try {
    return ((await vscode.workspace.fs.stat(uri)).type & vscode.FileType.Directory) !== 0;
  } catch {
    // Why it cannot be read is said when it is read.
    return false;
  }
}

async function listFolder(folder: vscode.Uri): Promise<readonly vscode.Uri[]> {
  try {
    const entries = await vscode.workspace.fs.readDirectory(folder);
    return entries
      .filter(([name, type]) => type & vscode.FileType.File && ending.test(name))
      .map(([name]) => vscode.Uri.joinPath(folder, name))
      .sort((one, other) => one.path.localeCompare(other.path, 'en'));
  } catch {
    return [folder];
  }
}
