import type { Disposable } from '../shared/emitter';
import { redact } from '../shared/redact';
import type { TokenFault } from '../shared/token';
import { findTokenFault } from '../shared/token';
import type { Answer } from './answer';
import { headerOf, readAnswer, secretLines } from './answer';
import { answerLimits } from './answerLimits';
import type { Access } from './gateway';
import { GatewayError } from './gateway';
import { readListAnswer } from './listAnswer';
import { NameFilter } from './nameFilter';
import { realPace, withRetries } from './retry';
import { runAnswerSteps } from './steps';
import type { Exchange } from './transport';
import { isWrite, openTransport } from './transport';

/** Milliseconds for a whole request where nothing else is said. */
const usualTimeout = 30_000;

/** The request that is sent. The private key, where there is one, is named so that no answer can bring it back. */
export interface Call {
  readonly method: Exchange['method'];
  /** From the root of the address, every part already encoded. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly privateKey?: string | undefined;
  /** The answer is a list, which may be larger than any object. */
  readonly isList?: boolean;
  /** Set where the answer may be as large as all pages of a list together. */
  readonly isUnpaged?: boolean;
  /** Called with the headers of a success, before anything else of a list is read. */
  readonly onHeaders?: (header: (name: string) => string | undefined) => void;
  readonly signal: AbortSignal;
  readonly onSent?: (() => void) | undefined;
}

export interface Http extends Disposable {
  /** The answer, whatever its status. Fails only with GatewayError, where there is no whole answer. */
  send(call: Call): Promise<Answer>;
  /**
   * A list, as it arrives: its objects, without key material, and then the answer, with the list empty. An answer that
   * is no success, or no list, comes as {@link send} has it. Fails as that does, also half-way.
   * @param listsAt where the list may stand: see `ListReader`
   */
  list(call: Omit<Call, 'method'>, listsAt: readonly string[]): AsyncGenerator<readonly unknown[], Answer>;
}

export interface HttpOptions {
  readonly access: Access;
  /** Scheme, host and port; a path is given with each call. */
  readonly origin: string;
  /** The header the token travels in. */
  readonly toTokenHeader: (token: string) => Readonly<Record<string, string>>;
  readonly isTokenRequired: boolean;
  readonly toWords: (json: unknown) => string | undefined;
}

/** One gateway's door: adds the token, reads the answer, strips it of key material, writes the log. */
export function openHttp(options: HttpOptions): Http {
  const { access } = options;
  const transport = openTransport({
    trustedCa: access.trustedCa,
    trustsOnlyCa: access.trustsOnlyCa,
    client: access.client,
    timeout: access.timeout ?? usualTimeout,
  });
  const closed = new AbortController();
  const token = access.token === '' ? undefined : access.token;
  const known = [...(token === undefined ? [] : [token]), ...secretLines(access.client?.key)];

  const names = new NameFilter();

  const start = (call: Call) => {
    const secrets = [...known, ...secretLines(call.privateKey)];
    const url = toUrl(options.origin, call);
    const began = performance.now();
    const duration = () => `${String(Math.round(performance.now() - began))} ms`;
    const say = (text: string) =>
      access.log?.(redact(`${call.method} ${url.pathname}${url.search}`, secrets) + ` ${text}`);
    const retrying = {
      pace: access.pace ?? realPace,
      signal: AbortSignal.any([call.signal, closed.signal]),
      onRetry: (why: string, wait: number) => say(`${why} after ${duration()}; tried again in ${String(wait)} ms`),
    };
    return {
      secrets,
      exchange: toExchange(call, url, token === undefined ? {} : options.toTokenHeader(token)),
      retrying,
      sayAnswer: (answer: Answer) =>
        say(
          `${String(answer.status)}, ${duration()}, ${String(answer.bytes)} bytes${answer.words === undefined ? '' : `: ${answer.words}`}`,
        ),
      sayFailed: (error: unknown) =>
        say(`failed, ${duration()}: ${error instanceof GatewayError ? error.message : 'unforeseen'}`),
    };
  };

  return {
    async send(call) {
      checkToken(token, options.isTokenRequired);
      // Here, behind everything that a dialect reads first, and for every dialect.
      if (isWrite(call.method)) access.checkWrite?.();
      const { exchange, retrying, secrets, sayAnswer, sayFailed } = start(call);
      try {
        const send = () => transport.exchange(exchange);
        const raw = await (isWrite(call.method) ? send() : withRetries(send, retrying));
        // The answer to a write is small, and says what became of it: it is read also where nobody waits any more.
        const answer = await runAnswerSteps(
          readAnswer(raw, { toWords: options.toWords, secrets, isList: call.isList }),
          isWrite(call.method) ? undefined : call.signal,
        );
        sayAnswer(answer);
        return token === undefined ? { ...answer, hasNoToken: true } : answer;
      } catch (error) {
        sayFailed(error);
        throw error;
      }
    },
    async *list(rest, listsAt) {
      const call: Call = { ...rest, method: 'GET', isList: true };
      checkToken(token, options.isTokenRequired);
      const { exchange, retrying, secrets, sayAnswer, sayFailed } = start(call);
      try {
        const raw = await withRetries(() => transport.exchange({ ...exchange, isStreamed: true }), retrying);
        if (raw.status === 200) call.onHeaders?.(headerOf(raw));
        const answer = yield* readListAnswer(raw, {
          names,
          listsAt,
          secrets,
          toWords: options.toWords,
          signal: call.signal,
          // A page is of use as a whole.
          isGathered: call.isUnpaged !== true,
        });
        sayAnswer(answer);
        return token === undefined ? { ...answer, hasNoToken: true } : answer;
      } catch (error) {
        sayFailed(error);
        throw error;
      }
    },
    dispose() {
      closed.abort();
      transport.dispose();
    },
  };
}

function toExchange(call: Call, url: URL, tokenHeader: Readonly<Record<string, string>>): Exchange {
  const body = call.body === undefined ? undefined : JSON.stringify(call.body);
  const headers = {
    accept: 'application/json',
    'user-agent': 'api7-certificates',
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    ...call.headers,
    ...tokenHeader,
  };
  return {
    method: call.method,
    url,
    headers,
    body,
    maxBytes:
      call.isList === true
        ? call.isUnpaged === true
          ? answerLimits.pagesBytes
          : answerLimits.listBytes
        : answerLimits.objectBytes,
    signal: call.signal,
    onSent: call.onSent,
  };
}

function toUrl(origin: string, call: Call): URL {
  const url = new URL(call.path, origin);
  for (const [name, value] of Object.entries(call.query ?? {})) url.searchParams.set(name, String(value));
  // Whatever a path holds, the token goes to the address it was entered for.
  if (url.origin !== origin) throw new GatewayError('unexpected', 'The path would lead to another host.');
  return url;
}

/**
 * Refuses a token that cannot be sent before any request: Node's own error would come later and quote nothing useful.
 */
function checkToken(token: string | undefined, isRequired: boolean): void {
  if (token === undefined && !isRequired) return;
  const fault = findTokenFault(token ?? '');
  if (fault !== undefined) throw new GatewayError('unauthorized', tokenSentences[fault]);
}

const tokenSentences: Readonly<Record<TokenFault, string>> = {
  empty: 'There is no token.',
  tooLong: 'The token is too long; it cannot be sent.',
  newline: 'The token holds a line break; it cannot be sent.',
  scheme: 'The token holds more than the token; it cannot be sent.',
  space: 'The token holds a space; it cannot be sent.',
  control: 'The token holds a control character; it cannot be sent.',
  nonAscii: 'The token holds a character that is not plain ASCII; it cannot be sent.',
};

/**
 * Returns the origin of a connection's address, and its path without trailing slashes. User, query and fragment are
 * left out. Only http and https.
 */
export function readAddress(address: string): { readonly origin: string; readonly path: string } {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url === undefined || !['http:', 'https:'].includes(url.protocol)) {
    throw new GatewayError('unreachable', 'The address is not one of http or https.', { code: 'ERR_INVALID_URL' });
  }
  return { origin: url.origin, path: url.pathname.replace(/\/+$/, '') };
}

/** Collects all objects of a list, and the answer around them. */
export async function collectList(
  list: AsyncGenerator<readonly unknown[], Answer>,
): Promise<{ readonly objects: readonly unknown[]; readonly answer: Answer }> {
  const objects: unknown[] = [];
  for (;;) {
    const part = await list.next();
    if (part.done === true) return { objects, answer: part.value };
    for (const object of part.value) objects.push(object);
  }
}
