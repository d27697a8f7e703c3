import * as vscode from 'vscode';
import { toEntry } from '../../../app/inventory/certificateEntry';
import { certificateAt, documentAt, insertIntoValueSteps } from '../../../app/sources/chainInValue';
import type { IssuerGateways } from '../../../app/workspace/issuerSearch';
import { IssuerSearch } from '../../../app/workspace/issuerSearch';
import type { FailedDownload } from '../../../app/workspace/issuerSearchText';
import { issuerReportText, searchedText } from '../../../app/workspace/issuerSearchText';
import { orderChainSteps } from '../../../core/chain/chain';
import { issuerAddresses, leafOf } from '../../../core/chain/completion';
import { describeContents } from '../../../core/document/describeContents';
import { certificatesOf } from '../../../core/document/document';
import type { Insertion } from '../../../core/fixes/arrange';
import { insertIssuers } from '../../../core/fixes/arrange';
import type { Certificate } from '../../../core/model';
import { toCertificatesPem } from '../../../core/pem/scan';
import { certificateName } from '../../../core/x509/certificateName';
import type { FetchIssuer, PublicRoots } from '../../../gateway/issuerSource';
import { toIssuerAddress } from '../../../gateway/issuerSource';
import { inHostSlices } from '../../../shared/turns';
import { toRange } from '../../base/ranges';
import { fileName } from '../../files/files';
import { withLateProgress } from '../../prompts/lateProgress';
import { confirm } from '../../prompts/prompts';
import { showInformationMessage, showWarningMessage } from '../../window/messages';
import type { EditorServices } from '../editorServices';

/** The source of issuers that nobody here has. */
interface Issuers {
  /** Requests an address that a person saw, on their command alone. */
  readonly fetch: FetchIssuer;
  readonly publicRoots: () => Promise<ReturnType<PublicRoots>>;
}

export interface ChainServices extends EditorServices {
  readonly issuers: Issuers;
}

/** A file, and an offset of its text where one is meant. */
interface Place {
  readonly uri: vscode.Uri;
  readonly offset: number | undefined;
}

interface Chain extends Place {
  readonly leaf: Certificate;
  /**
   * Certificates that stand together with the leaf: all of the file, or those of the object that holds it as a value.
   */
  readonly known: readonly Certificate[];
}

/**
 * Looks in the workspace, then in what gateways hold, then at addresses that the person confirms; inserts what was
 * found.
 */
export async function completeChainAt(place: Place, services: ChainServices): Promise<void> {
  const chain = await findChain(place, services);
  if (!chain) return;
  const search = await withLateProgress(vscode.l10n.t('Looking for the missing issuers'), (signal, report) =>
    look(chain, services, { signal, report }),
  );
  if (!search) return;
  const { isTrusted } = vscode.workspace;
  const asked = isTrusted && !search.isComplete ? await askAddresses(search, services) : undefined;
  const sentence = issuerReportText(
    {
      search,
      leaf: chain.leaf,
      isTrusted,
      downloads: asked?.failed ?? [],
      isAddressLeft: asked?.isLeft ?? false,
      names: {
        file: (uri) => vscode.workspace.asRelativePath(vscode.Uri.parse(uri)),
        connection: (id) => services.connections.find(id)?.name ?? id,
      },
    },
    services.translate,
  );
  const isInserted = await insert(chain, search.completion.missing, services);
  if (isInserted || search.isComplete) return void showInformationMessage(sentence);
  // That nothing could be inserted was said.
  if (search.completion.missing.length > 0) return;
  const again = vscode.l10n.t('Retry');
  if ((await showInformationMessage(sentence, again)) === again) await completeChainAt(place, services);
}

async function findChain({ uri, offset }: Place, { files, now, translate }: ChainServices): Promise<Chain | undefined> {
  const reading = await files.read(uri, { trigger: 'asked' });
  const document = documentAt(reading, offset);
  const known = certificatesOf(document);
  const meant = reading.isText && offset !== undefined ? certificateAt(document, offset) : undefined;
  const leaf = meant
    ? leafOf(meant, known)
    : (await inHostSlices(orderChainSteps(known, { now: now() }), () => true))?.leaf;
  if (leaf) return { uri, offset, leaf, known };
  void showInformationMessage(
    vscode.l10n.t('“{0}”: {1}', fileName(uri), describeContents(reading.document, translate)),
  );
  return undefined;
}

async function look(
  { uri, leaf, known }: Chain,
  services: ChainServices,
  { signal, report }: { readonly signal: AbortSignal; readonly report: (message: string) => void },
): Promise<IssuerSearch> {
  const { files, issuers, now } = services;
  const roots = await issuers.publicRoots();
  const search = await IssuerSearch.start({ leaf, known, roots, now: now(), inSlices: inHostSlices, signal });
  if (search.isComplete) return search;
  // Certificates may be values of manifests, too.
  const uris = [...(await files.find({ near: uri, signal })), ...(await files.findForeign(signal))].map(String);
  const others = uris.filter((each) => each !== uri.toString());
  await search.lookInFiles(others, {
    read: (each) => files.read(vscode.Uri.parse(each), { trigger: 'unasked', signal }),
    onLooked: () => report(vscode.l10n.t('{0} of {1} files', search.outcome.files, others.length)),
  });
  if (vscode.workspace.isTrusted) await search.lookInGateways(gatewaysOf(services));
  return search;
}

function gatewaysOf({ connections, inventory }: ChainServices): IssuerGateways {
  return {
    connections: connections.all,
    entries: (id) => (inventory.certificates(id) ? inventory.state(id).entries : undefined),
    read: async (id, object, signal) => {
      const known = inventory.findWhole(id, object);
      if (known) return known;
      const connection = connections.find(id);
      const opened = await connections.open(id);
      if (!connection || !opened.ok) throw new Error('The connection cannot be used.');
      return toEntry(connection, await opened.gateway.read(object, signal));
    },
  };
}

/** Inserts as an edit of the text that can be undone. False where nothing was inserted. */
async function insert(place: Chain, insertions: readonly Insertion[], services: ChainServices): Promise<boolean> {
  if (insertions.length === 0) return false;
  if (await insertInto(place, insertions, services)) return true;
  const copy = vscode.l10n.t('Copy as PEM');
  const answer = await showWarningMessage(
    vscode.l10n.t(
      'Issuers were found, and nothing was inserted: this certificate cannot be rewritten in place in “{0}”, or the file cannot be edited.',
      fileName(place.uri),
    ),
    copy,
  );
  if (answer === copy)
    await vscode.env.clipboard.writeText(toCertificatesPem(insertions.map(({ certificate }) => certificate)));
  return false;
}

async function insertInto(
  { uri, offset }: Place,
  insertions: readonly Insertion[],
  { files, now }: ChainServices,
): Promise<boolean> {
  if (vscode.workspace.fs.isWritableFileSystem(uri.scheme) === false) return false;
  const reading = await files.read(uri, { trigger: 'asked' });
  if (!reading.isText) return false;
  const document = await vscode.workspace.openTextDocument(uri);
  // It may have been typed into since the search began.
  const again = await files.read(uri, { trigger: 'asked' });
  const { version } = document;
  const text = document.getText();
  const edits = !again.isText
    ? undefined
    : again.parts
      ? await inHostSlices(insertIntoValueSteps({ text, offset, now: now() }, again, insertions), () => true)
      : insertIssuers(text, again.document, insertions);
  if (!edits || document.version !== version) return false;
  const edit = new vscode.WorkspaceEdit();
  for (const { span, text: added } of edits) edit.replace(uri, toRange(document, span), added);
  await vscode.window.showTextDocument(document);
  return vscode.workspace.applyEdit(edit);
}

/** Addresses that are offered for one certificate, and certificates that are fetched for one chain. */
const maxAddresses = 3;
const maxIssuers = 5;

interface AskedAddresses {
  readonly failed: readonly FailedDownload[];
  /** The person wanted no request to an address that is there. */
  readonly isLeft: boolean;
}

/** Fetches issuers from the addresses that certificates name: one after the other, each shown and confirmed before. */
async function askAddresses(search: IssuerSearch, services: ChainServices): Promise<AskedAddresses> {
  const failed: FailedDownload[] = [];
  for (let fetched = 0; fetched < maxIssuers && !search.isComplete; fetched++) {
    const { top } = search.completion;
    const addresses = issuerAddresses(top)
      .flatMap((text) => toIssuerAddress(text)?.href ?? [])
      .slice(0, maxAddresses);
    let isFound = false;
    for (const address of addresses) {
      if (!(await isWanted(address, search, services))) return { failed, isLeft: true };
      const end = await download(address, search, services);
      if (end === 'left') return { failed, isLeft: true };
      if (end !== 'found') failed.push(end);
      isFound = end === 'found';
      if (isFound) break;
    }
    if (!isFound) break;
  }
  return { failed, isLeft: false };
}

const isWanted = (address: string, search: IssuerSearch, { translate }: ChainServices): Promise<boolean> =>
  confirm({
    message: vscode.l10n.t('Download the issuer of {0}?', certificateName(search.completion.top)),
    detail: [
      address,
      '',
      vscode.l10n.t(
        'The address is from the certificate. The request is not encrypted and carries nothing but your IP address. What comes back is used only if its key signed this certificate.',
      ),
      searchedText(search.outcome, true, translate),
    ],
    action: vscode.l10n.t('Download'),
  });

async function download(
  address: string,
  search: IssuerSearch,
  { issuers, log }: ChainServices,
): Promise<FailedDownload | 'found' | 'left'> {
  const host = new URL(address).host;
  const answer = await withLateProgress(vscode.l10n.t('Downloading from {0}', host), (signal) =>
    issuers.fetch(address, signal),
  );
  if (!answer || (answer.kind === 'failed' && answer.reason === 'cancelled')) return 'left';
  log.debug(`GET ${address}: ${answer.kind === 'failed' ? answer.reason : `${answer.bytes.length} bytes`}`);
  if (answer.kind === 'failed') return { address, reason: answer.reason, status: answer.status };
  const { readCertificates } = await import('../../../app/sources/fileReadings');
  const taken = await search.takeAnswer(readCertificates(answer.bytes), address);
  return taken === 'issuer' ? 'found' : { address, reason: taken };
}
