/**
 * The live check's handshake. It is the one place that lets a server's certificate through unverified: to show a bad
 * chain it has to be received first. Nothing is sent over the connection, no token and no request; a client certificate
 * signs, its key stays here.
 */
import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import type { DetailedPeerCertificate, TLSSocket } from 'node:tls';
import { connect } from 'node:tls';
import type { HandshakeFailure, HandshakeRequest, HandshakeResult, HostAddress, ShownChain } from './handshake';
import { clientAlert, errorCodeOf } from './networkError';

/** Most certificates of a chain that are looked at. OpenSSL itself takes at most 100 kB of them. */
const maxChain = 20;

/**
 * Milliseconds for which a server may still refuse the client after the handshake: over TLS 1.3 it does so afterwards.
 */
const afterthought = 400;

export function openHandshake(request: HandshakeRequest): Promise<HandshakeResult> {
  const { address, port, serverName, client, timeout, signal } = request;
  return new Promise((resolve) => {
    if (signal.aborted) return resolve({ kind: 'failed', reason: 'cancelled' });
    let socket: TLSSocket | undefined;
    let shown: ShownChain | undefined;
    let unfinished: ShownChain | undefined;
    let isConnected = false;
    let settling: NodeJS.Timeout | undefined;
    const settle = (result: HandshakeResult): void => {
      clearTimeout(limit);
      clearTimeout(settling);
      signal.removeEventListener('abort', abort);
      resolve(result);
      socket?.destroy();
    };
    const end = (how: ShownChain['end'], failed: HandshakeFailure, code?: string): void => {
      const ended = shown ?? (failed !== 'timeout' && unfinished?.chain.length ? unfinished : undefined);
      settle(ended ? { ...ended, end: how } : { kind: 'failed', reason: failed, code });
    };
    const abort = (): void => settle({ kind: 'failed', reason: 'cancelled' });
    const limit = setTimeout(() => end('kept', 'timeout'), timeout);
    signal.addEventListener('abort', abort);
    try {
      socket = connect({
        host: address,
        port,
        // An empty name sends none.
        servername: serverName ?? '',
        rejectUnauthorized: false,
        // Names are judged by `core/chain/verdict`, with the reason.
        checkServerIdentity: () => undefined,
        ...(client && { cert: client.certificate, key: client.key }),
      });
    } catch {
      return settle({ kind: 'failed', reason: 'badClient' });
    }
    const own = socket;
    own.on('connect', () => (isConnected = true));
    // Over TLS 1.2 a server refuses the client before the handshake ends. Its certificate is known once there is a
    // secret of the session, which this event is about; the secret itself is not looked at.
    own.on('keylog', () => {
      if (own.getProtocol() === 'TLSv1.2') unfinished ??= toShown(own, undefined);
    });
    own.on('secureConnect', () => {
      shown = toShown(own, trustOf(own));
      settling = setTimeout(() => end('kept', 'closed'), afterthought);
    });
    // A ticket comes once the server is content with the client; whatever it says after that is no handshake.
    own.on('session', () => {
      if (shown?.protocol === 'TLSv1.3') end('kept', 'closed');
    });
    own.on('error', (error) => {
      const code = errorCodeOf(error);
      const reason = failureOf(code, isConnected);
      // With a certificate received, a cipher suite was in common.
      end(reason === 'wantsClient' || reason === 'handshakeFailure' ? 'wantsClient' : 'closed', reason, code);
    });
    own.on('close', () => end('closed', isConnected ? 'closed' : 'unreachable'));
    own.on('end', () => end('closed', 'closed'));
    own.resume();
  });
}

/** OpenSSL's and BoringSSL's words for what is no TLS record. */
const notTls =
  /^(?:ERR_SSL_(?:WRONG_VERSION_NUMBER|HTTP_REQUEST|PACKET_LENGTH_TOO_LONG|INVALID_.*RECORD.*|UNEXPECTED_MESSAGE)|EPROTO)$/;
const noCommon =
  /^ERR_SSL_(?:UNSUPPORTED_PROTOCOL|NO_PROTOCOLS_AVAILABLE|TLSV1_ALERT_PROTOCOL_VERSION|WRONG_SSL_VERSION|NO_SHARED_CIPHER|TLSV1_ALERT_INSUFFICIENT_SECURITY)$/;

function failureOf(code: string | undefined, isConnected: boolean): HandshakeFailure {
  if (code === 'ECONNREFUSED') return 'refused';
  if (!isConnected) return code === 'ETIMEDOUT' ? 'timeout' : 'unreachable';
  if (code === undefined || code === 'ECONNRESET' || code === 'EPIPE') return 'closed';
  if (clientAlert.test(code)) return 'wantsClient';
  if (code === 'ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE') return 'handshakeFailure';
  if (noCommon.test(code)) return 'noCommonVersion';
  if (notTls.test(code)) return 'notTls';
  return code.includes('ALERT') || code.includes('UNRECOGNIZED_NAME') ? 'alert' : 'notTls';
}

function toShown(socket: TLSSocket, trust: ShownChain['trust']): ShownChain {
  const chain: Uint8Array[] = [];
  const seen = new Set<string>();
  let next: DetailedPeerCertificate | undefined = socket.getPeerCertificate(true);
  // A root is its own issuer.
  while (next?.raw && chain.length < maxChain && !seen.has(next.fingerprint256)) {
    chain.push(next.raw);
    seen.add(next.fingerprint256);
    next = next.issuerCertificate;
  }
  return {
    kind: 'shown',
    protocol: socket.getProtocol() ?? '',
    cipher: socket.getCipher().name,
    chain,
    trust,
    end: 'kept',
  };
}

function trustOf(socket: TLSSocket): ShownChain['trust'] {
  const refusal: unknown = socket.authorizationError;
  return { isTrusted: socket.authorized, ...(socket.authorized ? {} : { code: toCode(refusal) }) };
}

const toCode = (refusal: unknown): string =>
  typeof refusal === 'string' && /^\w{1,64}$/.test(refusal) ? refusal : (errorCodeOf(refusal) ?? 'UNKNOWN');

/** Most addresses of a name that are offered. */
const maxAddresses = 8;

export async function lookUpHost(host: string): Promise<readonly HostAddress[]> {
  const family = isIP(host);
  if (family !== 0) return [{ address: host, family: family === 4 ? 4 : 6 }];
  try {
    const addresses = await lookup(host, { all: true, verbatim: true });
    return addresses.slice(0, maxAddresses).map(({ address }) => ({ address, family: isIP(address) === 4 ? 4 : 6 }));
  } catch {
    return [];
  }
}
