import assert from 'node:assert/strict';
import { findTokenChainsSteps } from '../../../../src/app/sources/heldValues';
import { runSync } from '../../../../src/shared/cooperative';
import type { MadeCertificate } from '../../../fixtures/certificates';
import { makeCertificate } from '../../../fixtures/certificates';

const now = Date.UTC(2026, 10, 29);
const canary = 'CANARY-of-a-token';

describe('findTokenChains', () => {
  let leaf: MadeCertificate;
  before(async () => void (leaf = await makeCertificate({ now, commonName: 'shop.example.com' })));

  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const headerOf = (x5c: unknown): string => part({ alg: 'ES256', kid: canary, x5c });
  const token = (x5c: unknown): string =>
    `${headerOf(x5c)}.${part({ sub: canary })}.${Buffer.from(canary).toString('base64url')}`;
  const chain = () => [Buffer.from(leaf.der).toString('base64')];
  const find = (text: string) => runSync(findTokenChainsSteps(text));

  it('finds the certificates of a header, where the header stands', () => {
    const text = `Authorization: Bearer ${token(chain())}`;
    const [found] = find(text);
    assert.equal(found && text.slice(found.span.start, found.span.end), headerOf(chain()));
    assert(found?.holding.kind === 'base64' && found.holding.inner.kind === 'pem');
    assert.equal(found.holding.inner.text, leaf.pem);
    assert.equal(found.holding.isHex, true, 'It is never written again: the signature is over it.');
  });

  it('reads a header as long as is allowed, and none that is longer', () => {
    const most = 128 * 1024;
    const padded = (length: number) => {
      const bare = JSON.stringify({ x5c: chain(), pad: '' });
      const bytes = bare.replace('"pad":""', `"pad":"${'a'.repeat((length / 4) * 3 - bare.length)}"`);
      return Buffer.from(bytes).toString('base64url');
    };
    assert.deepEqual([padded(most).length, padded(most + 4).length], [most, most + 4]);
    assert.equal(find(` ${padded(most)}.${part({})}.c2ln`).length, 1);
    assert.equal(find(` ${padded(most + 4)}.${part({})}.c2ln`).length, 0);
  });

  it('keeps nothing else of the token', () => {
    const found = JSON.stringify(find(token(chain())));
    for (const secret of [canary, part({ sub: canary }), Buffer.from(canary).toString('base64url'), headerOf(chain())])
      assert.ok(!found.includes(secret), secret);
  });

  const none: readonly (readonly [what: string, text: () => string])[] = [
    ['a header without a token behind it', () => headerOf(chain())],
    ['what goes on before the header', () => `a${token(chain())}`],
    ['a header whose chain is no list', () => token(chain()[0])],
    ['a header whose chain holds no texts', () => token([7, null, {}])],
    ['a header that is no JSON', () => `${headerOf(chain()).slice(0, -8)}.${part({})}.c2ln`],
    ['a header that is very long', () => token([...chain(), 'A'.repeat(128 * 1024)])],
  ];
  for (const [what, text] of none) it(`finds nothing in ${what}`, () => assert.deepEqual(find(text()), []));

  it('finds the first few of very many', () =>
    assert.equal(find(Array.from({ length: 30 }, () => token(chain())).join('\n')).length, 20));
});
