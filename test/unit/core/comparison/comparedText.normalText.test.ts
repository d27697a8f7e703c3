import assert from 'node:assert/strict';
import { normalText } from '../../../../src/core/comparison/comparedText';
import { english } from '../../../../src/shared/translate';
import { makeParsed } from '../../../fixtures/parsed';

const now = Date.UTC(2026, 10, 23);
const day = 24 * 60 * 60 * 1000;

describe('normalText', () => {
  it('says every name and both dates, one a line, under the same titles', async () => {
    const text = normalText(
      await makeParsed({ now, commonName: 'normal', dns: ['a.example.com', 'b.example.com'], serial: '4F01' }),
      { now, warningDays: null, translate: english },
    );
    for (const line of [
      'Validity',
      '  Not before: 2026-10-24 00:00:00 UTC',
      '  Not after: 2027-01-22 00:00:00 UTC',
      '  DNS name: a.example.com',
      '  DNS name: b.example.com',
      '  Common name (CN): normal',
    ]) {
      assert.ok(text.split('\n').includes(line), `${line}\n${text}`);
    }
    assert.match(text, /4F:?01/i);
  });

  it('is the same whenever it is looked at', async () => {
    const certificate = await makeParsed({ now, commonName: 'normal' });
    const [today, later] = [now, now + 400 * day].map((time) =>
      normalText(certificate, { now: time, warningDays: null, translate: english }),
    );
    assert.equal(today, later);
  });

  it('differs where two certificates do, and nowhere else', async () => {
    const options = { now, warningDays: null, translate: english };
    const lines = async (dns: string) =>
      normalText(await makeParsed({ now, commonName: 'normal', dns: [dns], serial: '4F02' }), options).split('\n');
    const [a, b] = [await lines('a.example.com'), await lines('b.example.com')];
    assert.equal(a.length, b.length);
    const labels = a.filter((line, index) => line !== b[index]).map((line) => line.trim().split(':')[0]);
    assert.ok(labels.includes('DNS name'));
    for (const label of labels) assert.doesNotMatch(label ?? '', /Serial|Not before|Not after|Common name|Key/);
  });

  it('writes out what hides', async () => {
    assert.doesNotMatch(
      normalText(await makeParsed({ now, commonName: 'a\u202Eb\nValidity' }), {
        now,
        warningDays: null,
        translate: english,
      }),
      /\u202E|b\nValidity/,
    );
  });
});
