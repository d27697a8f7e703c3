import assert from 'node:assert/strict';
import { toLabelText } from '../../../../src/app/inventory/certificateEntry';

describe('toLabelText', () => {
  const cases: readonly [{ key: string; value?: string }, string][] = [
    [{ key: 'prod' }, 'prod'],
    [{ key: 'env', value: 'prod' }, 'env=prod'],
    [{ key: 'env', value: '' }, 'env'],
  ];
  for (const [label, text] of cases) it(text, () => assert.equal(toLabelText(label), text));
});
