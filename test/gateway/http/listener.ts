import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { Answer, Handler } from './exchange';
import { readBody, readHead } from './exchange';
import type { FaultBoard } from './faults';
import type { ListenerName, Recorder } from './recorder';

/** PEM texts of the server's own identity. */
export interface ServerIdentity {
  readonly key: string;
  readonly cert: string;
}

export interface ListenerOptions {
  readonly name: ListenerName;
  readonly handler: Handler;
  readonly recorder: Recorder;
  readonly faults: FaultBoard;
  readonly host: string;
  /** 0 for any free one. */
  readonly port: number;
  readonly https: ServerIdentity | undefined;
  readonly clientCa?: string | undefined;
}

/** Bytes: each gateway refuses much less, in its own words. */
const maxHeaderSize = 262_144;

export interface Listener {
  readonly origin: string;
  readonly port: number;
  close(): Promise<void>;
}

const send = (response: ServerResponse, { status, headers, body }: Answer): void => {
  // Said outright, because Node would add a Keep-Alive header that nginx does not send.
  response.writeHead(status, { Connection: 'keep-alive', ...headers });
  response.end(body);
};

/** A resumed session in which nobody showed a certificate counts as authorised to Node. */
const hasShownClient = (socket: TLSSocket): boolean =>
  socket.authorized && Object.keys(socket.getPeerCertificate()).length > 0;

/** nginx's page, whose request is neither read nor recorded: the Admin API never sees it. */
function withoutClient(socket: TLSSocket): Answer {
  const isSent = Object.keys(socket.getPeerCertificate()).length > 0;
  const title = `400 ${isSent ? 'The SSL certificate error' : 'No required SSL certificate was sent'}`;
  return {
    status: 400,
    headers: { 'Content-Type': 'text/html', Connection: 'close' },
    body: `<html><head><title>${title}</title></head><body>${title}</body></html>`,
  };
}

/** Announces all, sends half, and the rest when it may. */
const sendInHalves = async (
  response: ServerResponse,
  { status, headers, body }: Answer,
  released: Promise<void> | undefined,
): Promise<void> => {
  const bytes = Buffer.from(body);
  const half = Math.floor(bytes.length / 2);
  response.writeHead(status, { ...headers, 'Content-Length': String(bytes.length) });
  response.write(bytes.subarray(0, half));
  await released;
  response.end(bytes.subarray(half));
};

/** Announces all, sends half, cuts. */
const sendHalf = (response: ServerResponse, { status, headers, body }: Answer): void => {
  const bytes = Buffer.from(body);
  response.writeHead(status, { ...headers, 'Content-Length': String(bytes.length) });
  response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => response.destroy());
};

/** A byte every 20 ms, as long as somebody listens. */
const drip = ({ socket }: IncomingMessage, part: 'head' | 'body'): void => {
  socket.write(part === 'head' ? 'HTTP/1.1 200 OK\r\nX-Slow: ' : 'HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n{');
  const timer = setInterval(() => socket.write(' '), 20);
  for (const end of ['close', 'error']) socket.once(end, () => clearInterval(timer));
};

async function serve(
  message: IncomingMessage,
  response: ServerResponse,
  { name, handler, recorder, faults, clientCa }: ListenerOptions,
): Promise<void> {
  if (clientCa !== undefined && message.socket instanceof TLSSocket && !hasShownClient(message.socket))
    return send(response, withoutClient(message.socket));
  const head = readHead(message);
  const met = faults.meet({ listener: name, ...head });
  const fault = met?.fault;
  if (fault?.kind === 'cut' && fault.when === 'before') return void message.socket.destroy();
  const request = { ...head, body: await readBody(message) };
  recorder.add(name, request);
  if (fault?.kind === 'hold' && fault.when === 'before') await met?.released;
  if (fault?.kind === 'cut' && fault.when === 'during') return void message.socket.destroy();
  if (fault?.kind === 'drip') return drip(message, fault.part);
  if (fault?.kind === 'make') return send(response, fault.make(request));
  if (fault?.kind === 'answer')
    return send(response, { status: fault.status, headers: fault.headers ?? {}, body: fault.body ?? '' });
  const answer = handler(request);
  if (fault?.kind === 'hold' && fault.when === 'inside') return sendInHalves(response, answer, met?.released);
  if (fault?.kind === 'hold') await met?.released;
  if (fault?.kind === 'cut' && fault.when === 'answered') response.once('finish', () => message.socket.destroySoon());
  else if (fault?.kind === 'cut') return void message.socket.destroy();
  if (fault?.kind === 'half') return sendHalf(response, answer);
  send(response, answer);
}

const listen = (server: Server, port: number, host: string): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.removeListener('error', reject);
      resolve();
    });
  });

const portOf = (address: AddressInfo | string | null): number =>
  typeof address === 'object' && address !== null ? address.port : 0;

export async function startListener(options: ListenerOptions): Promise<Listener> {
  const answerTo = (message: IncomingMessage, response: ServerResponse): void => {
    // A client that went away, or a handler's own mistake: either way nobody can be told more than a closed connection.
    serve(message, response, options).catch(() => response.destroy());
  };
  const server =
    options.https === undefined
      ? createServer({ maxHeaderSize }, answerTo)
      : createTlsServer(
          {
            maxHeaderSize,
            ...options.https,
            ...(options.clientCa !== undefined && {
              ca: options.clientCa,
              requestCert: true,
              rejectUnauthorized: false,
            }),
          },
          answerTo,
        );
  // As nginx does; Node's five seconds would race against a client that reuses a connection.
  server.keepAliveTimeout = 75_000;
  await listen(server, options.port, options.host);
  const port = portOf(server.address());
  return {
    port,
    origin: `${options.https === undefined ? 'http' : 'https'}://${options.host.includes(':') ? `[${options.host}]` : options.host}:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
