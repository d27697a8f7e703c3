import assert from 'node:assert/strict';
import { failureSentence } from '../../../src/gateway/failureSentence';
import type { DialectId, GatewayErrorKind } from '../../../src/gateway/gateway';
import { GatewayError } from '../../../src/gateway/gateway';
import { inEnglish } from '../../fixtures/inEnglish';

type Facts = ConstructorParameters<typeof GatewayError>[2] & { readonly dialect?: DialectId };

const cases: readonly (readonly [kind: GatewayErrorKind, facts: Facts, sentence: string])[] = [
  ['unauthorized', { hasNoToken: true }, 'This gateway asks for an admin key, and none is set.'],
  ['unauthorized', { dialect: 'apisix' }, 'The gateway did not accept the admin key.'],
  ['unauthorized', {}, 'The gateway did not accept the token: it may be wrong, expired or revoked.'],
  [
    'forbidden',
    { dialect: 'apisix' },
    'The gateway refused: the key may only read (role viewer), or this machine is not in its allow_admin list.',
  ],
  ['forbidden', { dialect: 'api7cloud' }, 'The gateway refused: the token may not do this.'],
  ['unreachable', {}, 'The gateway could not be reached.'],
  [
    'unreachable',
    { code: 'ERR_PROXY_TUNNEL', status: 407 },
    'A proxy answered instead of the gateway (HTTP 407). Nothing was sent to the gateway.',
  ],
  ['unreachable', { code: 'ENOTFOUND' }, 'The name of the gateway’s host could not be resolved (ENOTFOUND).'],
  ['unreachable', { code: 'EAI_AGAIN' }, 'The name of the gateway’s host could not be resolved (EAI_AGAIN).'],
  ['unreachable', { code: 'ECONNREFUSED' }, 'Cannot connect to the gateway (ECONNREFUSED).'],
  ['unreachable', { code: 'ECONNRESET' }, 'The gateway could not be reached (ECONNRESET).'],
  ['untrusted', {}, 'The TLS certificate of the gateway’s API is not trusted.'],
  [
    'untrusted',
    { code: 'ERR_TLS_CERT_ALTNAME_INVALID' },
    'The TLS certificate of the gateway’s API is for another name (ERR_TLS_CERT_ALTNAME_INVALID).',
  ],
  [
    'untrusted',
    { code: 'CERT_HAS_EXPIRED' },
    'The TLS certificate of the gateway’s API has expired (CERT_HAS_EXPIRED).',
  ],
  [
    'untrusted',
    { code: 'SELF_SIGNED_CERT_IN_CHAIN' },
    'The TLS certificate of the gateway’s API is not trusted (SELF_SIGNED_CERT_IN_CHAIN). Choose the file of the CA that signed it.',
  ],
  [
    'clientCertificate',
    {},
    'The gateway requires a client certificate that it trusts. Choose one for the connection, or a different one.',
  ],
  ['timeout', {}, 'The gateway did not respond in time.'],
  ['notFound', {}, 'The gateway does not have the requested object.'],
  ['conflict', {}, 'The object already exists, or changed in the meantime.'],
  ['rejected', {}, 'The gateway refused it.'],
  ['rejected', { explanation: 'It says why.' }, 'It says why.'],
  [
    'blocked',
    {},
    'Nothing was sent: the connection is read-only, was marked as production in the meantime, or this workspace is not trusted.',
  ],
  ['throttled', {}, 'The gateway asks for fewer requests. Try again a little later.'],
  ['throttled', { retryAfter: 7 }, 'The gateway asks for fewer requests. Try again in 7 seconds.'],
  ['throttled', { retryAfter: 0 }, 'The gateway asks for fewer requests. Try again in 0 seconds.'],
  ['unavailable', {}, 'The gateway has a problem of its own.'],
  ['unavailable', { status: 503 }, 'The gateway has a problem of its own (HTTP 503).'],
  ['cancelled', {}, 'Cancelled.'],
  ['unexpected', {}, 'The response is not from this kind of gateway. Is the address right?'],
  ['unexpected', { status: 200 }, 'The response is not from this kind of gateway (HTTP 200). Is the address right?'],
  ['unexpected', { status: 200, explanation: 'It is a dashboard.' }, 'It is a dashboard.'],
];

describe('failureSentence', () => {
  for (const [kind, { dialect, ...facts }, sentence] of cases)
    it(sentence, () =>
      assert.equal(inEnglish(failureSentence(new GatewayError(kind, 'not this', facts), dialect)), sentence),
    );
});
