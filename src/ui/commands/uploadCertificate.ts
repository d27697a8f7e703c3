import * as vscode from 'vscode';
import { leavesOf } from '../../app/writes/upload';
import type { CommandId } from '../../ids';
import type { Services } from '../services';
import { findSource, gather } from '../material/gather';
import { startUpload } from '../upload/start';
import { filesIn } from '../upload/many/files';
import { gatherMany } from '../upload/many/gatherMany';
import { uriOf } from '../workspaceCheck/rowArgument';

const id: CommandId = 'api7Certificates.uploadCertificate';

/**
 * Upload from the palette and the editor's title (the active editor), the Explorer (the files clicked or selected), a
 * connection's row (asks for the file), and a drop on the tree.
 */
export function registerUploadCertificate(services: Services): vscode.Disposable {
  return vscode.commands.registerCommand(id, async (target?: unknown, selection?: unknown) => {
    let isMany = false;
    await startUpload(
      {
        target,
        gather: async () => {
          const source = await findSource(uriOf(target) ?? target, selection);
          if (source?.kind !== 'files') return source && gather(source, services);
          const files = await filesIn(source.uris);
          isMany = files.length > 1;
          return isMany
            ? gatherMany(files, services)
            : gather({ kind: 'files', uris: files.length === 1 ? files : source.uris }, services);
        },
        isMany: (material) => isMany && leavesOf(material).length > 1,
      },
      services,
    );
  });
}
