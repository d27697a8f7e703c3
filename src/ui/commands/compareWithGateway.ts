import * as vscode from 'vscode';
import { certificateName } from '../../core/x509/certificateName';
import type { CommandId } from '../../ids';
import { chosenCandidates, openCandidates, pickCandidate, pickOf, underCursor } from '../compare/fileCandidates';
import type { Candidate } from '../compare/fileCandidates';
import { findCounterpart, readNow } from '../compare/gatewaySide';
import { ofEntry, ofFile, showCompared } from '../compare/showCompared';
import type { Services } from '../services';

const id: CommandId = 'api7Certificates.compareWithGateway';

/** What a gateway holds on the left, the certificate of a file on the right: of the editor, of the Explorer, or of a chosen file. */
export function registerCompareWithGateway(services: Services): vscode.Disposable {
  return vscode.commands.registerCommand(id, async (target?: unknown) => {
    const right = await findCandidate(target instanceof vscode.Uri ? target : undefined, services);
    const entry =
      right &&
      (await findCounterpart(
        right.certificate,
        vscode.l10n.t('Compare {0} with Which Certificate?', certificateName(right.certificate)),
        services,
      ));
    const now = entry && (await readNow(entry, services));
    const left = now && ofEntry(now, services);
    if (right && left) await showCompared(left, ofFile(right), services);
  });
}

/** The one under the cursor, the only one of the file, or the one picked. */
async function findCandidate(target: vscode.Uri | undefined, services: Services): Promise<Candidate | undefined> {
  const title = vscode.l10n.t('Compare with Gateway: Which Certificate?');
  const active = vscode.window.activeTextEditor?.document;
  const uri = target ?? (active?.languageId === 'pem' ? active.uri : undefined);
  if (!uri) return pickCandidate(await openCandidates(services, undefined), title, services);
  const candidates = await chosenCandidates(uri, services);
  return underCursor(candidates) ?? pickOf(candidates, title, services);
}
