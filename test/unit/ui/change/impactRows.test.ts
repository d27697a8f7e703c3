import assert from 'node:assert/strict';
import type { Impact } from '../../../../src/app/usage/impact';
import { english } from '../../../../src/shared/translate';
import { impactRows, impactSentence, textRows } from '../../../../src/ui/change/impactRows';

const nothing: Impact = {
  action: 'delete',
  type: 'server',
  hosts: [],
  counts: { lost: 0, moves: 0, unclear: 0, unnamed: 0, gained: 0, kept: 0, untouched: 0 },
  clientOf: [],
  breaksClients: true,
  availableTo: [],
  unknown: [],
};
const host = (name: string): Impact['hosts'][number] => ({
  host: name,
  by: [{ kind: 'route', id: '1' }],
  isActive: true,
  outcome: { kind: 'lost', blockedBy: [] },
});

describe('textRows', () => {
  const whole = (text: string): string =>
    textRows('error', text)
      .flatMap(({ label, detail = '' }) => [label.replace(/^\$\(\w+\) /, ''), detail])
      .join(' ')
      .trim();

  it('shows a short sentence in one row', () => {
    assert.deepEqual(textRows('info', 'Short.'), [{ icon: 'info', label: 'Short.', alwaysShow: true }]);
  });

  it('loses nothing of a long one', () => {
    const text = Array.from({ length: 60 }, (_, index) => `word${index}`).join(' ');
    assert.equal(whole(text), text);
    assert.ok(textRows('error', text).length > 1);
  });

  it('cuts a word that is longer than a line', () => {
    assert.equal(whole('x'.repeat(300)).replaceAll(' ', ''), 'x'.repeat(300));
  });

  it('makes no icon of a name', () => {
    assert.deepEqual(textRows('info', 'a$(trash).example')[0], {
      icon: 'info',
      label: 'a$(trash).example',
      alwaysShow: true,
    });
  });
});

describe('impactRows', () => {
  const rows = (impact: Partial<Impact>) =>
    impactRows({ ...nothing, ...impact }, english).map(
      ({ icon, label, detail }) => `${icon} ${label} | ${detail ?? ''}`,
    );

  it('has a row a host, with what happens to it beneath', () =>
    assert.deepEqual(rows({ hosts: [host('a.test'), host('b.test')] }), [
      'error a.test | Left without TLS',
      'error b.test | Left without TLS',
    ]));

  it('counts what would be a sixth row and more', () => {
    const hosts = Array.from({ length: 9 }, (_, index) => host(`${index}.test`));
    assert.deepEqual(rows({ hosts }).slice(4), [
      'error 4.test | Left without TLS',
      'error 4 more hosts | Left without TLS',
    ]);
  });

  it('says what is no host’s in a row of its own', () =>
    assert.deepEqual(rows({ unknown: ['Services may not be read.'] }), ['warning Services may not be read. | ']));
});

describe('impactSentence', () => {
  const cases: readonly [what: string, impact: Partial<Impact>, losses: readonly string[], said: RegExp][] = [
    [
      'failing hosts come before losses',
      { hosts: [host('a.test')] },
      ['b.test will be removed'],
      /^Left without TLS: a\.test; and 1 more\.$/,
    ],
    [
      'losses come before what is not known',
      { unknown: ['Not all was read.'] },
      ['b.test will be removed'],
      /^b\.test will be removed; and 1 more\.$/,
    ],
    ['nothing uses it', {}, [], /^Nothing on this gateway is known to use it/],
  ];
  for (const [what, impact, losses, said] of cases)
    it(what, () => assert.match(impactSentence({ ...nothing, ...impact }, losses, english), said));
});
