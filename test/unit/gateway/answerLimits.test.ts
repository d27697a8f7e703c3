import assert from 'node:assert/strict';
import { answerLimits, excessOf } from '../../../src/gateway/answerLimits';

describe('what one object may hold', () => {
  const none = { names: [], labels: 0, pems: [] };

  it('is as much as limits say', () => {
    const names = Array.from({ length: answerLimits.names }, () => 'a');
    const pems = Array.from({ length: answerLimits.pems }, () =>
      'a'.repeat(answerLimits.pemsLength / answerLimits.pems),
    );
    assert.equal(excessOf({ names, labels: answerLimits.labels, pems: [undefined, ...pems] }), undefined);
  });

  it('is no more', () => {
    const names = Array.from({ length: answerLimits.names + 1 }, () => 'a');
    assert.match(excessOf({ ...none, names }) ?? '', /names/);
    assert.match(excessOf({ ...none, labels: answerLimits.labels + 1 }) ?? '', /labels/);
    const pems = Array.from({ length: answerLimits.pems + 1 }, () => 'a');
    assert.match(excessOf({ ...none, pems }) ?? '', /more certificates/);
    assert.match(excessOf({ ...none, pems: ['a'.repeat(answerLimits.pemLength + 1)] }) ?? '', /larger/);
    const half = 'a'.repeat(answerLimits.pemLength);
    assert.equal(excessOf({ ...none, pems: [half, half] }), undefined);
    assert.match(excessOf({ ...none, pems: [half, half, 'a'] }) ?? '', /larger/);
  });

  it('counts a certificate of a list that was decoded already as the text it was', () => {
    const der = new Uint8Array((answerLimits.pemLength / 4) * 3);
    assert.equal(excessOf({ ...none, pems: [{ der, rest: '' }] }), undefined);
    assert.match(excessOf({ ...none, pems: [{ der, rest: 'a' }] }) ?? '', /larger/);
  });
});
