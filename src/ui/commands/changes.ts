import * as vscode from 'vscode';
import type { GatewaySubject } from '../../shared/protocol';
import type { ChangeServices } from '../change/changeServices';
import { deleteCertificate as deleteOne } from '../change/deletion';
import { editLabels as editLabelsOf } from '../change/labels';
import { showManifestOf } from '../change/ownerManifest';
import { dismissUnfinished as dismiss, lookAtUnfinished } from '../change/reportOutcome';
import { deleteSeveral } from '../change/several/deleteSeveral';
import { labelSeveral } from '../change/several/labelSeveral';
import { setEnabled } from '../change/status';
import type { Target } from '../change/target';
import { findTarget } from '../change/target';
import type { Source } from '../material/gather';
import { activeMaterial } from '../material/gather';
import type { RenewalServices } from '../renewal/renewEverywhere';
import { renewFrom } from '../renewal/renewEverywhere';
import { chooseFiles, chooseSource } from '../update/chooseSource';
import { addFurtherPair } from '../update/furtherPair';
import { removeFurtherPairs } from '../update/removePairs';
import { updateFromFiles } from '../update/update';
import type { CertificatesTarget, CertificateTarget, WriteTarget } from './arguments';

/**
 * Finds the certificate of a command: it is called on a row of the tree, on a details page, or from the palette, which
 * asks for one.
 */
const find = (
  certificate: GatewaySubject | undefined,
  services: ChangeServices,
  words: { readonly title: string; readonly ifNoConnection: string },
): Promise<Target | undefined> => findTarget(certificate, services, { ...words, isForChange: true });

/** Replaces a certificate. From an editor, the PEM in it is the new certificate. */
export async function updateCertificate(
  services: ChangeServices,
  { certificate, files }: CertificateTarget,
): Promise<void> {
  const target = await find(certificate, services, {
    title: vscode.l10n.t('Update Certificate: Which One?'),
    ifNoConnection: vscode.l10n.t('There is no gateway to update a certificate on yet.'),
  });
  if (target) await updateFromFiles(target, services, toUris(files));
}

/** Continues the update that waits for a comparison, from its title bar. */
export const continueUpdate = ({ heldComparison }: Pick<ChangeServices, 'heldComparison'>): void =>
  heldComparison.answer('continue');

export const cancelUpdate = ({ heldComparison }: Pick<ChangeServices, 'heldComparison'>): void =>
  heldComparison.answer('cancel');

/** Deletes the certificates that are selected in the tree, or the one it was called on. */
export async function deleteCertificate(services: ChangeServices, target: CertificatesTarget): Promise<void> {
  const targets = await findSeveral(services, target, {
    title: vscode.l10n.t('Delete Certificate'),
    ifNoConnection: vscode.l10n.t('There is no gateway to delete a certificate from yet.'),
  });
  const [first] = targets;
  if (first && targets.length === 1) await deleteOne(first, services);
  else if (first) await deleteSeveral(targets, services);
}

/** Edits labels alone, of the certificates that are selected in the tree or the one it was called on. */
export async function editLabels(services: ChangeServices, target: CertificatesTarget): Promise<void> {
  const targets = await findSeveral(services, target, {
    title: vscode.l10n.t('Edit Labels'),
    ifNoConnection: vscode.l10n.t('There is no gateway with certificates to label yet.'),
  });
  const [first] = targets;
  if (first && targets.length === 1) await editLabelsOf(first, services);
  else if (first) await labelSeveral(targets, services);
}

/**
 * Returns the selected certificates, or asks for one where none is selected. Empty where the person cancelled, or
 * pressed a key on another row.
 */
async function findSeveral(
  services: ChangeServices,
  { certificates, isSelectionAsked }: CertificatesTarget,
  words: { readonly title: string; readonly ifNoConnection: string },
): Promise<readonly Target[]> {
  if (certificates.length === 0 && isSelectionAsked) return [];
  const targets: Target[] = [];
  for (const subject of certificates.length > 0 ? certificates : [undefined]) {
    const target = await find(subject, services, words);
    if (target) targets.push(target);
  }
  return targets;
}

/** Switches a certificate on, so that the gateway serves it. */
export const enableCertificate = (services: ChangeServices, target: CertificateTarget): Promise<void> =>
  switchCertificate(services, target, true);

/** Switches a certificate off without removing it. */
export const disableCertificate = (services: ChangeServices, target: CertificateTarget): Promise<void> =>
  switchCertificate(services, target, false);

async function switchCertificate(
  services: ChangeServices,
  { certificate }: CertificateTarget,
  isEnabled: boolean,
): Promise<void> {
  const target = await find(certificate, services, {
    title: isEnabled ? vscode.l10n.t('Enable Certificate') : vscode.l10n.t('Disable Certificate'),
    ifNoConnection: vscode.l10n.t('There is no gateway with certificates to enable or disable yet.'),
  });
  if (target) await setEnabled(target, services, isEnabled);
}

/** Adds a pair with a key of another kind to a certificate. */
export async function addPair(services: ChangeServices, { certificate, files }: CertificateTarget): Promise<void> {
  const target = await find(certificate, services, {
    title: vscode.l10n.t('Add a Further Pair: To Which Certificate?'),
    ifNoConnection: vscode.l10n.t('There is no gateway with certificates to add a pair to yet.'),
  });
  if (target) await addFurtherPair(target, services, toUris(files));
}

/** Removes every pair of a certificate but the first. */
export async function removePair(services: ChangeServices, { certificate }: CertificateTarget): Promise<void> {
  const target = await find(certificate, services, {
    title: vscode.l10n.t('Remove Further Pairs: From Which Certificate?'),
    ifNoConnection: vscode.l10n.t('There is no gateway with certificates to remove pairs from yet.'),
  });
  if (target) await removeFurtherPairs(target, services);
}

/** Opens the file of the workspace that makes a certificate which another tool manages. */
export async function openManifest(services: ChangeServices, { certificate }: CertificateTarget): Promise<void> {
  const target = await findTarget(certificate, services, {
    title: vscode.l10n.t('Open Manifest: Which Certificate?'),
    ifNoConnection: vscode.l10n.t('There is no gateway with certificates whose manifest could be opened yet.'),
  });
  if (target) await showManifestOf(target, services);
}

/** Reads the gateway to find out the outcome of a write, from its row. */
export async function lookAgain(services: ChangeServices, { write }: WriteTarget): Promise<void> {
  if (write !== undefined) await lookAtUnfinished(write, services);
}

/** Removes the row of a write whose outcome is unknown. */
export async function dismissUnfinished(services: ChangeServices, { write }: WriteTarget): Promise<void> {
  if (write !== undefined) await dismiss(write, services);
}

const toUris = (files: readonly string[]): readonly vscode.Uri[] => files.map((uri) => vscode.Uri.parse(uri));

/**
 * Renews one certificate wherever it is held. From a row or a details page, the new certificate is chosen; from a lens,
 * an editor or the palette, it is the one that is there.
 */
export async function renewEverywhere(
  services: RenewalServices,
  { certificate: subject, files, fingerprint }: CertificateTarget,
): Promise<void> {
  const chosen = subject && services.inventory.find(subject.connection, subject.id);
  const source = await findRenewalSource(files, subject && (chosen?.title ?? subject.id));
  if (source) await renewFrom({ source, certificate: fingerprint, chosen }, services);
}

async function findRenewalSource(files: readonly string[], name: string | undefined): Promise<Source | undefined> {
  if (files.length > 0) return { kind: 'files', uris: files.map((uri) => vscode.Uri.parse(uri)) };
  if (name !== undefined) return chooseSource({ title: name });
  const document = activeMaterial();
  return document ? { kind: 'document', document } : chooseFiles();
}
