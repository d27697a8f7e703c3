import assert from 'node:assert/strict';
import type { GatewayErrorKind } from '../../../src/gateway/gateway';
import { toNetworkError } from '../../../src/gateway/networkError';

const failure = (error: unknown, facts: { isCertificateRefused?: boolean; isAnswering?: boolean } = {}) =>
  toNetworkError({ error, isCertificateRefused: false, isAnswering: false, mayHaveTakenEffect: false, ...facts });

/** With the beginning of the sentence. */
const codes: readonly (readonly [code: string, kind: GatewayErrorKind, sentence: string])[] = [
  ['ENOTFOUND', 'unreachable', 'The host name is not known.'],
  ['EAI_AGAIN', 'unreachable', 'The host name could not be looked up.'],
  ['ECONNREFUSED', 'unreachable', 'Nothing listens at this address and port.'],
  ['ECONNRESET', 'unreachable', 'The connection was closed before an answer.'],
  ['EHOSTUNREACH', 'unreachable', 'There is no way to this host.'],
  ['EPROTO', 'unreachable', 'The server does not speak TLS at this port.'],
  ['ERR_SSL_WRONG_VERSION_NUMBER', 'unreachable', 'The server does not speak TLS that we understand at this port.'],
  ['SOMETHING_NEW', 'unreachable', 'There is no connection to the gateway.'],
  ['HPE_INVALID_CONSTANT', 'unexpected', 'The answer is not HTTP.'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'untrusted', 'The server’s certificate is self-signed and not trusted.'],
  ['SELF_SIGNED_CERT_IN_CHAIN', 'untrusted', 'The server’s certificate comes from an authority that is not trusted.'],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'untrusted', 'The authority behind the server’s certificate is not known.'],
  ['CERT_HAS_EXPIRED', 'untrusted', 'The server’s certificate has expired.'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'untrusted', 'The server’s certificate is not for this name.'],
  ['EPIPE', 'unreachable', 'The connection was closed before an answer.'],
  ['ENETUNREACH', 'unreachable', 'There is no way to this network.'],
  ['ETIMEDOUT', 'unreachable', 'The host did not take the connection in time.'],
  ['UNABLE_TO_GET_ISSUER_CERT', 'untrusted', 'The authority behind the server’s certificate is not known.'],
  ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'untrusted', 'The authority behind the server’s certificate is not known.'],
  ['CERT_NOT_YET_VALID', 'untrusted', 'The server’s certificate is not valid yet.'],
  ['CERT_REVOKED', 'untrusted', 'The server’s certificate is revoked.'],
  ['HOSTNAME_MISMATCH', 'untrusted', 'The server’s certificate is not for this name.'],
  [
    'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED',
    'clientCertificate',
    'The server refused the client certificate, or wants one.',
  ],
  ['ERR_SSL_TLSV1_ALERT_UNKNOWN_CA', 'clientCertificate', 'The server refused the client certificate, or wants one.'],
];

describe('toNetworkError', () => {
  for (const [code, kind, sentence] of codes) {
    it(`${code}: ${kind}`, () => {
      const error = failure(Object.assign(new Error('CANARY'), { code }));
      assert.deepEqual([error.kind, error.code, error.message], [kind, code, `${sentence} (${code})`]);
      assert.equal(`${error.message}${String(error.stack)}`.includes('CANARY'), false);
    });
  }

  it('a refused certificate is untrusted whatever the code', () => {
    const { kind, message } = failure(Object.assign(new Error(), { code: 'SOMETHING_NEW' }), {
      isCertificateRefused: true,
    });
    assert.deepEqual([kind, message], ['untrusted', 'The server’s certificate is not trusted. (SOMETHING_NEW)']);
  });

  it('a connection that breaks after the answer’s head is half an answer', () => {
    const { kind, message } = failure(Object.assign(new Error(), { code: 'ECONNRESET' }), { isAnswering: true });
    assert.deepEqual([kind, message], ['unexpected', 'The answer broke off. (ECONNRESET)']);
  });

  for (const error of [undefined, null, 'x', 7, { code: 7 }, { code: 'no code\n' }]) {
    it(`takes ${JSON.stringify(error) ?? 'undefined'}`, () =>
      assert.deepEqual([failure(error).kind, failure(error).code], ['unreachable', undefined]));
  }
});
