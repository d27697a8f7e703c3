import * as vscode from 'vscode';
import type { IssuerSearch } from '../../../app/workspace/issuerSearch';
import type { FailedDownload } from '../../../app/workspace/issuerSearchText';
import { searchedText } from '../../../app/workspace/issuerSearchText';
import { issuerAddresses } from '../../../core/chain/completion';
import { certificateTitle } from '../../../core/chain/reasonText';
import { toIssuerAddress } from '../../../gateway/issuerSource';
import { withLateProgress } from '../../prompts/lateProgress';
import { confirm } from '../../prompts/prompts';
import type { ChainServices } from './completeChain';

/** Addresses that are offered for one certificate, and certificates that are fetched for one chain. */
const maxAddresses = 3;
const maxIssuers = 5;

export interface AskedAddresses {
  readonly failed: readonly FailedDownload[];
  /** The person wanted no request to an address that is there. */
  readonly isLeft: boolean;
}

/** Fetches issuers from the addresses that certificates name: one after the other, each shown and confirmed before. */
export async function askAddresses(search: IssuerSearch, services: ChainServices): Promise<AskedAddresses> {
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
    message: vscode.l10n.t('Download the issuer of {0}?', certificateTitle(search.completion.top)),
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
