import * as vscode from 'vscode';
import type { CommandId } from '../../ids';
import { toShortText } from '../../shared/visibleText';
import { openCandidates, pickCandidate } from '../compare/fileCandidates';
import { readNow } from '../compare/gatewaySide';
import { ofEntry, ofFile, showCompared } from '../compare/showCompared';
import { pickCertificate } from '../prompts/pickCertificate';
import type { Services } from '../services';
import { toCertificateRows } from '../tree/rowArgument';

const id: CommandId = 'api7Certificates.compareWithFile';

/** The certificate of a row of the tree on the left, one of an open PEM file or of a chosen one on the right. */
export function registerCompareWithFile(services: Services): vscode.Disposable {
  return vscode.commands.registerCommand(id, async (target?: unknown) => {
    const { t } = vscode.l10n;
    const [row] = toCertificateRows(target, undefined);
    const entry =
      row?.entry ??
      (await pickCertificate(services, {
        title: t('Compare with File: Which Certificate?'),
        ifNoConnection: t('There is no gateway to compare with yet.'),
      }));
    const right =
      entry &&
      (await pickCandidate(
        await openCandidates(services, undefined),
        t('Compare {0} with Which Certificate?', toShortText(entry.title, 60)),
        services,
      ));
    const now = right && (await readNow(entry, services));
    const left = now && ofEntry(now, services);
    if (right && left) await showCompared(left, ofFile(right), services);
  });
}
