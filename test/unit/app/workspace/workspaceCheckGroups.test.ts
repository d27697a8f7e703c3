import assert from 'node:assert/strict';
import type { CheckedCertificate, CheckedFile, CheckedFinding } from '../../../../src/app/workspace/workspaceCheckFile';
import {
  certificatesThatMatter,
  headlineOf,
  isPressing,
  rangeOfFile,
  sortFindings,
  toFileGroups,
  toFileState,
} from '../../../../src/app/workspace/workspaceCheckGroups';

const rangeAt = (line: number) => ({ start: { line, character: 0 }, end: { line, character: 27 } });
const finding = (code: CheckedFinding['code'], severity: CheckedFinding['severity'], line = 0): CheckedFinding => ({
  code,
  severity,
  sentence: code,
  range: rangeAt(line),
  related: [],
});
const certificate = (name: string, more: Partial<CheckedCertificate> = {}): CheckedCertificate => ({
  index: 0,
  name,
  validity: { notBefore: 0, notAfter: 100 },
  isCa: false,
  type: undefined,
  issuer: 'Any CA',
  silent: [],
  state: 'valid',
  range: rangeAt(0),
  ...more,
});
const file = (name: string, more: Partial<CheckedFile> = {}): CheckedFile => ({
  uri: `file:///${name}`,
  certificates: [certificate(name)],
  findings: [],
  hasKey: false,
  contents: '',
  fault: undefined,
  ...more,
});

describe('toFileState', () => {
  const cases: readonly [what: string, file: CheckedFile, state: string][] = [
    ['nothing found', file('a'), 'fine'],
    [
      'hints and information alone',
      file('a', { findings: [finding('lineWidth', 'hint'), finding('encryptedKey', 'info')] }),
      'fine',
    ],
    ['expired', file('a', { findings: [finding('expired', 'error')] }), 'expired'],
    ['expired, as a hint', file('a', { findings: [finding('expired', 'hint')] }), 'expired'],
    [
      'expired, with the rule switched off',
      file('a', { certificates: [certificate('a', { state: 'expired' })] }),
      'fine',
    ],
    [
      'expired and broken',
      file('a', { findings: [finding('missingEnd', 'error'), finding('expired', 'error')] }),
      'expired',
    ],
    ['broken', file('a', { certificates: [], findings: [finding('missingEnd', 'error')] }), 'error'],
    ['not yet valid', file('a', { findings: [finding('notYetValid', 'warning')] }), 'notYetValid'],
    [
      'not yet valid and a wrong key',
      file('a', { findings: [finding('notYetValid', 'warning'), finding('keyDoesNotMatch', 'error')] }),
      'error',
    ],
    ['expiring', file('a', { findings: [finding('expiring', 'warning')] }), 'expiring'],
    [
      'expiring with another warning',
      file('a', { findings: [finding('chainGap', 'warning'), finding('expiring', 'warning')] }),
      'expiring',
    ],
    ['a warning', file('a', { findings: [finding('chainGap', 'warning')] }), 'warning'],
    ['a key alone', file('a', { certificates: [], hasKey: true }), 'none'],
    [
      'a key alone that git tracks',
      file('a', { certificates: [], hasKey: true, findings: [finding('keyTrackedByGit', 'warning')] }),
      'warning',
    ],
    ['nothing in it', file('a', { certificates: [] }), 'none'],
    ['protected with a password', file('a', { certificates: [], fault: 'encrypted' }), 'unread'],
    ['cannot be read', file('a', { certificates: [], fault: 'unreadable' }), 'unread'],
  ];
  for (const [what, given, state] of cases) it(what, () => assert.equal(toFileState(given), state));
});

describe('toFileGroups', () => {
  const expired = (name: string, notAfter: number) =>
    file(name, {
      certificates: [certificate(name, { state: 'expired', validity: { notBefore: 0, notAfter } })],
      findings: [finding('expired', 'error')],
    });
  const namesOf = (files: readonly CheckedFile[]) =>
    toFileGroups(files).map((group) => [group.state, ...group.files.map(({ uri }) => uri.slice('file:///'.length))]);

  it('puts the worst first, and leaves empty groups out', () =>
    assert.deepEqual(
      namesOf([
        file('fine'),
        file('key', { certificates: [] }),
        expired('old', 5),
        file('gap', { findings: [finding('chainGap', 'warning')] }),
      ]),
      [
        ['expired', 'old'],
        ['warning', 'gap'],
        ['fine', 'fine'],
        ['none', 'key'],
      ],
    ));

  it('puts first what ended first, then sorts by path, numbers as numbers', () =>
    assert.deepEqual(namesOf([file('b10'), file('b9'), expired('x', 20), file('a'), expired('y', 10)]), [
      ['expired', 'y', 'x'],
      ['fine', 'a', 'b9', 'b10'],
    ]));

  it('is nothing of nothing', () => assert.deepEqual(namesOf([]), []));
});

describe('A file’s row', () => {
  const [leaf, old, older] = [
    certificate('leaf'),
    certificate('old', { index: 1, state: 'expired', validity: { notBefore: 0, notAfter: 9 } }),
    certificate('older', { index: 2, state: 'expired', validity: { notBefore: 0, notAfter: 3 }, range: rangeAt(40) }),
  ];

  it('speaks of the first certificate', () =>
    assert.equal(headlineOf(file('a', { certificates: [leaf, old] }))?.name, 'leaf'));
  it('speaks of what brings it into its group, what ended first of several', () =>
    assert.equal(
      headlineOf(file('a', { certificates: [leaf, old, older], findings: [finding('expired', 'error')] }))?.name,
      'older',
    ));
  it('speaks of the leaf where the chain is out of order', () =>
    assert.equal(
      headlineOf(
        file('a', {
          certificates: [certificate('ca', { isCa: true }), certificate('leaf', { index: 1 })],
          findings: [finding('chainOutOfOrder', 'warning')],
        }),
      )?.name,
      'leaf',
    ));
  it('speaks of nothing where there is no certificate', () =>
    assert.equal(headlineOf(file('a', { certificates: [] })), undefined));

  const lines: readonly [what: string, file: CheckedFile, line: number | undefined][] = [
    [
      'the finding that brings it into its group',
      file('a', { findings: [finding('missingEnd', 'error', 3), finding('expired', 'error', 7)] }),
      7,
    ],
    [
      'the worst finding',
      file('a', { findings: [finding('lineWidth', 'hint', 1), finding('missingEnd', 'error', 3)] }),
      3,
    ],
    [
      'its certificate, where nothing presses',
      file('a', {
        certificates: [certificate('a', { range: rangeAt(5) })],
        findings: [finding('lineWidth', 'hint', 1)],
      }),
      5,
    ],
    ['no place, where there is nothing', file('a', { certificates: [] }), undefined],
  ];
  for (const [what, given, line] of lines)
    it(`leads to ${what}`, () => assert.equal(rangeOfFile(given)?.start.line, line));
});

describe('What is listed under a file', () => {
  it('are findings, worst first, then in the order of the file', () =>
    assert.deepEqual(
      sortFindings([
        finding('lineWidth', 'hint'),
        finding('chainGap', 'warning'),
        finding('expired', 'error'),
        finding('rootIncluded', 'hint'),
        finding('missingEnd', 'error'),
      ]).map(({ code }) => code),
      ['expired', 'missingEnd', 'chainGap', 'lineWidth', 'rootIncluded'],
    ));

  it('are certificates of servers, any that press, and the first', () => {
    const names = (certificates: readonly CheckedCertificate[]) =>
      certificatesThatMatter(file('a', { certificates })).map(({ name }) => name);
    assert.deepEqual(
      names([
        certificate('leaf'),
        certificate('ca', { isCa: true }),
        certificate('old ca', { isCa: true, state: 'expired' }),
      ]),
      ['leaf', 'old ca'],
    );
    const metadata = file('a', {
      certificates: [certificate('a', { state: 'expired' }), certificate('b', { range: rangeAt(9) })],
      findings: [finding('expired', 'error')],
    });
    assert.deepEqual(
      certificatesThatMatter(metadata).map(({ name }) => name),
      ['b'],
    );
    assert.deepEqual(names([certificate('ca', { isCa: true }), certificate('other ca', { isCa: true })]), ['ca']);
  });
});

describe('isPressing', () => {
  for (const state of ['expired', 'error', 'notYetValid', 'expiring', 'warning'] as const)
    it(`${state} presses`, () => assert.ok(isPressing(state)));
  for (const state of ['fine', 'none', 'unread'] as const) it(`${state} does not`, () => assert.ok(!isPressing(state)));
});
