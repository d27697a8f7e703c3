import * as vscode from 'vscode';
import type { CertificateEntry } from '../../app/inventory/certificateEntry';
import { Renewal } from '../../app/renewal/renewal';
import type { GatheredMaterial } from '../../app/sources/material';
import { leavesOf } from '../../app/writes/upload';
import { certificateName } from '../../core/x509/certificateName';
import { renewalPanelType } from '../../ids';
import { inHostSlices } from '../../shared/turns';
import { toShortText } from '../../shared/visibleText';
import type { ChangeServices } from '../change/changeServices';
import { panelOptions } from '../details/detailPanel';
import { chooseLeaf } from '../material/changes';
import type { Source } from '../material/gather';
import { gather } from '../material/gather';
import { offerConnection } from '../prompts/prompts';
import { showWarningMessage } from '../window/messages';
import { createPanel } from '../window/tabs';
import { RenewalPanel } from './renewalPanel';

export interface RenewalServices extends ChangeServices {
  readonly context: vscode.ExtensionContext;
}

export interface RenewalRequest {
  readonly source: Source;
  /** SHA-256 of the certificate that is meant, where the source may hold several. */
  readonly certificate?: string | undefined;
  /** The object that a person wants to renew, where it was one. */
  readonly chosen?: CertificateEntry | undefined;
}

/**
 * Opens the page on which one certificate is renewed wherever it is held. What passwords opened is forgotten with the
 * page.
 */
export async function renewFrom(request: RenewalRequest, services: RenewalServices): Promise<void> {
  const { t } = vscode.l10n;
  if (!vscode.workspace.isTrusted) {
    void showWarningMessage(t('Certificates can be renewed only from a trusted workspace.'));
    return;
  }
  if (services.connections.all.length === 0) {
    await offerConnection(t('There is no gateway to renew a certificate on yet.'));
    return;
  }
  const material = await gather(request.source, services);
  if (!material) return;
  try {
    if (await open(material, request, services)) return;
  } catch (error) {
    material.opened.dispose();
    throw error;
  }
  material.opened.dispose();
}

/** @returns false where no page was opened: it owns the material otherwise */
async function open(
  material: GatheredMaterial,
  { certificate, chosen }: RenewalRequest,
  services: RenewalServices,
): Promise<boolean> {
  const { connections, inventory, uses, journal, log, now, settings, translate, context } = services;
  const leaf =
    leavesOf(material, now()).find((each) => each.leaf.fingerprints.sha256 === certificate) ??
    (await chooseLeaf(material, now()));
  if (!leaf) return false;
  const title = vscode.l10n.t('Renew {0}', toShortText(certificateName(leaf.leaf), 60));
  const renewal = new Renewal(
    { leaf, material, chosen },
    {
      connections,
      inventory,
      uses,
      journal,
      log,
      now,
      warningDays: () => settings.expiryWarningDays,
      isWorkspaceTrusted: () => vscode.workspace.isTrusted,
      translate,
      inSlices: inHostSlices,
    },
  );
  const options = { ...panelOptions(context.extensionUri), enableFindWidget: true };
  const panel = createPanel(renewalPanelType, { title, column: vscode.ViewColumn.Active, options });
  const page = new RenewalPanel({ panel, renewal, place: leaf.place, material, services });
  void page.load();
  return true;
}
