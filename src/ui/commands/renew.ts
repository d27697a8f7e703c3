import * as vscode from 'vscode';
import type { Source } from '../material/gather';
import type { RenewalServices } from '../renewal/renewalServices';
import { renewFrom } from '../renewal/renewEverywhere';
import { activePem, chooseFiles, chooseSource } from '../update/chooseSource';
import { readCertificate, readFingerprint, readUri, readUris } from './arguments';

/**
 * Renews one certificate wherever it is held. From a row or a details page, the new certificate is chosen; from a lens,
 * an editor or the palette, it is the one that is there.
 *
 * @param selection files to take the new certificate from
 */
export async function renewEverywhere(services: RenewalServices, target: unknown, selection: unknown): Promise<void> {
  const subject = readCertificate(target);
  const chosen = subject && services.inventory.find(subject.connection, subject.id);
  const source = await findSource(target, {
    files: subject ? readUris(selection) : [],
    name: subject ? (chosen?.title ?? subject.id) : undefined,
  });
  if (source) await renewFrom({ source, certificate: readFingerprint(target), chosen }, services);
}

async function findSource(
  target: unknown,
  { files, name }: { readonly files: readonly string[]; readonly name: string | undefined },
): Promise<Source | undefined> {
  if (files.length > 0) return { kind: 'files', uris: files.map((uri) => vscode.Uri.parse(uri)) };
  if (name !== undefined) return chooseSource({ title: name });
  const uri = readUri(target);
  if (uri !== undefined) return { kind: 'files', uris: [vscode.Uri.parse(uri)] };
  const document = activePem();
  return document ? { kind: 'document', document } : chooseFiles();
}
