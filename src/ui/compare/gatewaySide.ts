import * as vscode from 'vscode';
import { raceAbort } from '../../app/base/limiter';
import type { CertificateEntry, FullEntry } from '../../app/inventory/certificateEntry';
import { toEntry } from '../../app/inventory/certificateEntry';
import { findDeploymentStatus, listedConnection } from '../../app/inventory/deploymentStatus';
import { hostNamesOf } from '../../core/hosts/hostMatching';
import { toSniName } from '../../core/hosts/sniChoices';
import type { Certificate } from '../../core/model';
import { inHostSlices } from '../../shared/turns';
import { toShortText } from '../../shared/visibleText';
import { withLateProgress } from '../prompts/lateProgress';
import { openGateway } from '../prompts/notify';
import { pickCertificate } from '../prompts/pickCertificate';
import type { CompareServices } from './comparisons';

/**
 * Finds the one that the gateways hold of this certificate, or that it renews, in part or whole; where that is not one,
 * the one picked.
 */
export async function findCounterpart(
  certificate: Certificate,
  title: string,
  services: CompareServices,
): Promise<CertificateEntry | undefined> {
  if (services.connections.all.length > 0 && !(await listed(services))) return undefined;
  const all = services.connections.all.map(({ id }) => listedConnection(services.inventory, id));
  const status = await inHostSlices(findDeploymentStatus(certificate, all));
  const [only, ...others] = 'entries' in status ? status.entries : [];
  if (only && others.length === 0) return only;
  const first = only ? [only, ...others] : sharingNames(certificate, services);
  return pickCertificate(services, {
    title,
    first,
    ifNoConnection: vscode.l10n.t('There is no gateway to compare with yet.'),
  });
}

/** Returns those for the same names, the most in common first. */
function sharingNames({ sans }: Certificate, { connections, inventory }: CompareServices): readonly CertificateEntry[] {
  const own = new Set(hostNamesOf(sans));
  return connections.all
    .flatMap(({ id }) => inventory.state(id).entries)
    .map((entry) => ({ entry, shared: entry.names.filter((name) => own.has(toSniName(name))).length }))
    .filter(({ shared }) => shared > 0)
    .sort((a, b) => b.shared - a.shared)
    .map(({ entry }) => entry);
}

/** Waits for the lists of all gateways, those never asked included. False where the person would not. */
async function listed({ connections, inventory }: CompareServices): Promise<boolean> {
  const isListed = await withLateProgress(vscode.l10n.t('Loading the certificates of the gateways'), async (signal) => {
    await raceAbort(Promise.all(connections.all.map(({ id }) => inventory.whenListed(id))), signal);
    return true;
  });
  return isListed ?? false;
}

/**
 * Reads the object as the gateway has it now. Undefined where it cannot be read, which was said, or the person left.
 */
export async function readNow(
  { connection, stored, title }: CertificateEntry,
  services: CompareServices,
): Promise<FullEntry | undefined> {
  const gateway = await openGateway(connection, services);
  if (!gateway) return undefined;
  const doing = vscode.l10n.t('Reading {0}', toShortText(title, 60));
  try {
    const now = await withLateProgress(doing, (signal) => gateway.read(stored.id, signal));
    return now && toEntry(connection, now);
  } catch (error) {
    services.notify.failure(error, { doing, connection });
    return undefined;
  }
}
