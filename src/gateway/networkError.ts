import type { GatewayErrorKind } from './gateway';
import { GatewayError } from './gateway';

/** A request that got no whole answer, and what happened to it. */
export interface NetworkFailure {
  readonly error: unknown;
  /** The TLS layer had refused the server's certificate. */
  readonly isCertificateRefused: boolean;
  /** The answer's head had arrived. */
  readonly isAnswering: boolean;
  readonly mayHaveTakenEffect: boolean;
}

/** Codes of OpenSSL's verification (X509_V_ERR_*) as Node names them, with a sentence each. */
const certificateSentences: Readonly<Record<string, string>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: 'The server’s certificate is self-signed and not trusted.',
  SELF_SIGNED_CERT_IN_CHAIN: 'The server’s certificate comes from an authority that is not trusted.',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'The authority behind the server’s certificate is not known.',
  UNABLE_TO_GET_ISSUER_CERT: 'The authority behind the server’s certificate is not known.',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'The authority behind the server’s certificate is not known.',
  CERT_HAS_EXPIRED: 'The server’s certificate has expired.',
  CERT_NOT_YET_VALID: 'The server’s certificate is not valid yet.',
  CERT_REVOKED: 'The server’s certificate is revoked.',
  ERR_TLS_CERT_ALTNAME_INVALID: 'The server’s certificate is not for this name.',
  HOSTNAME_MISMATCH: 'The server’s certificate is not for this name.',
};

const networkSentences: Readonly<Record<string, string>> = {
  ENOTFOUND: 'The host name is not known.',
  EAI_AGAIN: 'The host name could not be looked up.',
  ECONNREFUSED: 'Nothing listens at this address and port.',
  ECONNRESET: 'The connection was closed before an answer.',
  EPIPE: 'The connection was closed before an answer.',
  EHOSTUNREACH: 'There is no way to this host.',
  ENETUNREACH: 'There is no way to this network.',
  ETIMEDOUT: 'The host did not take the connection in time.',
  EPROTO: 'The server does not speak TLS at this port.',
};

/** TLS alerts about the certificate of the client (RFC 8446 §6.2). */
export const clientAlert =
  /^ERR_SSL_(?:SSLV3|TLSV1|TLSV13)_ALERT_(?:CERTIFICATE_\w+|BAD_CERTIFICATE|UNSUPPORTED_CERTIFICATE|NO_CERTIFICATE|UNKNOWN_CA|ACCESS_DENIED)$/;

/**
 * Turns Node's or TLS's error into a {@link GatewayError}. Its own text is not used: it may quote what the server sent.
 */
export function toNetworkError(failure: NetworkFailure): GatewayError {
  const code = errorCodeOf(failure.error);
  const [kind, sentence] = explain(code, failure);
  return new GatewayError(kind, code === undefined ? sentence : `${sentence} (${code})`, {
    code,
    // A connection refused while it was being secured has carried no request.
    mayHaveTakenEffect: failure.mayHaveTakenEffect && kind !== 'clientCertificate',
  });
}

function explain(code: string | undefined, failure: NetworkFailure): readonly [GatewayErrorKind, string] {
  const certificate = certificateSentences[code ?? ''];
  if (certificate !== undefined || failure.isCertificateRefused) {
    return ['untrusted', certificate ?? 'The server’s certificate is not trusted.'];
  }
  if (clientAlert.test(code ?? ''))
    return ['clientCertificate', 'The server refused the client certificate, or wants one.'];
  if (failure.isAnswering) return ['unexpected', 'The answer broke off.'];
  if (code?.startsWith('HPE_')) return ['unexpected', 'The answer is not HTTP.'];
  if (code?.startsWith('ERR_SSL_'))
    return ['unreachable', 'The server does not speak TLS that we understand at this port.'];
  return ['unreachable', networkSentences[code ?? ''] ?? 'There is no connection to the gateway.'];
}

/**
 * Returns the code of an error. Node wraps the failures of several addresses of one name into an AggregateError, which
 * carries the first one's code.
 */
export function errorCodeOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' && /^\w{1,64}$/.test(error.code) ? error.code : undefined;
}
