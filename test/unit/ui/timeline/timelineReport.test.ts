import assert from 'node:assert/strict';
import type { KnownCertificates } from '../../../../src/app/timeline/items';
import type { TimelineView } from '../../../../src/app/timeline/timeline';
import { timelineSteps } from '../../../../src/app/timeline/timeline';
import { runSync } from '../../../../src/shared/cooperative';
import type { TimelineState } from '../../../../src/shared/timelineProtocol';
import { english } from '../../../../src/shared/translate';
import { pressingText, statusText } from '../../../../src/ui/timeline/reminderText';
import type { ReadingFacts } from '../../../../src/ui/timeline/timelineReport';
import { setControl, toTimelineState } from '../../../../src/ui/timeline/timelineReport';
import { clock, fileOf, gatewayOf } from '../../app/timeline/known';

const start: TimelineView = { by: 'state', filter: {}, chosen: undefined };
const known: KnownCertificates = {
  gateways: [gatewayOf('one', { old: { left: -3 }, soon: { left: 5 }, spring: { left: 120 }, dark: {} })],
  files: [fileOf('file:///w/a.pem', [{ left: 2, name: 'a.example.com' }])],
};

/** Ranges of dates have blanks of another width. */
const plain = (text: string): string => text.replaceAll('\u2009', ' ');

function stateOf(
  view: Partial<TimelineView> = {},
  more: Partial<ReadingFacts> = {},
  of: KnownCertificates = known,
): TimelineState {
  const shown = { ...start, ...view };
  return toTimelineState(
    runSync(timelineSteps(of, clock, shown)),
    {
      view: shown,
      connections: of.gateways.map(({ connection }) => connection),
      fileText: (uri) => uri.replace('file:///w/', ''),
      wording: { clock, translate: english, language: 'en' },
    },
    { isLoading: false, incomplete: [], files: 'checked', ...more },
  );
}

describe('The page of the timeline', () => {
  it('says how many press, and how badly', () => {
    assert.deepEqual(
      stateOf().numbers.map(({ label, count, severity }) => [label, count, severity]),
      [
        ['Expired', '1', 'error'],
        ['Within 7 days', '2', 'warning'],
        ['Within 30 days', '2', 'info'],
      ],
    );
    assert.equal(stateOf().subtitle, 'Certificates: 5. Connections: 1, and the files of this workspace.');
  });

  it('names every period', () => {
    const labels = stateOf().periods.map(({ label, short }) => [plain(label), short]);
    assert.deepEqual(labels.slice(0, 2), [
      ['Expired', 'Expired'],
      ['Nov 28 – Dec 5, 2026', 'Nov 28'],
    ]);
    assert.deepEqual(labels.slice(14, 16), [
      ['Feb 27 – 28, 2027', 'Feb 27'],
      ['March 2027', 'Mar'],
    ]);
    assert.deepEqual(labels.at(-1), ['From Mar 1, 2028 on', 'Later']);
    assert.equal(labels.find(([label]) => label === 'January 2028')?.[1], '2028');
  });

  it('lists the chosen ones with what is left and where they are', () => {
    const { chosen } = stateOf({ chosen: 'w0' });
    assert.deepEqual(chosen && { ...chosen, title: plain(chosen.title) }, {
      id: 'w0',
      title: 'Nov 28 – Dec 5, 2026: 2',
      rows: [
        { title: 'a.example.com', note: '2 days left · a.pem · File CA', severity: 'warning' },
        { title: 'soon.example.test', note: '5 days left · Gateway one · R3', severity: 'warning' },
      ],
    });
  });

  const notes: readonly [what: string, facts: Partial<ReadingFacts>, note: RegExp][] = [
    ['files that nobody has checked', { files: 'unchecked' }, /have not been checked yet/],
    ['a connection that could not be read', { incomplete: known.gateways.map((each) => each.connection) }, /missing/],
    ['certificates without dates', {}, /in no period: 1/],
    ['the rule of short-lived certificates', {}, /last third of their lifetime/],
  ];
  for (const [what, facts, note] of notes)
    it(`tells of ${what}`, () => assert.ok(stateOf({}, facts).notes.some((text) => note.test(text))));

  it('offers the check of files only where none was asked for', () => {
    const offers = (['none', 'unchecked', 'checking', 'checked'] as const).map(
      (files) => stateOf({}, { files }).canCheckFiles,
    );
    assert.deepEqual(offers, [false, true, false, false]);
  });

  it('filters by what a control says, and by nothing else', () => {
    const issuer = setControl(start, 'issuer', '=R3');
    assert.deepEqual(issuer.filter, { issuer: 'R3' });
    assert.equal(stateOf(issuer).controls.find(({ id }) => id === 'issuer')?.chosen, '=R3');
    assert.deepEqual(setControl(issuer, 'issuer', 'all').filter, {});
    assert.deepEqual(setControl(issuer, 'source', '=').filter, { issuer: 'R3', source: '' });
    assert.equal(setControl(start, 'by', 'type').by, 'type');
    for (const [control, option] of [
      ['by', 'x'],
      ['x', '=R3'],
      ['__proto__', '=R3'],
    ] as const)
      assert.deepEqual(setControl(start, control, option), start);
  });

  it('keeps a filter that nothing passes any more among its options', () => {
    const { controls, canExport } = stateOf({ filter: { issuer: 'Gone CA' } });
    const control = controls.find(({ id }) => id === 'issuer');
    assert.ok(control?.options.some(({ id, text }) => id === control.chosen && text === 'Gone CA (0)'));
    assert.equal(canExport, false);
  });

  it('stays small, however many certificates there are', () => {
    const objects = Object.fromEntries(
      Array.from({ length: 3_000 }, (_, index) => [`c${index}`, { left: 5, issuer: `CN=${'x'.repeat(300)}${index}` }]),
    );
    const state = stateOf({ by: 'issuer', chosen: 'w0' }, {}, { gateways: [gatewayOf('one', objects)], files: [] });
    assert.equal(state.chosen?.rows.length, 500);
    assert.match(state.chosen?.more ?? '', /^The first 500 of 3,000/);
    assert.equal(state.controls.find(({ id }) => id === 'issuer')?.options.length, 51);
    assert.ok(JSON.stringify(state).length < 250_000, String(JSON.stringify(state).length));
  });

  it('shows what strangers wrote with nothing hidden', () => {
    const of = { gateways: [gatewayOf('one', { a: { left: 5, names: ['a\u202Eb'] } })], files: [] };
    assert.equal(stateOf({ chosen: 'w0' }, {}, of).chosen?.rows[0]?.title, 'a\\u{202E}b');
  });
});

describe('The words of reminders', () => {
  const words = { translate: english, language: 'en' };
  it('are one sentence, in the words of the tree', () =>
    assert.equal(
      pressingText({ expired: 1234, expiring: 3, week: 2, month: 3 }, words),
      'Certificates on your gateways and in checked files: 1,234 expired, 3 expiring.',
    ));

  const cases: readonly [expired: number, week: number, month: number, text: string | undefined][] = [
    [0, 0, 0, undefined],
    [2, 0, 0, '2 expired'],
    [2, 3, 5, '2 expired · 3 ≤ 7 d · 5 ≤ 30 d'],
    [0, 0, 5, '5 ≤ 30 d'],
  ];
  for (const [expired, week, month, text] of cases)
    it(`in the status bar: ${text ?? 'nothing'}`, () =>
      assert.equal(statusText({ expired, expiring: 0, week, month }, words)?.text, text));
});
