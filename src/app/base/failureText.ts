import type { DialectId, GatewayErrorKind } from '../../gateway/gateway';
import { GatewayError } from '../../gateway/gateway';
import type { Translate } from '../../shared/translate';
import { translateSentence } from '../../shared/translate';
import { NotNoted } from './notNoted';
import { SecretStoreError, secretStoreSentence } from './secretStoreError';

export type NextStep = 'retry' | 'setToken' | 'editConnection' | 'openTimeout' | 'showLog';

/** A failure in words, with the next steps a person can take. */
export interface FailureText {
  /** All of it: `what`, then `more`. */
  readonly sentence: string;
  readonly what: string;
  /** The gateway's own words, and whether it may have taken effect; empty where there is nothing of that. */
  readonly more: string;
  readonly steps: readonly NextStep[];
}

export interface FailureFacts {
  readonly dialect?: DialectId;
  readonly translate: Translate;
}

/** Words a failure by its kind, never by its message. Undefined where there is nothing to say: the person cancelled. */
export function failureText(error: unknown, facts: FailureFacts): FailureText | undefined {
  const { translate } = facts;
  if (error instanceof SecretStoreError) {
    const what = secretStoreSentence(translate);
    return { sentence: what, what, more: '', steps: ['showLog'] };
  }
  if (error instanceof NotNoted) {
    const what = translate(
      'Nothing was sent: VS Code could not save the note that would find this write again after a crash.',
    );
    return { sentence: what, what, more: '', steps: retrying };
  }
  if (!(error instanceof GatewayError)) {
    const what = translate('Something unexpected happened. See the log for details.');
    return { sentence: what, what, more: '', steps: retrying };
  }
  if (error.kind === 'cancelled') return undefined;
  const what = ourSentence(error, error.kind, facts);
  const more = [
    error.gatewayText && translate('The gateway says: {text}', { text: error.gatewayText }),
    error.mayHaveTakenEffect && translate('It may still have taken effect: refresh before you retry.'),
  ]
    .filter(Boolean)
    .join(' ');
  return { sentence: [what, more].filter(Boolean).join(' '), what, more, steps: steps[error.kind] };
}

const retrying: readonly NextStep[] = ['retry', 'showLog'];
const editing: readonly NextStep[] = ['editConnection', 'retry', 'showLog'];
const steps: Readonly<Record<Exclude<GatewayErrorKind, 'cancelled'>, readonly NextStep[]>> = {
  unauthorized: ['setToken', 'retry', 'showLog'],
  forbidden: ['setToken', 'showLog'],
  unreachable: ['retry', 'editConnection', 'showLog'],
  untrusted: editing,
  clientCertificate: editing,
  timeout: ['retry', 'openTimeout', 'showLog'],
  notFound: ['editConnection', 'showLog'],
  conflict: retrying,
  rejected: ['showLog'],
  blocked: ['editConnection', 'showLog'],
  throttled: retrying,
  unavailable: retrying,
  unexpected: editing,
};

function ourSentence(
  error: GatewayError,
  kind: Exclude<GatewayErrorKind, 'cancelled'>,
  { dialect, translate }: FailureFacts,
): string {
  switch (kind) {
    case 'unauthorized':
      if (error.isWithoutToken) return translate('This gateway asks for an admin key, and none is set.');
      return translate('The gateway did not accept the token: it may be wrong, expired or revoked.');
    case 'forbidden':
      return dialect === 'apisix'
        ? translate(
            'The gateway refused: the key may only read (role viewer), or this machine is not in its allow_admin list.',
          )
        : translate('The gateway refused: the token may not do this.');
    case 'unreachable':
      return unreachableSentence(error, translate);
    case 'untrusted':
      return untrustedSentence(error.code, translate);
    case 'clientCertificate':
      return translate(
        'The gateway wants a client certificate that it trusts. Give the connection one, or another one.',
      );
    case 'timeout':
      return translate('The gateway did not respond in time.');
    case 'notFound':
      return translate('The gateway does not have the requested object.');
    case 'conflict':
      return translate('The object exists already or changed meanwhile.');
    case 'rejected':
      return translate('The gateway refused it.');
    case 'blocked':
      return translate(
        'Nothing was sent: the connection is marked read-only, was marked as production meanwhile, or this workspace is not trusted.',
      );
    case 'throttled':
      return error.retryAfter === undefined
        ? translate('The gateway asks for fewer requests. Try again a little later.')
        : translate('The gateway asks for fewer requests. Try again in {seconds} seconds.', {
            seconds: error.retryAfter,
          });
    case 'unavailable':
      return error.status === undefined
        ? translate('The gateway has a problem of its own.')
        : translate('The gateway has a problem of its own (HTTP {status}).', { status: error.status });
    case 'unexpected':
      if (error.explanation) return translateSentence(error.explanation, translate);
      return error.status === undefined
        ? translate('The response is not from this kind of gateway. Is the address right?')
        : translate('The response is not from this kind of gateway (HTTP {status}). Is the address right?', {
            status: error.status,
          });
  }
}

function unreachableSentence({ code, status = 0 }: GatewayError, translate: Translate): string {
  switch (code) {
    case undefined:
      return translate('The gateway could not be reached.');
    case 'ERR_PROXY_TUNNEL':
      return translate('A proxy answered instead of the gateway (HTTP {status}). Nothing was sent to the gateway.', {
        status,
      });
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return translate('The name of the gateway’s host could not be resolved ({code}).', { code });
    case 'ECONNREFUSED':
      return translate('Cannot connect to the gateway ({code}).', { code });
    default:
      return translate('The gateway could not be reached ({code}).', { code });
  }
}

function untrustedSentence(code: string | undefined, translate: Translate): string {
  switch (code) {
    case undefined:
      return translate('The TLS certificate of the gateway’s API is not trusted.');
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return translate('The TLS certificate of the gateway’s API is for another name ({code}).', { code });
    case 'CERT_HAS_EXPIRED':
      return translate('The TLS certificate of the gateway’s API has expired ({code}).', { code });
    default:
      return translate(
        'The TLS certificate of the gateway’s API is not trusted ({code}). Give the connection the CA file that signed it.',
        {
          code,
        },
      );
  }
}
