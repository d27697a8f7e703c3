import * as http from 'node:http';
import * as https from 'node:https';
import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { Disposable } from '../shared/emitter';
import { GatewayError } from './gateway';
import { toNetworkError } from './networkError';
import type { TlsIdentity } from './tlsOptions';
import { toTlsOptions } from './tlsOptions';

/** One request, ready to go. */
export interface Exchange {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
  /** Largest answer that is read. */
  readonly maxBytes: number;
  readonly signal: AbortSignal;
  /** Called once the last byte of the request has been handed to the network. */
  readonly onSent?: (() => void) | undefined;
  /** The body of a success is handed over as it arrives: see {@link RawAnswer.chunks}. */
  readonly isStreamed?: boolean | undefined;
}

/** Returns whether a request may change something, so that it must never be sent twice. */
export const isWrite = (method: Exchange['method']): boolean => method !== 'GET' && method !== 'HEAD';

/** A whole answer, of any status. Redirects are answers: they are never followed. */
export interface RawAnswer {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: Buffer;
  /**
   * The body as it arrives, where that was asked for and the status is 200; `body` is empty then. Fails only with
   * GatewayError. To be read to its end, or left by ending the loop.
   */
  readonly chunks?: AsyncGenerator<Buffer>;
}

export interface Transport extends Disposable {
  /** Fails only with {@link GatewayError}. */
  exchange(exchange: Exchange): Promise<RawAnswer>;
}

export interface TransportOptions extends TlsIdentity {
  /**
   * Milliseconds from the call to the last byte of the answer. Of a body that is streamed: to its first byte, and from
   * each to the next; and ten times as long for all of it.
   */
  readonly timeout: number;
}

/** Requests over HTTP and HTTPS, on connections that are kept open between them until disposed. */
export function openTransport(options: TransportOptions): Transport {
  const agents = { 'http:': new http.Agent({ keepAlive: true }), 'https:': new https.Agent({ keepAlive: true }) };
  const closed = new AbortController();
  // Given with each request, not with the agent: VS Code may put an agent of its own, for proxies, in place of ours.
  const { ca, ...identity } = toTlsOptions(options);
  const tls = { ...identity, ...(ca && { ca: [...ca] }) };

  const attempt = (exchange: Exchange, signal: AbortSignal): Promise<Attempt> => {
    const isSecure = exchange.url.protocol === 'https:';
    // A write never goes over a connection that was idle: whether it arrived would be unknown if that breaks.
    const agent = isWrite(exchange.method) ? false : agents[isSecure ? 'https:' : 'http:'];
    const settings = { method: exchange.method, headers: exchange.headers, agent };
    const request = isSecure
      ? https.request(exchange.url, { ...settings, ...tls })
      : http.request(exchange.url, settings);
    return follow(request, exchange, { signal, timeout: options.timeout });
  };

  return {
    async exchange(exchange) {
      const signal = AbortSignal.any([exchange.signal, closed.signal]);
      if (signal.aborted) throw cancelled(false);
      const first = await attempt(exchange, signal);
      // The gateway closed a kept connection just as it was taken up again.
      const result = first.isStale ? await attempt(exchange, signal) : first;
      if (result.answer instanceof GatewayError) throw result.answer;
      return result.answer;
    },
    dispose() {
      closed.abort();
      agents['http:'].destroy();
      agents['https:'].destroy();
    },
  };
}

interface Attempt {
  readonly answer: RawAnswer | GatewayError;
  readonly isStale: boolean;
}

function follow(
  request: http.ClientRequest,
  exchange: Exchange,
  { signal, timeout }: { readonly signal: AbortSignal; readonly timeout: number },
): Promise<Attempt> {
  return new Promise((resolve) => {
    // From the moment a connection stands, bytes are on their way and nobody can say how many arrived.
    let isConnected = false;
    let isAnswering = false;
    let socket: Socket | undefined;
    const mayHaveTakenEffect = () => isWrite(exchange.method) && isConnected;

    const settle = (answer: RawAnswer | GatewayError, isStale = false) => {
      clearTimeout(timer);
      signal.removeEventListener('abort', abort);
      resolve({ answer, isStale });
      if (answer instanceof GatewayError) request.destroy();
    };
    // Over TLS only what was verified is from the gateway.
    const isUnverified = (own: Socket | undefined): boolean =>
      exchange.url.protocol === 'https:' && !(own instanceof TLSSocket && own.authorized);
    const fail = (error: unknown) => {
      const isCertificateRefused = socket instanceof TLSSocket && Boolean(socket.authorizationError);
      const isStale = request.reusedSocket && !isAnswering && !isWrite(exchange.method);
      settle(
        toNetworkError({ error, isCertificateRefused, isAnswering, mayHaveTakenEffect: mayHaveTakenEffect() }),
        isStale,
      );
    };
    const abort = () => settle(cancelled(mayHaveTakenEffect()));
    const timer = setTimeout(() => {
      const sentence = `The gateway did not answer whole within ${String(timeout)} ms.`;
      settle(new GatewayError('timeout', sentence, { mayHaveTakenEffect: mayHaveTakenEffect() }));
    }, timeout);
    signal.addEventListener('abort', abort);

    request.on('socket', (own) => {
      socket = own;
      onceOpen(own, () => (isConnected = !isUnverified(own)));
    });
    // Errors may come again, after the request is settled and destroyed; then nobody waits for them.
    request.on('error', fail);
    request.on('finish', () => exchange.onSent?.());
    // An answer as well, and no HTTP after it.
    request.on('upgrade', ({ headers, statusCode: status = 0 }, own) => {
      own.destroy();
      settle(isUnverified(own) ? proxyAnswer(status) : { status, headers, body: Buffer.alloc(0) });
    });
    request.on('response', (response) => {
      if (isUnverified(socket)) return settle(proxyAnswer(response.statusCode ?? 0));
      isAnswering = true;
      if (exchange.isStreamed === true && response.statusCode === 200) {
        const { headers, statusCode: status } = response;
        const chunks = chunksOf(response, exchange.maxBytes, { signal, timeout });
        return settle({ status, headers, body: Buffer.alloc(0), chunks });
      }
      collect(response, exchange.maxBytes, (ending) => {
        if (ending.kind === 'whole')
          settle({ status: response.statusCode ?? 0, headers: response.headers, body: ending.body });
        else if (ending.kind === 'broken') fail(ending.error);
        else settle(tooLarge(response.statusCode, mayHaveTakenEffect()));
      });
    });
    request.end(exchange.body);
  });
}

type Ending =
  | { readonly kind: 'whole'; readonly body: Buffer }
  | { readonly kind: 'broken'; readonly error: unknown }
  | { readonly kind: 'tooLarge' };

/** Collects the body. `done` may be called again, with something broken, after the first time. */
function collect(response: http.IncomingMessage, maxBytes: number, done: (ending: Ending) => void): void {
  const chunks: Buffer[] = [];
  let size = 0;
  response.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    size += chunk.length;
    if (size > maxBytes) done({ kind: 'tooLarge' });
  });
  response.on('error', (error) => done({ kind: 'broken', error }));
  response.on('end', () =>
    done(response.complete ? { kind: 'whole', body: Buffer.concat(chunks) } : { kind: 'broken', error: undefined }),
  );
}

/** Most times the usual time limit that a body may take as long as it goes on arriving. */
const maxStreamTimes = 10;

async function* chunksOf(
  response: http.IncomingMessage,
  maxBytes: number,
  { signal, timeout }: { readonly signal: AbortSignal; readonly timeout: number },
): AsyncGenerator<Buffer> {
  const stop = (error: GatewayError) => response.destroy(error);
  const abort = () => stop(cancelled(false));
  const late = () => stop(new GatewayError('timeout', `The gateway sent nothing more within ${String(timeout)} ms.`));
  const whole = timeout * maxStreamTimes;
  const tooLate = () =>
    stop(new GatewayError('timeout', `The gateway did not answer whole within ${String(whole)} ms.`));
  const limit = setTimeout(tooLate, whole);
  let pause = setTimeout(late, timeout);
  let size = 0;
  signal.addEventListener('abort', abort, { once: true });
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      // The time that whoever reads it takes does not count.
      clearTimeout(pause);
      size += chunk.length;
      if (size > maxBytes) throw tooLarge(response.statusCode, false);
      yield chunk;
      pause = setTimeout(late, timeout);
    }
    if (!response.complete) throw new Error('The answer broke off.');
  } catch (error) {
    if (error instanceof GatewayError) throw error;
    throw toNetworkError({ error, isCertificateRefused: false, isAnswering: true, mayHaveTakenEffect: false });
  } finally {
    clearTimeout(limit);
    clearTimeout(pause);
    signal.removeEventListener('abort', abort);
  }
}

function tooLarge(status: number | undefined, mayHaveTakenEffect: boolean): GatewayError {
  return new GatewayError('unexpected', 'The answer is larger than any of a gateway.', { status, mayHaveTakenEffect });
}

/**
 * The failure of an answer that is of a proxy that made no tunnel. VS Code's proxy agent
 * (`https-proxy-agent`) hands it on as if it were the gateway's: anyone on the way to the proxy could say 204 of what
 * was never sent.
 */
function proxyAnswer(status: number): GatewayError {
  const sentence = `A proxy answered instead of the gateway (HTTP ${String(status)}).`;
  return new GatewayError('unreachable', sentence, { status, code: 'ERR_PROXY_TUNNEL' });
}

function cancelled(mayHaveTakenEffect: boolean): GatewayError {
  return new GatewayError('cancelled', 'Cancelled.', { mayHaveTakenEffect });
}

/**
 * Calls `then` once what is written to the socket can reach the other side: at once where it is open already (kept from
 * an earlier request, or opened by a proxy agent), else when it is connected and, over TLS, the server's certificate
 * accepted.
 */
export function onceOpen(socket: Socket, then: () => void): void {
  const isSecuring = socket instanceof TLSSocket && 'secureConnecting' in socket && socket.secureConnecting === true;
  if (!socket.connecting && !isSecuring) then();
  else socket.once(socket instanceof TLSSocket ? 'secureConnect' : 'connect', then);
}
