import assert from 'node:assert/strict';
import type { Impact } from '../../../../src/app/usage/impact';
import { english } from '../../../../src/shared/translate';
import { impactRows, impactSentence, textRows, withSentence } from '../../../../src/ui/change/impactRows';

const nothing: Impact = {
  action: 'delete',
  type: 'server',
  hosts: [],
  counts: { lost: 0, moves: 0, unclear: 0, unnamed: 0, gained: 0, kept: 0, untouched: 0 },
  clientOf: [],
  copies: [],
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

describe('withSentence', () => {
  const row = { icon: 'error', label: 'shop.example.com', choice: 1 };

  it('puts a short sentence beside the label', () => {
    assert.deepEqual(withSentence(row, 'uploaded (ID 4482)'), [{ ...row, description: 'uploaded (ID 4482)' }]);
  });

  it('puts a long one below it, whole', () => {
    const text = Array.from({ length: 40 }, (_, index) => `word${index}`).join(' ');
    const [first, ...rest] = withSentence(row, text);
    assert.equal(first?.description, undefined);
    assert.deepEqual([first?.choice, ...rest.map(({ choice }) => choice)], [1, ...rest.map(() => undefined)]);
    const parts = [first?.detail, ...rest.flatMap(({ label, detail }) => [label, detail])];
    assert.equal(parts.filter((part) => part !== undefined).join(' '), text);
  });
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

  it('ends the first line of a sentence that needs two with a clause', () => {
    const [row, ...more] = textRows(
      'warning',
      'The stream routes could not be read: The gateway has a problem of its own (HTTP 503).',
    );
    assert.deepEqual(
      [row?.label, row?.detail, more],
      ['The stream routes could not be read:', 'The gateway has a problem of its own (HTTP 503).', []],
    );
  });

  it('counts a Chinese letter as wider', () => {
    const rows = textRows('info', '网'.repeat(80));
    assert.ok(rows.every(({ label, detail = '' }) => label.length < 40 && detail.length < 50));
    assert.equal(whole('网'.repeat(80)).replaceAll(' ', ''), '网'.repeat(80));
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
      ({ icon, label, description, detail }) => `${icon} ${label} | ${description ?? ''} | ${detail ?? ''}`,
    );

  it('has a row a host, with what happens to it beside it', () =>
    assert.deepEqual(rows({ hosts: [host('a.test'), host('b.test')] }), [
      'error a.test | Left without TLS | ',
      'error b.test | Left without TLS | ',
    ]));

  it('counts what would be a sixth row and more', () => {
    const hosts = Array.from({ length: 9 }, (_, index) => host(`${index}.test`));
    assert.deepEqual(rows({ hosts }).slice(4), [
      'error 4.test | Left without TLS | ',
      'error 4 more hosts | Left without TLS | ',
    ]);
  });

  it('says why in a line beneath, also with long IDs', () => {
    const other = { id: '00000000000000001413', title: '*.example.com', state: 'valid', isNamed: false } as const;
    const lost: Impact['hosts'][number] = {
      ...host('www.shop.example.com'),
      outcome: { kind: 'lost', blockedBy: [other], more: 0 },
    };
    assert.deepEqual(rows({ hosts: [lost] }), [
      'error www.shop.example.com | Left without TLS | The gateway refuses *.example.com (ID 00000000000000001413)',
    ]);
  });

  it('puts what happens below a name that leaves no room beside it', () => {
    const name = `${'a'.repeat(56)}.test`;
    assert.deepEqual(rows({ hosts: [host(name)] }), [`error ${name} |  | Left without TLS`]);
  });

  it('lists as many as fit into one line, and counts the rest', () => {
    const clientOf = Array.from(
      { length: 7 },
      (_, id) => ({ kind: 'upstream', id: `orders-of-region-${id}` }) as const,
    );
    assert.deepEqual(rows({ clientOf }), [
      'error Upstreams lose their client certificate: requests fail |  | upstream orders-of-region-0, upstream orders-of-region-1 and 5 more',
    ]);
  });

  it('says what is no host’s in a row of its own', () =>
    assert.deepEqual(rows({ unknown: ['Services may not be read.'] }), ['warning Services may not be read. |  | ']));
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
