import * as vscode from 'vscode';
import type { Source } from '../material/gather';
import type { RenewalServices } from '../renewal/renewalServices';
import { renewFrom } from '../renewal/renewEverywhere';
import { activePem, chooseFiles, chooseSource } from '../update/chooseSource';
import type { CertificateTarget } from './arguments';

/**
 * Renews one certificate wherever it is held. From a row or a details page, the new certificate is chosen; from a lens,
 * an editor or the palette, it is the one that is there.
 */
export async function renewEverywhere(
  services: RenewalServices,
  { certificate: subject, files, fingerprint }: CertificateTarget,
): Promise<void> {
  const chosen = subject && services.inventory.find(subject.connection, subject.id);
  const source = await findSource(files, subject && (chosen?.title ?? subject.id));
  if (source) await renewFrom({ source, certificate: fingerprint, chosen }, services);
}

async function findSource(files: readonly string[], name: string | undefined): Promise<Source | undefined> {
  if (files.length > 0) return { kind: 'files', uris: files.map((uri) => vscode.Uri.parse(uri)) };
  if (name !== undefined) return chooseSource({ title: name });
  const document = activePem();
  return document ? { kind: 'document', document } : chooseFiles();
}
