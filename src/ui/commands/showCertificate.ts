import * as vscode from 'vscode';
import type { CertificateEntry } from '../../app/inventory/certificateEntry';
import type { CommandId } from '../../ids';
import { readSubject } from '../../shared/protocol';
import type { DetailSubject } from '../../shared/protocol';
import { pickCertificate } from '../prompts/pickCertificate';
import type { Services } from '../services';
import { toCertificateRows } from '../tree/rowArgument';

const id: CommandId = 'api7Certificates.showCertificate';

/** Shows the page of a certificate: the row it was called on, or one picked of all that are loaded. */
export function registerShowCertificate(services: Services): vscode.Disposable {
  return vscode.commands.registerCommand(id, async (target?: unknown) => {
    const subject = toRuleContext(target) ?? (await askSubject(services));
    if (subject) await services.details.show(subject);
  });
}

/** Of a row of the tree, or of another command that knows which certificate it means. */
function toRuleContext(target: unknown): DetailSubject | undefined {
  const [row] = toCertificateRows(target, undefined);
  return row ? subjectOf(row.entry) : readSubject(target);
}

async function askSubject(services: Services): Promise<DetailSubject | undefined> {
  const entry = await pickCertificate(services, {
    title: vscode.l10n.t('Show Certificate Details'),
    ifNoConnection: vscode.l10n.t('There is no gateway whose certificates could be shown yet.'),
  });
  return entry && subjectOf(entry);
}

const subjectOf = ({ connection, stored }: CertificateEntry): DetailSubject => ({
  from: 'gateway',
  connection: connection.id,
  id: stored.id,
});
