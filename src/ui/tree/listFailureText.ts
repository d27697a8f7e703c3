import { failureText } from '../../app/base/failureText';
import type { Connection } from '../../app/connections/connection';
import type { ListFailure } from '../../app/inventory/inventory';
import type { GatewayErrorKind } from '../../gateway/gateway';
import type { Translate } from '../../shared/translate';
import { toVisibleText } from '../../shared/visibleText';

/** Words why a connection shows no list. */
export interface ListFailureText {
  /** A few words for its row. */
  readonly short: string;
  /** All of it, with the gateway's own words. */
  readonly sentence: string;
}

export function toListFailureText(failure: ListFailure, connection: Connection, translate: Translate): ListFailureText {
  if (failure.reason !== 'gateway')
    return { short: unreadyWord(failure.reason, connection, translate), sentence: toVisibleText(failure.sentence) };
  const { error } = failure;
  const short =
    error.hasNoToken && error.kind === 'unauthorized'
      ? unreadyWord('noToken', connection, translate)
      : errorWord(error.kind, connection, translate);
  const sentence = failureText(error, { dialect: connection.dialect, translate })?.sentence ?? short;
  return { short, sentence: toVisibleText(sentence) };
}

function unreadyWord(
  reason: Exclude<ListFailure['reason'], 'gateway'>,
  { dialect }: Connection,
  translate: Translate,
): string {
  switch (reason) {
    case 'unknownConnection':
      return translate('connection removed');
    case 'noToken':
      return dialect === 'apisix' ? translate('no admin key') : translate('no token');
    case 'tokenForOtherAddress':
      return translate('token is for another address');
    case 'secretsUnreadable':
      return translate('secret storage failed');
    case 'badAddress':
      return translate('address cannot be used');
    case 'caUnreadable':
      return translate('CA file cannot be read');
    case 'clientCertificateUnusable':
      return translate('client certificate cannot be used');
    case 'scopeMissing':
      return translate('not set up completely');
    case 'broken':
      return translate('cannot be used');
  }
}

function errorWord(kind: GatewayErrorKind, { dialect }: Connection, translate: Translate): string {
  switch (kind) {
    case 'unauthorized':
      return dialect === 'apisix' ? translate('admin key not accepted') : translate('token not accepted');
    case 'forbidden':
      return translate('not allowed');
    case 'unreachable':
      return translate('unreachable');
    case 'untrusted':
      return translate('not trusted');
    case 'clientCertificate':
      return translate('client certificate not accepted');
    case 'timeout':
      return translate('timed out');
    case 'notFound':
      return translate('not found');
    case 'throttled':
      return translate('too many requests');
    case 'conflict':
    case 'rejected':
    case 'blocked':
      return translate('refused');
    case 'unavailable':
      return translate('gateway has a problem');
    case 'unexpected':
      return translate('unexpected response');
    case 'cancelled':
      return translate('stopped');
  }
}
