import assert from 'node:assert/strict';
import { plainLabel } from '../../../src/ui/plainLabel';

describe('plainLabel', () => {
  const cases: readonly [text: string, plain: string][] = [
    ['shop.example.com', 'shop.example.com'],
    ['$(pass) trusted.pem $(lock)', '$ (pass) trusted.pem $ (lock)'],
    ['\\$(pass)', '\\$ (pass)'],
    ['$5 (a)', '$5 (a)'],
  ];
  for (const [text, plain] of cases) it(text, () => assert.equal(plainLabel(text), plain));
});
