import { failureSentence } from '../../gateway/failureSentence';
import type { DialectId, GatewayErrorKind } from '../../gateway/gateway';
import { GatewayError } from '../../gateway/gateway';
import type { Translate } from '../../shared/translate';
import { translateSentence } from '../../shared/translate';

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
  readonly dialect?: DialectId | undefined;
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
  const what = translateSentence(failureSentence(error, facts.dialect), translate);
  const more = [
    quoteText(error, translate),
    error.mayHaveTakenEffect && translate('It may still have taken effect: refresh before you retry.'),
  ]
    .filter(Boolean)
    .join(' ');
  return { sentence: [what, more].filter(Boolean).join(' '), what, more, steps: steps[error.kind] };
}

/** Quotes the gateway, or what answered in its place; empty where nothing was said. */
export function quoteText({ kind, gatewayText: text = '' }: GatewayError, translate: Translate): string {
  if (text === '') return '';
  return kind === 'unexpected'
    ? translate('The response says: {text}', { text })
    : translate('The gateway says: {text}', { text });
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

/** The error of VS Code's secret storage: most often a keyring that is locked or missing. */
export class SecretStoreError extends Error {
  override readonly name = 'SecretStoreError';

  constructor(cause: unknown) {
    super('The secret storage failed.', { cause });
  }
}

/** Says that the secret storage failed, and what it needs. */
export const secretStoreSentence = (translate: Translate): string =>
  translate(
    'The secret storage of VS Code failed on this machine. On Linux it needs a keyring that is unlocked, such as GNOME Keyring or KWallet.',
  );

/** The error of a write of which no note could be kept: nothing was sent. */
export class NotNoted extends Error {
  override readonly name = 'NotNoted';
}
