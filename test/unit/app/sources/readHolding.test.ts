import assert from 'node:assert/strict';
import type { Holding } from '../../../../src/app/sources/holding';
import { readHolding, readHoldingSteps } from '../../../../src/app/sources/readHolding';
import { runSync } from '../../../../src/shared/cooperative';

const pem = '-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n';
const encoded = Buffer.from(pem).toString('base64');
const folded = encoded.replace(/.{20}/g, '$&\n    ');

const rows: readonly (readonly [string, string, readonly string[] | undefined])[] = [
  ['data', `kind: Secret\nmetadata: {name: a}\ndata:\n  tls.crt: ${encoded}\n`, ['a/tls.crt']],
  ['data over lines', `kind: Secret\ndata:\n  tls.crt: |\n    ${folded}\n`, ['tls.crt']],
  ['data folded', `kind: Secret\ndata:\n  tls.crt: >-\n    ${folded}\n`, ['tls.crt']],
  ['quoted kind', `"kind": 'Secret'\n'data': {"tls.crt": "${encoded}"}\n`, ['tls.crt']],
  [
    'stringData over data',
    `kind: Secret\ndata: {tls.crt: eHl6}\nstringData:\n  tls.crt: |\n${pem.replace(/^/gm, '    ')}\n`,
    ['tls.crt'],
  ],
  [
    'documents',
    `kind: Secret\ndata: {a: ${encoded}}\n---\n# nothing\n---\nkind: Secret\ndata: {b: ${encoded}}\n...\n`,
    ['a', 'b'],
  ],
  [
    'a document that is broken beside one that is not',
    `kind: Secret\ndata: {a: [}\n---\nkind: Secret\ndata: {b: ${encoded}}\n`,
    ['b'],
  ],
  ['JSON', JSON.stringify({ kind: 'Secret', data: { 'tls.crt': encoded } }), ['tls.crt']],
  [
    'a List',
    JSON.stringify({ kind: 'List', items: [{ kind: 'Secret', data: { a: encoded } }, { kind: 'Pod' }, 7] }),
    ['a'],
  ],
  ['a Secret of passwords', 'kind: Secret\ndata: {password: eHl6}\n', []],
  ['values of other types', 'kind: Secret\ndata: {a: 7, b: [x], c: null}\nstringData: text\n', []],
  ['base64 that is none', 'kind: Secret\ndata: {a: "***"}\n', []],
  ['another kind', `kind: ConfigMap\ndata: {a: x}\n`, undefined],
  ['broken JSON', '{"kind": "Secret", ', undefined],
  ['an alias, where its anchor is', `kind: Secret\nx: &x ${encoded}\ndata: {a: *x}\n`, ['x']],
  [
    'an alias among annotations',
    `kind: Secret\nmetadata: {name: a, annotations: {x: &x hello, y: *x}}\ndata:\n  b: ${encoded}\n`,
    ['a/b'],
  ],
  [
    'more than a megabyte with a value in it',
    `kind: Secret\n#${'x'.repeat(1024 * 1024)}\ndata:\n  a: ${encoded}\n`,
    ['a'],
  ],
  ['PEM', pem, undefined],
  ['more than a megabyte', `kind: Secret\n#${'x'.repeat(1024 * 1024)}`, undefined],
];

/** Names of what counts; undefined for a text that has no values. */
const namesIn = (holding: Holding): readonly string[] | undefined =>
  holding.kind === 'values'
    ? holding.values.filter(({ isOverridden }) => !isOverridden).map(({ name }) => name)
    : undefined;

describe('readHolding', () => {
  for (const [title, text, expected] of rows)
    it(title, () => assert.deepEqual(namesIn(readHolding({ kind: 'text', text })), expected));

  it('gives the text itself, and the very place of the value', () => {
    const text = `kind: Secret\ndata: {a: ${encoded}}\n`;
    const holding = readHolding({ kind: 'text', text });
    assert.ok(holding.kind === 'values');
    const [value] = holding.values;
    assert.ok(value?.holding.kind === 'base64' && value.holding.inner.kind === 'pem');
    assert.equal(value.holding.inner.text, pem);
    assert.equal(text.slice(value.span.start, value.span.end), encoded);
  });

  const der = Uint8Array.from([0x30, 0x81, 200, ...Array.from({ length: 200 }, (_, index) => (index * 89) % 256)]);
  const block = `${pem.replace('MAA=', Buffer.from(der).toString('base64').replace(/.{64}/g, '$&\n'))}`;
  const inBase64 = Buffer.from(block).toString('base64');
  const bytes = `[${[...Buffer.from(block)].join(', ')}]`;
  const kinds: readonly (readonly [string, (index: number) => string])[] = [
    ['blocks', (index) => `a${index}: |\n${block.replace(/^(?=.)/gm, '  ')}`],
    ['base64', (index) => `a${index}: ${inBase64}\n`],
    ['lists of bytes', (index) => `a${index}: ${bytes}\n`],
    [
      'blocks beside base64 and lists',
      (index) => `a${index}: |\n${block.replace(/^(?=.)/gm, '  ')}b${index}: ${inBase64}\nc${index}: ${bytes}\n`,
    ],
  ];
  for (const [kind, valueOf] of kinds)
    it(`finds as many values as it may, and no more: ${kind}`, () => {
      const text = Array.from({ length: 5 }, (_, index) => valueOf(index)).join('');
      const countWith = (blocks: number): number => {
        const holding = runSync(readHoldingSteps({ kind: 'text', text }, { isForeign: true, most: { blocks } }));
        return holding.kind === 'values' ? holding.values.length : 0;
      };
      assert.deepEqual([1, 3, 4, 5].map(countWith), [1, 3, 4, 5]);
    });

  const bombs: readonly (readonly [string, string])[] = [
    [
      'aliases',
      `kind: Secret\na: &a [x,x,x,x,x,x,x,x,x]\n${[...'bcdefghijk'].map((name, index) => `${name}: &${name} [${Array(9).fill(`*${'abcdefghijk'[index]}`).join(',')}]`).join('\n')}\n`,
    ],
    ['nesting', `kind: Secret\na: ${'['.repeat(1_000_000)}`],
    ['equal keys', `kind: Secret\n${'a: 1\n'.repeat(20_000)}`],
    ['tags', `kind: Secret\na: ${'!a '.repeat(300_000)}`],
    ['nesting in JSON', `{"kind": "Secret", "a": ${'['.repeat(200_000)}`],
  ];
  // That it takes no time is seen by the suite ending: parsed, each would hold it for minutes.
  for (const [title, text] of bombs)
    it(`takes no harm from ${title}`, () => assert.doesNotThrow(() => readHolding({ kind: 'text', text })));
});
