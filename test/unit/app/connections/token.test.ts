import assert from 'node:assert/strict';
import { checkToken, tokenSentence } from '../../../../src/app/connections/token';
import type { TokenFault } from '../../../../src/shared/token';
import { english } from '../../../../src/shared/translate';

describe('checkToken', () => {
  it('takes a token as it is', () =>
    assert.deepEqual(checkToken('edd1c9f034335f13'), { kind: 'good', token: 'edd1c9f034335f13', isTrimmed: false }));
  for (const typed of [' abcd', 'abcd\n', '\u00a0abcd\r\n', '\ufeffabcd'])
    it(`leaves out the blanks around ${JSON.stringify(typed)}`, () =>
      assert.deepEqual(checkToken(typed), { kind: 'good', token: 'abcd', isTrimmed: true }));

  const bad: readonly [typed: string, fault: TokenFault][] = [
    ['', 'empty'],
    ['  ', 'empty'],
    ['hunter22\nhunter22', 'newline'],
    ['hunter22\rhunter22', 'newline'],
    ['hunter22\u2028x', 'newline'],
    ['Bearer hunter22', 'scheme'],
    ['X-API-KEY: hunter22', 'scheme'],
    ['hunter22 hunter22', 'space'],
    ['hunter22\thunter22', 'space'],
    ['hunter22\u00a0hunter22', 'space'],
    ['hunter22\u0000', 'control'],
    ['hunter22\u007fx', 'control'],
    ['hunter22\u0085x', 'control'],
    ['hunter22\u200b', 'nonAscii'],
    ['hunter22…', 'nonAscii'],
    ['hunter22é', 'nonAscii'],
    ['hunter22'.repeat(2_000), 'tooLong'],
  ];
  for (const [typed, fault] of bad)
    it(`refuses ${JSON.stringify(typed.slice(0, 30))}: ${fault}`, () => {
      assert.deepEqual(checkToken(typed), { kind: 'bad', fault });
      assert.doesNotMatch(tokenSentence(fault, english), /hunter22/);
    });

  it('says each fault in a sentence of its own', () => {
    const faults = [...new Set(bad.map(([, fault]) => fault))];
    assert.equal(new Set(faults.map((fault) => tokenSentence(fault, english))).size, 7);
  });

  it('takes only what Node lets into a header', () => {
    for (let code = 0; code < 0x300; code += 1) {
      const typed = `a${String.fromCharCode(code)}a`;
      if (checkToken(typed).kind === 'good') new Headers({ authorization: `Bearer ${typed}` });
    }
  });
});
