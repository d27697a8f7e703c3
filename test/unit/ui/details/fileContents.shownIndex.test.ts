import assert from 'node:assert/strict';
import type { FileCertificate } from '../../../../src/ui/details/fileContents';
import { shownIndex } from '../../../../src/ui/details/fileContents';

const good = { span: undefined, certificate: { ok: true, value: {} } } as FileCertificate;
const bad: FileCertificate = { span: undefined, certificate: { ok: false, reason: '' } };

describe('shownIndex', () => {
  const cases: readonly [what: string, certificates: readonly FileCertificate[], asked: number, expected: number][] = [
    ['the one asked for', [good, good], 1, 1],
    ['the first that can be read, where the one asked for cannot', [bad, good, bad], 2, 1],
    ['the first that can be read, where the one asked for is gone', [bad, good], 7, 1],
    ['the first, where none can be read', [bad, bad], 1, 0],
  ];
  for (const [what, certificates, asked, expected] of cases)
    it(what, () => assert.equal(shownIndex(certificates, asked), expected));
});
