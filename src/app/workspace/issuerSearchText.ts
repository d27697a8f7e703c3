/** Words the result of a search for the issuers of a chain. */
import { reasonText } from '../../core/chain/reasonText';
import type { Certificate } from '../../core/model';
import { certificateName } from '../../core/x509/certificateName';
import type { IssuerFailure } from '../../gateway/issuerSource';
import type { Translate } from '../../shared/translate';
import { toShortText } from '../../shared/visibleText';
import type { IssuerOrigin, IssuerSearch, SearchedPlaces } from './issuerSearch';
import { namesText } from './matchSearchText';

interface IssuerNames {
  /** The file's path in the workspace, or its name. */
  readonly file: (uri: string) => string;
  readonly connection: (id: string) => string;
}

export interface IssuerReport {
  readonly search: Pick<IssuerSearch, 'completion' | 'isComplete' | 'outcome' | 'originOf'>;
  readonly leaf: Certificate;
  readonly names: IssuerNames;
  /** False in a workspace that is not trusted: no gateway was asked, and nothing downloaded. */
  readonly isTrusted: boolean;
  /** No address, of those that the certificate names, could be asked. */
  readonly downloads: readonly FailedDownload[];
  /** The certificate names an address that was not asked. */
  readonly isAddressLeft: boolean;
}

export interface FailedDownload {
  readonly address: string;
  /** `notIssuer`: what came is not the issuer. */
  readonly reason: IssuerFailure | 'notIssuer' | 'noCertificate';
  readonly status?: number | undefined;
}

/** Says what was added and where the chain ends now; or that nothing was found, and what was tried. */
export function issuerReportText(report: IssuerReport, t: Translate): string {
  const { search, leaf, names } = report;
  const { missing, refused, missingIssuer } = search.completion;
  const [first] = missing;
  const added = missing.map(({ certificate }) => certificateName(certificate));
  const sentences: string[] = [];
  if (first && missing.length === 1)
    sentences.push(
      t('Added {name} ({origin}).', {
        name: certificateName(first.certificate),
        origin: originText(search.originOf(first.certificate), names, t),
      }),
    );
  else if (first)
    sentences.push(
      t('Added {count} issuers: {names}.', {
        count: missing.length,
        names: missing
          .map(({ certificate }) =>
            t('{name} ({origin})', {
              name: certificateName(certificate),
              origin: originText(search.originOf(certificate), names, t),
            }),
          )
          .join(', '),
      }),
    );
  sentences.push(endText(report, t));
  if (refused && !added.includes(certificateName(refused.certificate)))
    sentences.push(
      t('{name} ({origin}) was found but not used: {reason}.', {
        name: certificateName(refused.certificate),
        origin: originText(search.originOf(refused.certificate), names, t),
        reason: refused.reasons[0]
          ? reasonText(refused.reasons[0], t)
          : t('its signature on {name} cannot be checked here', { name: certificateName(leaf) }),
      }),
    );
  if (missingIssuer !== undefined) sentences.push(...triedTexts(report, t));
  return sentences.join(' ');
}

function endText({ search, leaf }: IssuerReport, t: Translate): string {
  const { missing, top, root, missingIssuer } = search.completion;
  if (missingIssuer !== undefined) {
    const values = { name: certificateName(top), issuer: toShortText(missingIssuer, 120) };
    return missing.length > 0
      ? t('The issuer of {name} was not found: {issuer}. It may be a root, which clients have.', values)
      : t('The issuer of {name} was not found: {issuer}.', values);
  }
  if (!root) return t('{name} is self-signed: it has no other issuer.', { name: certificateName(leaf) });
  const values = { root: certificateName(root), name: certificateName(leaf) };
  return missing.length > 0
    ? t('The chain ends before the root {root}, which clients have.', values)
    : t('The chain of {name} is complete: only the root {root} is not in it, which clients have.', values);
}

function triedTexts({ search, names, isTrusted, downloads, isAddressLeft }: IssuerReport, t: Translate): string[] {
  const { outcome } = search;
  const sentences = [searchedText(outcome, isTrusted, t)];
  if (outcome.unread.length > 0)
    sentences.push(t('Could not be read: {names}.', { names: namesText(outcome.unread.map(names.file), t) }));
  if (outcome.unlisted.length > 0)
    sentences.push(
      t('Not listed yet, or not readable: {names}. Refresh and try again.', {
        names: namesText(outcome.unlisted.map(names.connection), t),
      }),
    );
  if (outcome.withoutPem.length > 0)
    sentences.push(
      t('These gateways do not return certificates: {names}.', {
        names: namesText(outcome.withoutPem.map(names.connection), t),
      }),
    );
  for (const failed of downloads) sentences.push(downloadText(failed, t));
  if (!isTrusted)
    sentences.push(t('The workspace is not trusted: no gateway was contacted, and nothing is downloaded.'));
  else if (isAddressLeft) sentences.push(t('Nothing was downloaded from the address in the certificate.'));
  else if (downloads.length === 0) sentences.push(t('The certificate names no HTTP address of its issuer.'));
  return sentences;
}

/** Counts of what was looked at. */
export function searchedText({ files, objects }: SearchedPlaces, isTrusted: boolean, t: Translate): string {
  return isTrusted
    ? t('Searched: certificate files ({files}), certificates of gateways ({objects}), public roots.', {
        files,
        objects,
      })
    : t('Searched: certificate files ({files}), public roots.', { files });
}

function originText(origin: IssuerOrigin | undefined, names: IssuerNames, t: Translate): string {
  switch (origin?.kind) {
    case 'file':
      return toShortText(names.file(origin.uri), 80);
    case 'gateway':
      return t('held by {connection}', { connection: toShortText(names.connection(origin.connection), 60) });
    case 'address':
      return toShortText(origin.address, 120);
    case undefined:
      return t('a public root');
  }
}

/** Says why an address brought nothing. */
function downloadText({ address, reason, status }: FailedDownload, t: Translate): string {
  return t('{address}: {reason}.', { address: toShortText(address, 120), reason: failureReason(reason, status, t) });
}

function failureReason(reason: FailedDownload['reason'], status: number | undefined, t: Translate): string {
  switch (reason) {
    case 'badAddress':
      return t('the address cannot be used');
    case 'privateAddress':
      return t('not requested, because it leads to this machine or a private network');
    case 'otherScheme':
      return t('it redirects to an address that is not HTTP');
    case 'tooManyRedirects':
      return t('it redirects too often');
    case 'notFound':
      return t('the host name could not be resolved');
    case 'proxy':
      return t('not requested, because a proxy is in between');
    case 'unreachable':
      return t('there is no connection');
    case 'timeout':
      return t('there was no response within 5 seconds');
    case 'tooLarge':
      return t('the response is larger than 64 kB');
    case 'badAnswer':
      return status === undefined
        ? t('the response was cut off')
        : t('the response has the status {status}', { status });
    case 'notIssuer':
      return t('the certificate there did not issue this one');
    case 'noCertificate':
      return t('the response holds no certificate');
    case 'cancelled':
      return t('cancelled');
  }
}
