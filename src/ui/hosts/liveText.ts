import type { LiveCheck } from '../../app/usage/liveCheck';
import type { HandshakeFailure } from '../../gateway/handshake';
import type { Translate } from '../../shared/translate';

/** Explains why a handshake showed no certificate, and what that mostly means. */
export function handshakeSentence(
  { reason, code }: { readonly reason: HandshakeFailure; readonly code?: string | undefined },
  { client }: Pick<LiveCheck, 'client'>,
  t: Translate,
): string {
  const sentence = sentenceOf(reason, client !== undefined, t);
  return code === undefined ? sentence : `${sentence} (${code})`;
}

/** Says what a server that showed its certificate and broke off wants of a client. */
export function endSentence(
  end: 'closed' | 'wantsClient',
  { client }: Pick<LiveCheck, 'client'>,
  t: Translate,
): string {
  if (end === 'wantsClient')
    return client === undefined
      ? t('The server requires a client certificate and ended the connection.')
      : t('The server does not accept this client certificate and ended the connection.');
  return client === undefined
    ? t('The server closed the connection at once: it may require a client certificate.')
    : t('The server closed the connection at once: it may not accept this client certificate.');
}

function sentenceOf(reason: HandshakeFailure, hasClient: boolean, t: Translate): string {
  switch (reason) {
    case 'refused':
      return t('Nothing listens at this address and port.');
    case 'unreachable':
      return t('There is no network route to this address.');
    case 'timeout':
      return t('The server did not respond in time.');
    case 'notTls':
      return t('The server there does not use TLS.');
    case 'noCommonVersion':
      return t('The server supports no version of TLS that today’s clients accept.');
    case 'wantsClient':
      return hasClient
        ? t('The server does not accept this client certificate.')
        : t('The server requires a client certificate.');
    case 'handshakeFailure':
      return hasClient
        ? t(
            'The server broke off the handshake: it does not accept this client certificate, or there is no cipher suite in common.',
          )
        : t(
            'The server broke off the handshake: it requires a client certificate, or there is no cipher suite in common.',
          );
    case 'alert':
      return t('The server broke off the handshake. Gateways do so where no certificate has the name.');
    case 'closed':
      return t('The server closed the connection during the handshake.');
    case 'badClient':
      return t('This client certificate and key cannot be used.');
    case 'cancelled':
      return t('Stopped.');
  }
}
