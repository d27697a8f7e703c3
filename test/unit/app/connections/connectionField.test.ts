import assert from 'node:assert/strict';
import { fieldsToComplete, fieldsToCorrect } from '../../../../src/app/connections/connectionField';
import { GatewayError } from '../../../../src/gateway/gateway';

describe('the field that is probably wrong', () => {
  for (const [kind, fields] of [
    ['unauthorized', ['token']],
    ['forbidden', ['token']],
    ['untrusted', ['caFile', 'address']],
    ['clientCertificate', ['clientCertificate']],
    ['unreachable', ['address']],
    ['unexpected', ['address']],
    ['blocked', ['protection']],
    ['throttled', []],
    ['unavailable', []],
  ] as const)
    it(`is named where a gateway fails as ${kind}`, () =>
      assert.deepEqual(fieldsToCorrect(new GatewayError(kind, 'x')), fields));

  it('is not known of other errors', () => assert.deepEqual(fieldsToCorrect(new Error('x')), []));

  for (const [reason, first] of [
    ['noToken', 'token'],
    ['badAddress', 'address'],
    ['caUnreadable', 'caFile'],
    ['clientCertificateUnusable', 'clientCertificate'],
    ['scopeMissing', 'organization'],
    ['unknownConnection', undefined],
    ['broken', undefined],
  ] as const)
    it(`is named where a connection cannot be used: ${reason}`, () => assert.equal(fieldsToComplete(reason)[0], first));
});
