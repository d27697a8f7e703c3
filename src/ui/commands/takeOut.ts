import * as vscode from 'vscode';
import type { CertificateEntry } from '../../app/inventory/certificateEntry';
import { certificateText, withColons } from '../../core/details/certificateText';
import type { Certificate } from '../../core/model';
import type { CopyForm } from '../../core/pem/base64';
import { toCopyForm } from '../../core/pem/base64';
import { toCertificatesPem } from '../../core/pem/scan';
import { certificateName } from '../../core/x509/certificateName';
import { isRecord } from '../../shared/isRecord';
import { toShortText, toVisibleJson } from '../../shared/visibleText';
import type { CompareServices } from '../compare/comparisons';
import { chosenCandidates, pickOf, underCursor } from '../compare/fileCandidates';
import { readNow } from '../compare/gatewaySide';
import { isPemDocument } from '../files/foreignDocument';
import { saveTextAs } from '../files/saveAs';
import { withLateProgress } from '../prompts/lateProgress';
import { openGateway } from '../prompts/notify';
import { pickCertificate } from '../prompts/pickCertificate';
import { chooseRow } from '../window/chooseRow';
import { copyText, showErrorMessage } from '../window/messages';
import type { CertificatesTarget } from './arguments';

/** A certificate that is taken out, leaf first with its chain. Public parts alone. */
interface Taken {
  readonly name: string;
  readonly chain: readonly Certificate[];
}

/** Copies the selected certificates with their chains as PEM. */
export async function copyCertificatePem(services: CompareServices, target: CertificatesTarget): Promise<void> {
  const taken = await takeAll(services, target);
  await copyText(toCertificatesPem(taken.flatMap(({ chain }) => chain)), vscode.l10n.t('PEM'));
}

/** Copies one certificate in the form that the person picks. */
export async function copyCertificateAs(services: CompareServices, target: CertificatesTarget): Promise<void> {
  const [taken] = await takeAll(services, onlyCalledOn(target));
  const [leaf] = taken?.chain ?? [];
  if (!taken || !leaf) return;
  const row = await chooseRow(formRows(taken, leaf), {
    title: vscode.l10n.t('Copy {0} As', toShortText(taken.name, 60)),
    placeholder: vscode.l10n.t('Which form?'),
  });
  if (row) await copyText(row.text, row.label);
}

function formRows(taken: Taken, leaf: Certificate) {
  const { t } = vscode.l10n;
  const pem = toCertificatesPem(taken.chain);
  const form = (label: string, detail: string, kind: CopyForm) => ({ label, detail, text: toCopyForm(pem, kind) });
  const value = (label: string, text: string) => ({ label, detail: text, text });
  return [
    form(t('PEM'), t('With its chain, as in a file'), 'pem'),
    form(t('One Line'), t('PEM with \\n for line breaks, as in environment variables and JSON'), 'oneLine'),
    form(t('Base64 of PEM'), t('As in “data” of a Kubernetes Secret'), 'base64'),
    form(t('YAML Block'), t('PEM after |, indented by two spaces'), 'yaml'),
    value(t('Fingerprint (SHA-256)'), withColons(leaf.fingerprints.sha256).toUpperCase()),
    value(t('Fingerprint (SHA-1)'), withColons(leaf.fingerprints.sha1).toUpperCase()),
    value(t('Serial number'), leaf.serial),
  ];
}

/** Writes the certificate with its chain to the file that the person names. */
export async function exportChain(services: CompareServices, target: CertificatesTarget): Promise<void> {
  const [taken] = await takeAll(services, onlyCalledOn(target));
  if (!taken) return;
  const uri = await saveTextAs(async () => toCertificatesPem(taken.chain), {
    title: vscode.l10n.t('Export {0} with Its Chain', toShortText(taken.name, 60)),
    defaultName: `${fileStem(taken.name)}.pem`,
    filters: { [vscode.l10n.t('Certificates')]: ['pem', 'crt'] },
  });
  if (uri) await vscode.commands.executeCommand('vscode.open', uri);
}

/** Shows all that a certificate says as text, in the order of `openssl x509 -text`. */
export async function showCertificateText(services: CompareServices, target: CertificatesTarget): Promise<void> {
  const [taken] = await takeAll(services, onlyCalledOn(target));
  if (!taken) return;
  const name = `${toShortText(taken.name, 60)}.txt`;
  await services.comparisons.showText({ name, text: taken.chain.map(certificateText).join('\n') });
}

/** Shows the object that holds a certificate as the gateway writes it, without keys. */
export async function showGatewayObject(services: CompareServices, target: CertificatesTarget): Promise<void> {
  const [entry] = await entriesOf(services, onlyCalledOn(target));
  if (!entry) return;
  const { connection, stored, title } = entry;
  const gateway = await openGateway(connection, services);
  if (!gateway) return;
  const doing = vscode.l10n.t('Reading {0}', toShortText(title, 60));
  try {
    const object = await withLateProgress(doing, (signal) => gateway.readAsIs(stored.id, signal));
    if (!isRecord(object)) return;
    const name = `${toShortText(title, 60)} (${toShortText(connection.name, 60)}).json`;
    await services.comparisons.showText({ name, text: `${toVisibleJson(object)}\n` });
  } catch (error) {
    services.notify.failure(error, { doing, connection });
  }
}

/** Returns the certificate it was called on, whatever else is selected. */
const onlyCalledOn = (target: CertificatesTarget): CertificatesTarget => ({
  ...target,
  certificates: target.certificate ? [target.certificate] : [],
});

async function takeAll(services: CompareServices, target: CertificatesTarget): Promise<readonly Taken[]> {
  const file = target.certificates.length > 0 ? undefined : fileOf(target);
  if (file) {
    const candidates = await chosenCandidates(file, services);
    const candidate =
      underCursor(candidates) ?? (await pickOf(candidates, vscode.l10n.t('Which certificate?'), services));
    return candidate ? [toTaken([candidate.certificate])] : [];
  }
  const taken: Taken[] = [];
  for (const entry of await entriesOf(services, target)) {
    const now = await readNow(entry, services);
    if (!now) return [];
    if (now.chain.length === 0) {
      void showErrorMessage(
        vscode.l10n.t('{0}: the gateway does not return this certificate as PEM.', toShortText(now.title, 60)),
      );
      return [];
    }
    taken.push({ name: now.title, chain: now.chain });
  }
  return taken;
}

const toTaken = (chain: readonly Certificate[]): Taken => ({
  name: chain[0] ? certificateName(chain[0]) : vscode.l10n.t('Certificate'),
  chain,
});

/** Finds the rows or the page it was called on; else the one picked. */
async function entriesOf(
  services: CompareServices,
  { certificates }: CertificatesTarget,
): Promise<readonly CertificateEntry[]> {
  if (certificates.length > 0)
    return certificates.flatMap(({ connection, id }) => services.inventory.find(connection, id) ?? []);
  const picked = await pickCertificate(services, {
    title: vscode.l10n.t('Which certificate?'),
    ifNoConnection: vscode.l10n.t('There is no gateway whose certificates could be shown yet.'),
  });
  return picked ? [picked] : [];
}

/** Finds the file it was called on, or the PEM text in front. */
function fileOf({ file }: CertificatesTarget): vscode.Uri | undefined {
  if (file !== undefined) return vscode.Uri.parse(file);
  const document = vscode.window.activeTextEditor?.document;
  return document && isPemDocument(document) ? document.uri : undefined;
}

/** Makes a name that strangers chose the name of a file. */
const fileStem = (name: string): string =>
  name
    .replace(/^\*/, 'wildcard')
    .replace(/[^\w.-]+/g, '_')
    .replace(/^\.+/, '')
    .slice(0, 80) || 'certificate';
