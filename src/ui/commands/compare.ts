import * as vscode from 'vscode';
import type { CertificateEntry } from '../../app/inventory/certificateEntry';
import { certificateName } from '../../core/x509/certificateName';
import { toShortText } from '../../shared/visibleText';
import type { CompareServices } from '../compare/comparisons';
import type { Candidate } from '../compare/fileCandidates';
import { chosenCandidates, openCandidates, pickCandidate, pickOf, underCursor } from '../compare/fileCandidates';
import { findCounterpart, readNow } from '../compare/gatewaySide';
import { ofEntry, ofFile, showCompared } from '../compare/showCompared';
import { isPemDocument } from '../files/foreignDocument';
import { pickCertificate } from '../prompts/pickCertificate';
import type { CertificatesTarget, FileTarget } from './arguments';

/**
 * Shows two certificates side by side, as text: of one file, of two open ones, of any file, or two selected rows of the
 * tree.
 */
export async function compareCertificates(
  services: CompareServices,
  { certificates, file }: CertificatesTarget,
): Promise<void> {
  const [one, other] = certificates.flatMap(({ connection, id }) => services.inventory.find(connection, id) ?? []);
  if (!one || !other) return compareFiles(services, toUri(file));
  const [left, right] = await Promise.all([readNow(one, services), readNow(other, services)]);
  const sides = [left && ofEntry(left, services), right && ofEntry(right, services)] as const;
  if (sides[0] && sides[1]) await showCompared(sides[0], sides[1], services);
}

async function compareFiles(services: CompareServices, target: vscode.Uri | undefined): Promise<void> {
  const { t } = vscode.l10n;
  const open = await openCandidates(services, target);
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

/** Shows the certificate of a row of the tree on the left, one of an open PEM file or of a chosen one on the right. */
export async function compareWithFile(services: CompareServices, { certificate }: CertificatesTarget): Promise<void> {
  const { t } = vscode.l10n;
  const entry =
    (certificate && services.inventory.find(certificate.connection, certificate.id)) ??
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
  if (right) await showBoth(entry, right, services);
}

/**
 * Shows a gateway's certificate on the left, a file's on the right: of the editor, of the Explorer, or of a chosen
 * file.
 */
export async function compareWithGateway(services: CompareServices, { uri }: FileTarget): Promise<void> {
  const right = await findCandidate(toUri(uri), services);
  const entry =
    right &&
    (await findCounterpart(
      right.certificate,
      vscode.l10n.t('Compare {0} with Which Certificate?', certificateName(right.certificate)),
      services,
    ));
  if (entry) await showBoth(entry, right, services);
}

/** Finds the certificate under the cursor, the only one of the file, or the one picked. */
async function findCandidate(
  target: vscode.Uri | undefined,
  services: CompareServices,
): Promise<Candidate | undefined> {
  const title = vscode.l10n.t('Compare with Gateway: Which Certificate?');
  const active = vscode.window.activeTextEditor?.document;
  const uri = target ?? (active && isPemDocument(active) ? active.uri : undefined);
  if (!uri) return pickCandidate(await openCandidates(services, undefined), title, services);
  const candidates = await chosenCandidates(uri, services);
  return underCursor(candidates) ?? pickOf(candidates, title, services);
}

async function showBoth(entry: CertificateEntry, right: Candidate, services: CompareServices): Promise<void> {
  const now = await readNow(entry, services);
  const left = now && ofEntry(now, services);
  if (left) await showCompared(left, ofFile(right), services);
}

const toUri = (file: string | undefined): vscode.Uri | undefined =>
  file === undefined ? undefined : vscode.Uri.parse(file);
