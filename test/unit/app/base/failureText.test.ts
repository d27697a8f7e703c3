import assert from 'node:assert/strict';
import type { NextStep } from '../../../../src/app/base/failureText';
import { failureText, SecretStoreError } from '../../../../src/app/base/failureText';
import type { GatewayErrorKind } from '../../../../src/gateway/gateway';
import { GatewayError } from '../../../../src/gateway/gateway';
import { english } from '../../../../src/shared/translate';

const facts = { translate: english };
const say = (error: unknown, dialect?: 'apisix' | 'api7cloud') =>
  failureText(error, dialect ? { ...facts, dialect } : facts);

describe('failureText', () => {
  const kinds: readonly [kind: Exclude<GatewayErrorKind, 'cancelled'>, sentence: RegExp, firstStep: NextStep][] = [
    ['unauthorized', /did not accept the token/, 'setToken'],
    ['forbidden', /the token may not do this/, 'setToken'],
    ['unreachable', /could not be reached/, 'retry'],
    ['untrusted', /is not trusted/, 'editConnection'],
    ['timeout', /did not respond in time/, 'retry'],
    ['notFound', /does not have the requested object/, 'editConnection'],
    ['conflict', /already exists, or changed/, 'retry'],
    ['rejected', /refused it/, 'showLog'],
    ['blocked', /Nothing was sent/, 'editConnection'],
    ['throttled', /fewer requests/, 'retry'],
    ['unavailable', /problem of its own/, 'retry'],
    ['unexpected', /not from this kind of gateway/, 'editConnection'],
  ];
  for (const [kind, sentence, firstStep] of kinds)
    it(`words ${kind} and offers ${firstStep}`, () => {
      const text = say(new GatewayError(kind, 'inner text'));
      assert.match(text?.sentence ?? '', sentence);
      assert.doesNotMatch(text?.sentence ?? '', /inner text/);
      assert.equal(text?.steps[0], firstStep);
      assert.ok(text?.steps.includes('showLog'));
    });

  it('is silent about cancelling', () => assert.equal(say(new GatewayError('cancelled', '')), undefined));

  it('names the secret storage that failed, and none of its words', () => {
    const text = say(new SecretStoreError(new Error('hunter22')));
    assert.match(text?.sentence ?? '', /secret storage of VS Code failed/);
    assert.doesNotMatch(text?.sentence ?? '', /hunter22/);
    assert.deepEqual(text?.steps, ['showLog']);
  });

  it('says nothing of a foreign error’s text', () => {
    const sentence = 'Something unexpected happened. See the log for details.';
    assert.deepEqual(say(new Error('hunter22')), { sentence, what: sentence, more: '', steps: ['retry', 'showLog'] });
  });

  const details: readonly [error: GatewayError, sentence: string][] = [
    [
      new GatewayError('rejected', '', { gatewayText: 'ssl configuration invalid' }),
      'The gateway refused it. The gateway says: ssl configuration invalid',
    ],
    [
      new GatewayError('unreachable', '', { code: 'ENOTFOUND' }),
      'The name of the gateway’s host could not be resolved (ENOTFOUND).',
    ],
    [new GatewayError('unreachable', '', { code: 'ECONNREFUSED' }), 'Cannot connect to the gateway (ECONNREFUSED).'],
    [
      new GatewayError('unreachable', '', { code: 'ERR_PROXY_TUNNEL', status: 407 }),
      'A proxy answered instead of the gateway (HTTP 407). Nothing was sent to the gateway.',
    ],
    [new GatewayError('unreachable', '', { code: 'ECONNRESET' }), 'The gateway could not be reached (ECONNRESET).'],
    [
      new GatewayError('untrusted', '', { code: 'CERT_HAS_EXPIRED' }),
      'The TLS certificate of the gateway’s API has expired (CERT_HAS_EXPIRED).',
    ],
    [
      new GatewayError('throttled', '', { retryAfter: 7 }),
      'The gateway asks for fewer requests. Try again in 7 seconds.',
    ],
    [
      new GatewayError('unavailable', '', { status: 503, gatewayText: 'has no healthy etcd endpoint available' }),
      'The gateway has a problem of its own (HTTP 503). The gateway says: has no healthy etcd endpoint available',
    ],
    [
      new GatewayError('unexpected', '', { status: 502 }),
      'The response is not from this kind of gateway (HTTP 502). Is the address right?',
    ],
    [
      new GatewayError('unexpected', '', { status: 502, gatewayText: 'Sign in' }),
      'The response is not from this kind of gateway (HTTP 502). Is the address right? The response says: Sign in',
    ],
    [
      new GatewayError('unexpected', '', { status: 404, explanation: { text: 'This is {it}.', values: { it: 'x' } } }),
      'This is x.',
    ],
    [
      new GatewayError('timeout', '', { mayHaveTakenEffect: true }),
      'The gateway did not respond in time. It may still have taken effect: refresh before you retry.',
    ],
  ];
  for (const [error, sentence] of details) it(sentence, () => assert.equal(say(error)?.sentence, sentence));

  it('keeps the gateway’s words apart from ours', () => {
    const { what, more } = say(new GatewayError('rejected', '', { gatewayText: 'no' })) ?? {};
    assert.deepEqual([what, more], ['The gateway refused it.', 'The gateway says: no']);
  });

  it('knows why APISIX forbids', () =>
    assert.match(say(new GatewayError('forbidden', ''), 'apisix')?.sentence ?? '', /allow_admin/));
});
