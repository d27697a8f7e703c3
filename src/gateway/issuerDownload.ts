/**
 * Fetches the certificate of an issuer over HTTP. The address is one that a stranger wrote into a certificate: it must
 * lead to no service of this machine, its network or its cloud. Each name is looked up once, every address of it has to
 * be public, and what was connected to has to be one of them before a byte is sent.
 */
import { lookup } from 'node:dns/promises';
import * as http from 'node:http';
import type { LookupFunction, Socket } from 'node:net';
import { isIP } from 'node:net';
import { rootCertificates } from 'node:tls';
import type { HostAddress } from './handshake';
import type { FetchIssuer, IssuerAnswer, IssuerFailure, PublicRoots } from './issuerSource';
import { toIssuerAddress } from './issuerSource';
import { errorCodeOf } from './networkError';
import { isPublicAddress } from './publicAddress';
import { onceOpen } from './transport';

/** Bytes of an answer: a certificate has about 1,500, a chain as PKCS#7 some thousands. */
const maxBytes = 64 * 1024;
/** Milliseconds for all of it, with each address that it leads to. */
const timeout = 5_000;
const maxRedirects = 3;

/** The parts that a test puts in place of the network's names. The extension takes `fetchIssuer` as it is. */
export interface IssuerNetwork {
  readonly lookUp: (host: string) => Promise<readonly HostAddress[]>;
  readonly isAllowed: (address: string) => boolean;
  /** Milliseconds. */
  readonly timeout: number;
}

export const fetchIssuer: FetchIssuer = (address, signal) => fetchIssuerBy(address, signal, realNetwork);

export const publicRoots: PublicRoots = () => rootCertificates;

export async function fetchIssuerBy(
  address: string,
  signal: AbortSignal,
  network: IssuerNetwork,
): Promise<IssuerAnswer> {
  const late = AbortSignal.timeout(network.timeout);
  const stop = AbortSignal.any([signal, late]);
  try {
    return await untilStopped(follow(address, stop, network), stop);
  } catch (error) {
    const status = error instanceof Refusal ? error.status : undefined;
    const reason =
      error instanceof Refusal
        ? error.reason
        : signal.aborted
          ? 'cancelled'
          : late.aborted
            ? 'timeout'
            : reasonOf(error);
    return { kind: 'failed', reason, ...(status !== undefined && { status }) };
  }
}

const realNetwork: IssuerNetwork = {
  lookUp: async (host) =>
    (await lookup(host, { all: true })).map((each) => ({
      address: each.address,
      family: each.family === 4 ? 4 : 6,
    })),
  isAllowed: isPublicAddress,
  timeout,
};

/** Thrown for an answer that is no certificate. */
class Refusal extends Error {
  constructor(
    readonly reason: IssuerFailure,
    readonly status?: number,
  ) {
    super(reason);
  }
}

/** Stops waiting when the signal is aborted; the look-up of a name itself cannot be stopped. */
function untilStopped<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(new Error('Stopped.'));
    if (signal.aborted) return stop();
    signal.addEventListener('abort', stop, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}

async function follow(address: string, signal: AbortSignal, network: IssuerNetwork): Promise<IssuerAnswer> {
  let url = toIssuerAddress(address);
  if (!url) throw new Refusal('badAddress');
  for (let redirects = 0; ; redirects++) {
    const answer = await request(url, await addressesOf(url, network), signal);
    if ('bytes' in answer) return { kind: 'received', bytes: answer.bytes };
    if (redirects === maxRedirects) throw new Refusal('tooManyRedirects');
    url = toNext(answer.location, url);
  }
}

function toNext(location: string, from: URL): URL {
  if (!URL.canParse(location, from.href)) throw new Refusal('badAddress');
  const next = new URL(location, from.href);
  if (next.protocol !== 'http:') throw new Refusal('otherScheme');
  const usable = toIssuerAddress(next.href);
  if (!usable) throw new Refusal('badAddress');
  return usable;
}

/** Returns the addresses of a host. One that is not public among others is a name made to confuse. */
async function addressesOf(url: URL, { lookUp, isAllowed }: IssuerNetwork): Promise<readonly HostAddress[]> {
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  const family = isIP(host);
  const addresses = family === 0 ? await lookUp(host) : [{ address: host, family: family === 4 ? 4 : 6 } as const];
  if (addresses.length === 0) throw new Refusal('notFound');
  if (!addresses.every(({ address }) => isAllowed(address))) throw new Refusal('privateAddress');
  return addresses;
}

type Got = { readonly bytes: Uint8Array } | { readonly location: string };

function request(url: URL, addresses: readonly HostAddress[], signal: AbortSignal): Promise<Got> {
  return new Promise((resolve, reject) => {
    const sent = http.request(url, {
      method: 'GET',
      // No cookie, no token, no name of this program.
      headers: { Accept: '*/*', 'Accept-Encoding': 'identity' },
      agent: new http.Agent({ keepAlive: false }),
      lookup: lookUpKnown(addresses),
      signal,
    });
    const refuse = (reason: IssuerFailure, status?: number): void => {
      reject(new Refusal(reason, status));
      sent.destroy();
    };
    sent.on('error', reject);
    sent.on('response', (response) => {
      const { statusCode: status = 0, headers } = response;
      if (redirects.has(status) && headers.location !== undefined) {
        resolve({ location: headers.location });
        return sent.destroy();
      }
      if (status !== 200) return refuse('badAnswer', status);
      if (Number(headers['content-length'] ?? 0) > maxBytes) return refuse('tooLarge');
      const chunks: Buffer[] = [];
      let size = 0;
      response.on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (size > maxBytes) return refuse('tooLarge');
        chunks.push(chunk);
      });
      response.on('error', reject);
      response.on('end', () => (response.complete ? resolve({ bytes: Buffer.concat(chunks) }) : refuse('badAnswer')));
      response.on('close', () => refuse('badAnswer'));
    });
    // The request leaves once the connection stands, and is one to an address that was judged: VS Code may put a proxy
    // in between.
    sent.on('socket', (socket: Socket) =>
      onceOpen(socket, () =>
        addresses.some(({ address }) => isSameAddress(address, socket.remoteAddress)) ? sent.end() : refuse('proxy'),
      ),
    );
  });
}

const redirects: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/** Answers look-ups with the addresses that were judged, so that nobody answers otherwise a moment later. */
const lookUpKnown =
  (addresses: readonly HostAddress[]): LookupFunction =>
  (_host, { all }, done) => {
    const [first] = addresses;
    if (all) done(null, [...addresses]);
    else if (first) done(null, first.address, first.family);
    else done(new Error('No address.'), '', 0);
  };

const isSameAddress = (address: string, remote = ''): boolean => normal(address) === normal(remote);

/** Returns the one spelling of an IPv6 address that URLs have. */
function normal(address: string): string {
  const url = `http://${isIP(address) === 6 ? `[${address}]` : address}/`;
  return URL.canParse(url) ? new URL(url).hostname : address;
}

function reasonOf(error: unknown): IssuerFailure {
  const code = errorCodeOf(error);
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'notFound';
  return code?.startsWith('HPE_') ? 'badAnswer' : 'unreachable';
}
