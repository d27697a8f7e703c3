import assert from 'node:assert/strict';
import { toLabelText } from '../../../../src/app/inventory/certificateEntry';
import { changeLabels, parseLabelChange } from '../../../../src/app/writes/severalWrites';
import type { Label } from '../../../../src/core/model';

const before: readonly Label[] = [
  { key: 'team', value: 'web' },
  { key: 'env', value: 'prod' },
];

describe('parseLabelChange', () => {
  const changes: readonly [text: string, expected: string][] = [
    ['', 'team=web env=prod'],
    ['env=test', 'team=web env=test'],
    ['tier=1', 'team=web env=prod tier=1'],
    ['-team', 'env=prod'],
    ['-team, env=test;tier=1', 'env=test tier=1'],
    ['-unknown', 'team=web env=prod'],
    ['env=a env=b', 'team=web env=b'],
    ['url=a=b', 'team=web env=prod url=a=b'],
  ];
  for (const [text, expected] of changes)
    it(`“${text}” leaves ${expected}`, () => {
      const reading = parseLabelChange(text, 'pairs');
      assert(reading.ok);
      assert.equal(changeLabels(before, reading.change).map(toLabelText).join(' '), expected);
    });

  const wrong: readonly [text: string, style: 'pairs' | 'words', word: string][] = [
    ['env', 'pairs', 'env'],
    ['env=', 'pairs', 'env='],
    ['=prod', 'pairs', '=prod'],
    ['-env=prod', 'pairs', '-env=prod'],
    ['-', 'pairs', '-'],
    ['tier=1 -', 'pairs', '-'],
    ['env=a -env', 'pairs', '-env'],
    ['--prod', 'words', '--prod'],
    [`env=${'x'.repeat(257)}`, 'pairs', `env=${'x'.repeat(257)}`],
  ];
  for (const [text, style, word] of wrong)
    it(`refuses “${text.slice(0, 40)}”`, () =>
      assert.deepEqual(parseLabelChange(text, style), { ok: false, wrong: word }));

  it('adds and removes words where labels have no value', () => {
    const reading = parseLabelChange('prod -old', 'words');
    assert(reading.ok);
    assert.deepEqual(changeLabels([{ key: 'old' }, { key: 'kept' }], reading.change), [
      { key: 'kept' },
      { key: 'prod' },
    ]);
  });
});
