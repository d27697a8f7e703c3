import type { Sentence } from '../shared/translate';
import type { DialectId, GatewayError } from './gateway';

/** Words a failure by its kind, never by its message, which may be in no language but English. */
export function failureSentence(error: GatewayError, dialect?: DialectId): Sentence {
  switch (error.kind) {
    case 'unauthorized':
      if (error.hasNoToken) return 'This gateway asks for an admin key, and none is set.';
      return dialect === 'apisix'
        ? 'The gateway did not accept the admin key.'
        : 'The gateway did not accept the token: it may be wrong, expired or revoked.';
    case 'forbidden':
      return dialect === 'apisix'
        ? 'The gateway refused: the key may only read (role viewer), or this machine is not in its allow_admin list.'
        : 'The gateway refused: the token may not do this.';
    case 'unreachable':
      return unreachableSentence(error);
    case 'untrusted':
      return untrustedSentence(error.code);
    case 'clientCertificate':
      return 'The gateway requires a client certificate that it trusts. Choose one for the connection, or a different one.';
    case 'timeout':
      return 'The gateway did not respond in time.';
    case 'notFound':
      return 'The gateway does not have the requested object.';
    case 'conflict':
      return 'The object already exists, or changed in the meantime.';
    case 'rejected':
      return error.explanation ?? 'The gateway refused it.';
    case 'blocked':
      return 'Nothing was sent: the connection is read-only, was marked as production in the meantime, or this workspace is not trusted.';
    case 'throttled':
      return error.retryAfter === undefined
        ? 'The gateway asks for fewer requests. Try again a little later.'
        : {
            text: 'The gateway asks for fewer requests. Try again in {seconds} seconds.',
            values: { seconds: error.retryAfter },
          };
    case 'unavailable':
      return error.status === undefined
        ? 'The gateway has a problem of its own.'
        : { text: 'The gateway has a problem of its own (HTTP {status}).', values: { status: error.status } };
    case 'cancelled':
      return 'Cancelled.';
    case 'unexpected':
      if (error.explanation) return error.explanation;
      return error.status === undefined
        ? 'The response is not from this kind of gateway. Is the address right?'
        : {
            text: 'The response is not from this kind of gateway (HTTP {status}). Is the address right?',
            values: { status: error.status },
          };
  }
}

function unreachableSentence({ code, status = 0 }: GatewayError): Sentence {
  switch (code) {
    case undefined:
      return 'The gateway could not be reached.';
    case 'ERR_PROXY_TUNNEL':
      return {
        text: 'A proxy answered instead of the gateway (HTTP {status}). Nothing was sent to the gateway.',
        values: { status },
      };
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return { text: 'The name of the gateway’s host could not be resolved ({code}).', values: { code } };
    case 'ECONNREFUSED':
      return { text: 'Cannot connect to the gateway ({code}).', values: { code } };
    default:
      return { text: 'The gateway could not be reached ({code}).', values: { code } };
  }
}

function untrustedSentence(code: string | undefined): Sentence {
  switch (code) {
    case undefined:
      return 'The TLS certificate of the gateway’s API is not trusted.';
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return { text: 'The TLS certificate of the gateway’s API is for another name ({code}).', values: { code } };
    case 'CERT_HAS_EXPIRED':
      return { text: 'The TLS certificate of the gateway’s API has expired ({code}).', values: { code } };
    default:
      return {
        text: 'The TLS certificate of the gateway’s API is not trusted ({code}). Choose the file of the CA that signed it.',
        values: { code },
      };
  }
}
