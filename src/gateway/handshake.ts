/** The contract of a live check: one TLS handshake with a server that is nobody's API, on a person's command. */

/** An address that a name was found to have, as it is shown before anything connects to it. */
export interface HostAddress {
  /** IPv4 or IPv6, without brackets. */
  readonly address: string;
  readonly family: 4 | 6;
}

export interface HandshakeRequest {
  /** The address that was shown, never a name: what is connected to is what the person saw. */
  readonly address: string;
  readonly port: number;
  /** The name that is asked for (SNI). Undefined: none is sent. */
  readonly serverName: string | undefined;
  /** PEM texts, the key without a password. Shown to this server alone. */
  readonly client?: { readonly certificate: string; readonly key: string } | undefined;
  /** Milliseconds for all of it. */
  readonly timeout: number;
  readonly signal: AbortSignal;
}

/** The chain that a server showed. Nothing but the handshake was sent. */
export interface ShownChain {
  readonly kind: 'shown';
  /** `TLSv1.3`. */
  readonly protocol: string;
  /** OpenSSL's name of the cipher suite. */
  readonly cipher: string;
  /** DER, leaf first, each followed by its issuer. A root at the end may be this machine's own. */
  readonly chain: readonly Uint8Array[];
  /**
   * The trust that this machine has in it, with OpenSSL's code where there is none. Names and our own rules are judged
   * elsewhere. Undefined where the handshake was not finished.
   */
  readonly trust: { readonly isTrusted: boolean; readonly code?: string } | undefined;
  /**
   * `kept`: the server went on; `closed`: it closed at once; `wantsClient`: it wants a client certificate, or another
   * one.
   */
  readonly end: 'kept' | 'closed' | 'wantsClient';
}

export type HandshakeFailure =
  /** Nothing listens there. */
  | 'refused'
  /** No way there, or the connection broke before TLS began. */
  | 'unreachable'
  | 'timeout'
  /** The server does not speak TLS. */
  | 'notTls'
  /** No version or cipher suite of TLS in common. */
  | 'noCommonVersion'
  /** The server wants a client certificate, or another one. */
  | 'wantsClient'
  /** The alert `handshake_failure`: over TLS 1.2 a client certificate that is missing, or no cipher suite in common. */
  | 'handshakeFailure'
  /** The server broke the handshake off, mostly because it has no certificate for the name. */
  | 'alert'
  | 'closed'
  /** The client certificate and key given cannot be used. */
  | 'badClient'
  | 'cancelled';

export type HandshakeResult =
  ShownChain | { readonly kind: 'failed'; readonly reason: HandshakeFailure; readonly code?: string | undefined };

/** Makes a handshake. Never rejects: a failure is a result. */
export type OpenHandshake = (request: HandshakeRequest) => Promise<HandshakeResult>;

/** Looks a name up as the system does; none where it is not known. An address is its own. */
export type LookUpHost = (host: string) => Promise<readonly HostAddress[]>;
