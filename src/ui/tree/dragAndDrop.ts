import * as vscode from 'vscode';
import type { CommandId } from '../../ids';
import { toDrop } from './dropped';
import type { Row } from './rows';

const uriList = 'text/uri-list';

/**
 * Files of the Explorer or the operating system dropped on the tree: on a certificate they update it, elsewhere they
 * are uploaded.
 */
export const dropFiles: vscode.TreeDragAndDropController<Row> = {
  dropMimeTypes: [uriList],
  dragMimeTypes: [],
  async handleDrop(target, transfer) {
    const text = await transfer.get(uriList)?.asString();
    const { uris, does } = toDrop(text ?? '', target?.kind);
    if (uris.length === 0) return;
    const command: CommandId =
      does === 'update' ? 'api7Certificates.updateCertificate' : 'api7Certificates.uploadCertificate';
    // Not awaited: VS Code keeps the drop's progress up until this ends, and prompts follow.
    void vscode.commands.executeCommand(
      command,
      target,
      uris.map((uri) => vscode.Uri.parse(uri, true)),
    );
  },
};
