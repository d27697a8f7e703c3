import assert from 'node:assert/strict';
import type { GatewayErrorKind } from '../../../src/gateway/gateway';
import { toNetworkError } from '../../../src/gateway/networkError';

const failure = (error: unknown, facts: { isCertificateRefused?: boolean; isAnswering?: boolean } = {}) =>
  toNetworkError({ error, isCertificateRefused: false, isAnswering: false, mayHaveTakenEffect: false, ...facts });

const codes: readonly (readonly [code: string, kind: GatewayErrorKind])[] = [
  ['ENOTFOUND', 'unreachable'],
  ['EAI_AGAIN', 'unreachable'],
  ['ECONNREFUSED', 'unreachable'],
  ['ECONNRESET', 'unreachable'],
  ['EHOSTUNREACH', 'unreachable'],
  ['EPROTO', 'unreachable'],
  ['ERR_SSL_WRONG_VERSION_NUMBER', 'unreachable'],
  ['SOMETHING_NEW', 'unreachable'],
  ['HPE_INVALID_CONSTANT', 'unexpected'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'untrusted'],
  ['SELF_SIGNED_CERT_IN_CHAIN', 'untrusted'],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'untrusted'],
  ['CERT_HAS_EXPIRED', 'untrusted'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'untrusted'],
];

describe('toNetworkError', () => {
  for (const [code, kind] of codes) {
    it(`${code}: ${kind}`, () => {
      const error = failure(Object.assign(new Error('CANARY'), { code }));
      assert.deepEqual([error.kind, error.code, error.message.includes(code)], [kind, code, true]);
      assert.equal(`${error.message}${String(error.stack)}`.includes('CANARY'), false);
    });
  }

  it('a refused certificate is untrusted whatever the code', () => {
    assert.equal(
      failure(Object.assign(new Error(), { code: 'SOMETHING_NEW' }), { isCertificateRefused: true }).kind,
      'untrusted',
    );
  });

  it('a connection that breaks after the answer’s head is half an answer', () => {
    assert.equal(failure(Object.assign(new Error(), { code: 'ECONNRESET' }), { isAnswering: true }).kind, 'unexpected');
  });

  for (const error of [undefined, null, 'x', 7, { code: 7 }, { code: 'no code\n' }]) {
    it(`takes ${JSON.stringify(error) ?? 'undefined'}`, () =>
      assert.deepEqual([failure(error).kind, failure(error).code], ['unreachable', undefined]));
  }
});
