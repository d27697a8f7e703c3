import { GatewayError } from '../../gateway/gateway';
import type { GatewayErrorKind } from '../../gateway/gateway';
import type { Translate } from '../../shared/translate';

/** Why a certificate could not be read from its gateway, for the page that wanted to show it. */
export function readFailure(error: unknown, translate: Translate): string {
  if (!(error instanceof GatewayError)) return translate('The certificate could not be read. The log says more.');
  const sentence = toSentence(error.kind, translate);
  const words = error.gatewayText ?? error.code;
  // Of a missing certificate the gateway's own words say nothing more.
  return words === undefined || error.kind === 'notFound' ? sentence : translate('{sentence} It says: {words}', { sentence, words });
}

function toSentence(kind: GatewayErrorKind, translate: Translate): string {
  switch (kind) {
    case 'notFound':
      return translate('The gateway no longer has this certificate: it was deleted, or the connection now leads elsewhere.');
    case 'unauthorized':
      return translate('The gateway did not accept the token. Set a new one on the connection, then retry.');
    case 'forbidden':
      return translate('The token may not read this certificate.');
    case 'unreachable':
      return translate('The gateway could not be reached.');
    case 'untrusted':
      return translate('The TLS certificate of the gateway’s API is not trusted. A CA file can be set on the connection.');
    case 'timeout':
      return translate('The gateway did not answer in time.');
    case 'throttled':
      return translate('The gateway asks to wait before the next request.');
    case 'conflict':
    case 'rejected':
      return translate('The gateway refused to give this certificate.');
    case 'unexpected':
      return translate('The answer is not one this gateway gives.');
    case 'cancelled':
      return translate('Reading was stopped.');
  }
}
