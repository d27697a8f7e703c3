import assert from 'node:assert/strict';
import type { CheckProgress } from '../../../../src/app/workspace/workspaceCheck';
import type { CheckedCertificate, CheckedFile, CheckedFinding } from '../../../../src/app/workspace/workspaceCheckFile';
import { limits } from '../../../../src/core/limits';
import { english } from '../../../../src/shared/translate';
import type { CheckRow } from '../../../../src/ui/workspaceCheck/checkRows';
import { childRows, maxRows, parentRow, toGroupRows } from '../../../../src/ui/workspaceCheck/checkRows';
import { checkRowText, toCheckBadge } from '../../../../src/ui/workspaceCheck/checkRowText';
import { toCheckMessage, toCheckState } from '../../../../src/ui/workspaceCheck/checkViewText';

const day = 24 * 60 * 60 * 1000;
const now = 1_000 * day;
const placeOf = (uri: string) => ({
  name: uri.slice(uri.lastIndexOf('/') + 1),
  folder: uri.slice('file:///'.length, uri.lastIndexOf('/')),
});
const wording = { clock: { now, warningDays: null }, translate: english, language: 'en', placeOf };

const range = { start: { line: 6, character: 0 }, end: { line: 6, character: 27 } };
const finding = (code: CheckedFinding['code'], severity: CheckedFinding['severity']): CheckedFinding => ({
  code,
  severity,
  sentence: `It is ${code}.`,
  range,
  related: [],
});
const certificate = (days: number, more: Partial<CheckedCertificate> = {}): CheckedCertificate => ({
  index: 0,
  name: 'shop.example',
  validity: { notBefore: now - 90 * day, notAfter: now + days * day },
  isCa: false,
  type: undefined,
  issuer: 'Any CA',
  silent: [],
  state: days < 0 ? 'expired' : 'valid',
  range,
  ...more,
});
const file = (more: Partial<CheckedFile> = {}): CheckedFile => ({
  uri: 'file:///certs/shop.pem',
  certificates: [certificate(90)],
  findings: [],
  hasKey: false,
  contents: '',
  fault: undefined,
  ...more,
});
const expired = file({
  certificates: [certificate(-3.5)],
  findings: [finding('expired', 'error'), finding('lineWidth', 'hint')],
});

const textOf = (row: CheckRow | undefined) => {
  assert(row);
  const { label, description, spoken, icon, context } = checkRowText(row, wording);
  return { label, description, spoken, icon, context: context.join(' ') };
};
const fileRow = (given: CheckedFile) => {
  const [group] = toGroupRows([given]);
  assert(group);
  const [row] = childRows(group);
  assert(row?.kind === 'file');
  return row;
};

describe('Rows of the workspace check', () => {
  const groups: readonly [file: CheckedFile, label: string, spoken: string][] = [
    [expired, 'Expired', 'Expired, 1 file'],
    [file({ findings: [finding('missingEnd', 'error')] }), 'With Errors', 'With Errors, 1 file'],
    [file({ findings: [finding('notYetValid', 'warning')] }), 'Not valid yet', 'Not valid yet, 1 file'],
    [file({ findings: [finding('expiring', 'warning')] }), 'Expiring', 'Expiring, 1 file'],
    [file({ findings: [finding('chainGap', 'warning')] }), 'With Warnings', 'With Warnings, 1 file'],
    [file(), 'No Problems', 'No Problems, 1 file'],
    [file({ certificates: [], hasKey: true }), 'Keys Only', 'Keys Only, 1 file'],
    [file({ certificates: [], fault: 'encrypted' }), 'Not Read', 'Not Read, 1 file'],
  ];
  for (const [given, label, spoken] of groups)
    it(`has a group “${label}”`, () => {
      const text = textOf(toGroupRows([given])[0]);
      assert.deepEqual([text.label, text.description, text.spoken, text.context], [label, '1', spoken, 'group']);
    });

  it('counts on the icon the files that have expired or are about to, and no others', () => {
    const about = file({
      uri: 'file:///certs/about.pem',
      certificates: [certificate(3, { state: 'expiring' })],
      findings: [finding('expiring', 'warning')],
    });
    assert.deepEqual(toCheckBadge(toGroupRows([expired, about, file()]), wording), {
      value: 2,
      tooltip: 'Certificate files: 1 expired, 1 expiring',
    });
    assert.equal(toCheckBadge(toGroupRows([file()]), wording), undefined);
  });

  it('gives every group an icon of its own', () => {
    const icons = groups.map(([given]) => textOf(toGroupRows([given])[0]).icon);
    assert.equal(new Set(icons).size, icons.length, icons.join());
  });

  it('says of a file what it is, how long it lasts and where it is', () =>
    assert.deepEqual(textOf(fileRow(expired)), {
      label: 'shop.pem',
      description: 'expired 3 days ago · shop.example · certs',
      spoken: 'shop.pem, expired 3 days ago, shop.example, 1 problem, certs',
      icon: 'error',
      context: 'file certificate',
    }));

  const described: readonly [what: string, file: CheckedFile, description: string][] = [
    ['a valid certificate', file(), '90 days left · shop.example · certs'],
    [
      'a key',
      file({ certificates: [], hasKey: true, contents: 'This file holds a key.' }),
      'This file holds a key. · certs',
    ],
    ['a password', file({ certificates: [], fault: 'encrypted' }), 'protected with a password · certs'],
    ['a large file', file({ certificates: [], fault: 'tooLarge' }), 'too large · certs'],
    ['an unreadable file', file({ certificates: [], fault: 'unreadable' }), 'cannot be read · certs'],
    ['a file without a folder', file({ uri: 'file:///shop.pem' }), '90 days left · shop.example'],
  ];
  for (const [what, given, description] of described)
    it(`describes ${what}`, () => assert.equal(textOf(fileRow(given)).description, description));

  it('writes out what hides in a file name', () =>
    assert.equal(textOf(fileRow(file({ uri: 'file:///certs/a\u202Emep.pem' }))).label, 'a\\u{202E}mep.pem'));

  it('lists findings, then certificates of which none tells, under a file', () =>
    assert.deepEqual(
      childRows(
        fileRow({
          ...expired,
          certificates: [
            certificate(-3.5),
            certificate(90, { index: 1, range: { ...range, start: { line: 30, character: 0 } } }),
          ],
        }),
      ).map(textOf),
      [
        {
          label: 'It is expired.',
          description: 'line 7',
          spoken: 'Error, It is expired., line 7',
          icon: 'error',
          context: 'finding',
        },
        {
          label: 'It is lineWidth.',
          description: 'line 7',
          spoken: 'Hint, It is lineWidth., line 7',
          icon: 'lightbulb',
          context: 'finding',
        },
        {
          label: 'shop.example',
          description: '90 days left · line 31',
          spoken: 'certificate, shop.example, 90 days left · line 31',
          icon: 'pass',
          context: 'certificate',
        },
      ],
    ));

  it('ends long lists with what was left out', () => {
    const many = file({ findings: Array.from({ length: maxRows + 7 }, () => finding('lineWidth', 'hint')) });
    const rows = childRows(fileRow(many));
    assert.equal(rows.length, maxRows + 2);
    assert.equal(textOf(rows.at(-1)).label, '… and 7 more');
  });

  it('tells the first findings in the tooltip', () => {
    const many = file({
      findings: Array.from({ length: 12 }, (_, i) => ({ ...finding('lineWidth', 'hint'), sentence: `Line ${i}.` })),
    });
    const lines = checkRowText(fileRow(many), wording).tooltip?.split('\n') ?? [];
    assert.deepEqual(
      [lines[0], lines[2], lines.at(-1), lines.length],
      ['certs/shop.pem', '• Line 0.', '… and 2 more', 13],
    );
  });

  it('has ids of its own for every row, which lead back up', () => {
    const other = { ...expired, uri: 'file:///certs/other.pem' };
    const all: CheckRow[] = [];
    const walk = (rows: readonly CheckRow[], parent?: CheckRow): void => {
      for (const row of rows) {
        assert.equal(parentRow(row), parent);
        all.push(row);
        walk(childRows(row), row);
      }
    };
    walk(toGroupRows([expired, other, file({ uri: 'file:///x' })]));
    assert.equal(new Set(all.map(({ id }) => id)).size, all.length);
  });
});

describe('The view of the workspace check', () => {
  const done = (total: number, more: Partial<Extract<CheckProgress, { kind: 'checked' }>> = {}): CheckProgress => ({
    kind: 'checked',
    done: total,
    total,
    isComplete: true,
    ...more,
  });
  const cases: readonly [
    what: string,
    progress: CheckProgress,
    files: readonly CheckedFile[],
    switchedOff: number,
    state: string,
    message: string | undefined,
  ][] = [
    ['never checked', { kind: 'unchecked' }, [], 0, 'unchecked', undefined],
    ['looking for files', { kind: 'checking', done: 0, total: undefined }, [], 0, 'checking', undefined],
    [
      'looking for files again',
      { kind: 'checking', done: 0, total: undefined },
      [file()],
      0,
      'rows',
      'Looking for certificate files…',
    ],
    ['on the way', { kind: 'checking', done: 1, total: 1200 }, [file()], 0, 'rows', '1 of 1,200 files'],
    ['no files', done(0), [], 0, 'noFiles', undefined],
    ['all switched off', done(2), [], 2, 'switchedOff', undefined],
    ['stopped with nothing', done(5, { done: 0, isComplete: false }), [], 0, 'stopped', undefined],
    [
      'stopped half-way',
      done(5, { done: 1, isComplete: false }),
      [file()],
      0,
      'rows',
      'Stopped after 1 of 5 files. Check again for the rest.',
    ],
    ['all fine, one file', done(1), [file()], 0, 'rows', 'No problems in 1 file.'],
    ['all fine', done(2), [file(), file()], 0, 'rows', 'No problems in 2 files.'],
    ['problems', done(2), [file(), expired], 0, 'rows', 'Problems in 1 of 2 files.'],
    [
      'one switched off',
      done(2),
      [file()],
      1,
      'rows',
      'No problems in 1 file. 1 file was not checked: the check is disabled in the settings.',
    ],
    [
      'several switched off',
      done(3),
      [file()],
      2,
      'rows',
      'No problems in 1 file. 2 files were not checked: the check is disabled in the settings.',
    ],
    [
      'more files than are looked at',
      done(limits.workspaceFiles),
      [file()],
      0,
      'rows',
      'No problems in 1 file. Only the first 5,000 files were searched.',
    ],
  ];
  for (const [what, progress, files, switchedOff, state, message] of cases)
    it(what, () => {
      const facts = { progress, files, switchedOff };
      assert.deepEqual([toCheckState(facts), toCheckMessage(facts, wording)], [state, message]);
    });
});
