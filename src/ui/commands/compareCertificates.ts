import * as vscode from 'vscode';
import { certificateName } from '../../core/x509/certificateName';
import type { CommandId } from '../../ids';
import { openCandidates, pickCandidate, underCursor } from '../compare/fileCandidates';
import { readNow } from '../compare/gatewaySide';
import { ofEntry, ofFile, showCompared } from '../compare/showCompared';
import type { Services } from '../services';
import { toCertificateRows } from '../tree/rowArgument';
import type { CertificateRow } from '../tree/rows';

const id: CommandId = 'api7Certificates.compareCertificates';

/** Two certificates side by side, as text: of one file, of two open ones, of any file, or two selected rows of the tree. */
export function registerCompareCertificates(services: Services): vscode.Disposable {
  return vscode.commands.registerCommand(id, (target?: unknown, selection?: unknown) => {
    const [one, other] = toCertificateRows(target, selection);
    return one && other ? compareRows(one, other, services) : compareFiles(services, target);
  });
}

async function compareFiles(services: Services, target: unknown): Promise<void> {
  const { t } = vscode.l10n;
  const open = await openCandidates(services, target instanceof vscode.Uri ? target : undefined);
  const left = underCursor(open) ?? (await pickCandidate(open, t('Compare: Which Certificate?'), services));
  const right =
    left &&
    (await pickCandidate(
      open.filter((each) => each !== left),
      t('Compare {0} with Which Certificate?', certificateName(left.certificate)),
      services,
    ));
  if (left && right) await showCompared(ofFile(left), ofFile(right), services);
}

async function compareRows(one: CertificateRow, other: CertificateRow, services: Services): Promise<void> {
  const [left, right] = await Promise.all([readNow(one.entry, services), readNow(other.entry, services)]);
  const sides = [left && ofEntry(left, services), right && ofEntry(right, services)] as const;
  if (sides[0] && sides[1]) await showCompared(sides[0], sides[1], services);
}
