import assert from 'node:assert/strict';
import { toCalendarSteps } from '../../../../src/app/timeline/exportCalendar';
import type { ExportRow } from '../../../../src/app/timeline/exportTable';
import { toCsvSteps, toMarkdownSteps } from '../../../../src/app/timeline/exportTable';
import { runSync } from '../../../../src/shared/cooperative';
import { english } from '../../../../src/shared/translate';

const day = 24 * 60 * 60 * 1000;
const now = Date.UTC(2026, 10, 28, 12);
const facts = { now, warningDays: null, translate: english };
const row = (more: Partial<ExportRow> = {}, left = 12.5, lifetime = 90): ExportRow => ({
  name: 'shop.example.com',
  validity: { notBefore: now + (left - lifetime) * day, notAfter: now + left * day },
  state: 'Expiring',
  type: 'Server',
  issuer: 'R3',
  place: 'Staging',
  id: '1',
  key: '["c","1"]',
  ...more,
});

/** Splits a CSV text as RFC 4180 has it. */
const readCsv = (text: string): readonly (readonly string[])[] =>
  text
    .replace(/^\uFEFF/, '')
    .split('\r\n')
    .filter(Boolean)
    .map((line) =>
      Array.from(line.matchAll(/"((?:[^"]|"")*)"(?:,|$)/g), ([, cell = '']) => cell.replaceAll('""', '"')),
    );

describe('The timeline as CSV', () => {
  const csv = (...rows: readonly ExportRow[]): readonly (readonly string[])[] =>
    readCsv(runSync(toCsvSteps(rows, facts)));

  it('has a line a certificate, each cell in quotes', () => {
    assert.deepEqual(csv(row(), row({ state: 'Expired' }, -3), row({ validity: undefined })), [
      ['Expires', 'Days left', 'State', 'Name', 'Type', 'Issuer', 'Place', 'ID'],
      ['2026-12-11 00:00:00 UTC', '12', 'Expiring', 'shop.example.com', 'Server', 'R3', 'Staging', '1'],
      ['2026-11-25 12:00:00 UTC', '', 'Expired', 'shop.example.com', 'Server', 'R3', 'Staging', '1'],
      ['', '', 'Expiring', 'shop.example.com', 'Server', 'R3', 'Staging', '1'],
    ]);
  });

  it('says of the last day that none is left, and nothing of a certificate without an end', () => {
    const endless = { notBefore: now, notAfter: Date.UTC(9999, 11, 31, 23, 59, 59) };
    const left = csv(row({}, 0.5), row({}, -0.5), row({ validity: endless })).map(([, days]) => days);
    assert.deepEqual(left, ['Days left', '0', '', '']);
  });

  const cells: readonly [text: string, cell: string][] = [
    ['=HYPERLINK("http://evil")', '\'=HYPERLINK("http://evil")'],
    ['+1', "'+1"],
    ['-2+3', "'-2+3"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\t=1', "'\\u{9}=1"],
    ['\r=1', "'\\u{D}=1"],
    ['  =1', "'  =1"],
    ['＝1', "'＝1"],
    ['a=b', 'a=b'],
    ['*.example.com', '*.example.com'],
    ['two\r\nlines', 'two\\u{D}\\u{A}lines'],
    ['"quoted", and more', '"quoted", and more'],
    ['a\u202Eb', 'a\\u{202E}b'],
  ];
  for (const field of ['name', 'issuer', 'place', 'id'] as const)
    it(`makes no formula of ${field}`, () => {
      for (const [text, cell] of cells) assert.ok(csv(row({ [field]: text }))[1]?.includes(cell), JSON.stringify(text));
    });
});

describe('The timeline as Markdown', () => {
  const markdown = (...rows: readonly ExportRow[]): readonly string[] =>
    runSync(toMarkdownSteps(rows, facts)).trimEnd().split('\n');

  it('has a heading, the time, and a table', () => {
    assert.deepEqual(markdown(row()), [
      '# Expiry Timeline',
      '',
      'As of 2026-11-28 12:00:00 UTC',
      '',
      '| Expires | Days left | State | Name | Type | Issuer | Place | ID |',
      '| --- | --- | --- | --- | --- | --- | --- | --- |',
      '| 2026-12-11 00:00:00 UTC | 12 | Expiring | shop.example.com | Server | R3 | Staging | 1 |',
    ]);
  });

  const cells: readonly [text: string, cell: string][] = [
    ['a | b', 'a \\| b'],
    ['[x](command:y)', '\\[x\\]\\(command\\:y\\)'],
    ['<img src=x>', '\\<img src=x\\>'],
    ['&lt;', '\\&lt;'],
    [':smile:', '\\:smile\\:'],
    ['`code`', '\\`code\\`'],
    ['*.example.com', '\\*.example.com'],
    ['https://evil.example', 'https\\://evil.example'],
    ['www.evil.example', 'www\\.evil.example'],
    ['a\nb', 'a\\\\u\\{A\\}b'],
    ['a\\', 'a\\\\'],
  ];
  for (const [text, cell] of cells)
    it(`makes nothing but text of ${JSON.stringify(text)}`, () =>
      assert.ok(
        markdown(row({ name: text }))
          .at(-1)
          ?.includes(`| ${cell} |`),
        markdown(row({ name: text })).at(-1),
      ));
});

describe('The timeline as iCalendar', () => {
  const calendar = (...rows: readonly ExportRow[]): string => runSync(toCalendarSteps(rows, facts));
  const unfolded = (...rows: readonly ExportRow[]): readonly string[] =>
    calendar(...rows)
      .replaceAll('\r\n ', '')
      .split('\r\n');

  it('has an event and an alarm a certificate', () => {
    assert.deepEqual(
      unfolded(row()).map((line) => line.replace(/^UID:[0-9a-f]{40}@/, 'UID:…@')),
      [
        'BEGIN:VCALENDAR',
        'VERSION:2.0',
        'PRODID:-//API7 Certificates//Expiry Timeline//EN',
        'CALSCALE:GREGORIAN',
        'X-WR-CALNAME:Certificates',
        'BEGIN:VEVENT',
        'UID:…@api7-certificates',
        'DTSTAMP:20261128T120000Z',
        'DTSTART:20261211T000000Z',
        'SUMMARY:shop.example.com expires (Staging)',
        'DESCRIPTION:Place: Staging\\nID: 1\\nType: Server\\nIssuer: R3',
        'TRANSP:TRANSPARENT',
        'BEGIN:VALARM',
        'ACTION:DISPLAY',
        'DESCRIPTION:shop.example.com expires (Staging)',
        'TRIGGER:-P30D',
        'END:VALARM',
        'END:VEVENT',
        'END:VCALENDAR',
        '',
      ],
    );
  });

  const alarms: readonly [lifetime: number, trigger: string][] = [
    [398, '-P30D'],
    [47, '-P15DT16H'],
    [6, '-P2D'],
    [1, '-PT8H'],
    [1 / 48, '-PT0H10M'],
    [0, 'PT0S'],
  ];
  for (const [lifetime, trigger] of alarms)
    it(`reminds by the lifetime, ${lifetime} days: ${trigger}`, () =>
      assert.ok(unfolded(row({}, 12, lifetime)).includes(`TRIGGER:${trigger}`)));

  it('knows an object again, renewed or renamed, and takes no other for it', () => {
    const uid = (one: ExportRow) => unfolded(one).find((line) => line.startsWith('UID:'));
    assert.equal(uid(row()), uid(row({ name: 'renamed', place: 'Renamed' }, 90)));
    assert.notEqual(uid(row()), uid(row({ key: '["c","2"]' })));
  });

  it('leaves out what has ended, has no dates, or never ends', () => {
    const endless = { notBefore: 0, notAfter: Date.UTC(9999, 11, 31, 23, 59, 59) };
    const text = calendar(row({}, -1), row({ validity: undefined }), row({ validity: endless }));
    assert.doesNotMatch(text, /VEVENT/);
  });

  it('escapes what has a meaning, and writes out what would break a line', () => {
    const [summary] = unfolded(row({ name: 'a;b,c\\d\r\nEND:VEVENT' })).filter((line) => line.startsWith('SUMMARY:'));
    assert.equal(summary, 'SUMMARY:a\\;b\\,c\\\\d\\\\u{D}\\\\u{A}END:VEVENT expires (Staging)');
  });

  for (const name of ['x'.repeat(300), '证书'.repeat(60), '🔐'.repeat(50), `${'x'.repeat(57)}é`])
    it(`has lines of 75 octets at most, and cuts no character: ${name.slice(0, 4)}…`, () => {
      const text = calendar(row({ name }));
      for (const line of text.split('\r\n')) {
        assert.ok(Buffer.byteLength(line) <= 75, line);
        assert.doesNotMatch(line, /[\uD800-\uDFFF](?![\uDC00-\uDFFF])(?<![\uD800-\uDBFF][\uDC00-\uDFFF])/);
      }
      const lines = text.split('\r\n');
      // A character of four octets, with the blank before it.
      for (const [at, line] of lines.entries())
        if (lines[at + 1]?.startsWith(' ')) assert.ok(Buffer.byteLength(line) >= 72, `could be longer: ${line}`);
      const shown = name.length > 200 ? `${name.slice(0, 200)}…` : name;
      assert.ok(text.replaceAll('\r\n ', '').includes(`SUMMARY:${shown} expires`));
      assert.doesNotMatch(text.replaceAll('\r\n', ''), /[\r\n]/);
    });
});
