import assert from 'node:assert/strict';
import type { GmFault, GmPlace } from '../../../src/core/gmPair';
import { gmFault, gmFaultText, isMisplaced, misplacedText } from '../../../src/core/gmPair';
import type { KeyUsage } from '../../../src/core/model';
import { english } from '../../../src/shared/translate';

const withUsage = (...keyUsage: readonly KeyUsage[]) => ({ keyUsage });
const certificates = {
  signs: withUsage('digitalSignature', 'nonRepudiation'),
  encrypts: withUsage('keyEncipherment', 'dataEncipherment', 'keyAgreement'),
  agrees: withUsage('keyAgreement'),
  both: withUsage('digitalSignature', 'keyEncipherment'),
  neither: withUsage('cRLSign'),
  unstated: { keyUsage: undefined },
  unread: undefined,
};
type Kind = keyof typeof certificates;

describe('the pairs of an object with gm', () => {
  const rows: readonly [what: string, first: Kind, further: readonly Kind[], expected: GmFault | undefined][] = [
    ['each in its place', 'encrypts', ['signs'], undefined],
    ['one that only agrees on keys, first', 'agrees', ['signs'], undefined],
    ['swapped', 'signs', ['encrypts'], 'swapped'],
    ['swapped, where the further one may sign as well', 'signs', ['both'], 'swapped'],
    ['first may do both, and the further one only encrypts', 'both', ['encrypts'], 'furtherEncrypts'],
    ['no further one', 'encrypts', [], 'pairs'],
    ['no further one, and the first signs', 'signs', [], 'pairs'],
    ['two further ones', 'encrypts', ['signs', 'signs'], 'pairs'],
    ['the same certificate twice, for signatures', 'signs', ['signs'], 'firstSigns'],
    ['the same certificate twice, for encryption', 'encrypts', ['encrypts'], 'furtherEncrypts'],
    ['the same certificate twice, for both', 'both', ['both'], undefined],
    ['no key usage: everything is allowed', 'unstated', ['unstated'], undefined],
    ['a usage that says neither, which is no matter of places', 'neither', ['neither'], undefined],
    ['a first one that cannot be read', 'unread', ['signs'], undefined],
    ['a first one that cannot be read, and a further one that encrypts', 'unread', ['encrypts'], 'furtherEncrypts'],
    ['a further one that cannot be read', 'encrypts', ['unread'], undefined],
    ['a further one that cannot be read, and a first one that signs', 'signs', ['unread'], 'firstSigns'],
  ];
  for (const [what, first, further, expected] of rows)
    it(`${what}: ${expected ?? 'nothing'}`, () =>
      assert.equal(
        gmFault(
          certificates[first],
          further.map((kind) => certificates[kind]),
        ),
        expected,
      ));

  const misplaced: readonly [place: GmPlace, kinds: string][] = [
    ['first', 'signs'],
    ['further', 'encrypts agrees'],
  ];
  for (const [place, kinds] of misplaced)
    it(`as the ${place} one, those are in the wrong place: ${kinds}`, () =>
      assert.equal(
        Object.entries(certificates)
          .flatMap(([kind, certificate]) => (certificate && isMisplaced(place, certificate) ? [kind] : []))
          .join(' '),
        kinds,
      ));

  it('has a sentence of its own for each fault and place', () => {
    const faults = (['pairs', 'swapped', 'firstSigns', 'furtherEncrypts'] as const).map((fault) =>
      gmFaultText(fault, english),
    );
    assert.equal(new Set(faults).size, 4);
    assert.match(misplacedText('first', english), /first pair encrypts.*cannot encrypt$/);
    assert.match(misplacedText('further', english), /further pair signs.*cannot sign$/);
  });
});
