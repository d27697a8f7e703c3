import assert from 'node:assert/strict';
import type { KnownCertificates } from '../../../../src/app/timeline/items';
import type { Timeline, TimelineView } from '../../../../src/app/timeline/timeline';
import { maxListed, timelineSteps } from '../../../../src/app/timeline/timeline';
import { runSync } from '../../../../src/shared/cooperative';
import { clock, fileOf, gatewayOf } from './known';

const known: KnownCertificates = {
  gateways: [
    gatewayOf('one', {
      old: { left: -3 },
      offOld: { left: -3, isEnabled: false },
      soon: { left: 5, issuer: 'CN=R4' },
      soonClient: { left: 6, type: 'client' },
      young: { left: 5, lifetime: 6 },
      month: { left: 20 },
      spring: { left: 120 },
      far: { left: 3_000 },
      dark: {},
    }),
    gatewayOf('two', { other: { left: 5 }, future: { left: 80, lifetime: 10 } }),
  ],
  files: [
    fileOf('file:///a.pem', [
      { left: 2, type: 'server' },
      { left: 400, isCa: true },
    ]),
    fileOf('file:///silent.pem', [{ left: -1, silent: ['expired'] }]),
  ],
};
const timelineOf = (view: Partial<TimelineView> = {}, of: KnownCertificates = known): Timeline =>
  runSync(timelineSteps(of, clock, { by: 'state', filter: {}, chosen: undefined, ...view }));
const filled = ({ periods }: Timeline): Readonly<Record<string, number>> =>
  Object.fromEntries(periods.flatMap(({ period, total }) => (total > 0 ? [[period.id, total]] : [])));
const titles = ({ chosen }: Timeline): readonly string[] | undefined => chosen?.items.map(({ title }) => title);

describe('The timeline', () => {
  it('counts every certificate once, in the period in which it ends, or as undated', () => {
    const timeline = timelineOf();
    assert.deepEqual(filled(timeline), { expired: 3, w0: 5, w2: 1, w11: 1, m1: 1, m11: 1, later: 1 });
    assert.deepEqual([timeline.total, timeline.undated], [14, 1]);
  });

  it('counts what presses: not what is disabled, silent, or near its end because it is short-lived', () => {
    assert.deepEqual(timelineOf().numbers, { expired: 1, expiring: 5, week: 4, month: 5 });
  });

  const splits: readonly [
    by: TimelineView['by'],
    series: readonly (readonly [key: string | undefined, count: number])[],
  ][] = [
    [
      'state',
      [
        ['expired', 2],
        ['expiring', 5],
        ['notYetValid', 3],
        ['valid', 2],
        ['disabled', 1],
      ],
    ],
    [
      'type',
      [
        ['server', 10],
        ['ca', 1],
        ['client', 1],
        ['unknown', 1],
      ],
    ],
    [
      'issuer',
      [
        ['R3', 9],
        ['File CA', 3],
        ['R4', 1],
      ],
    ],
    [
      'source',
      [
        ['one', 8],
        ['', 3],
        ['two', 2],
      ],
    ],
  ];
  for (const [by, series] of splits)
    it(`splits each bar by ${by}, and leaves nothing out`, () => {
      const timeline = timelineOf({ by });
      assert.deepEqual(
        timeline.series.map(({ key, count }) => [key, count]),
        series,
      );
      for (const { total, counts } of timeline.periods)
        assert.equal(
          counts.reduce((sum, count) => sum + count, 0),
          total,
        );
    });

  it('puts together what has no place of its own', () => {
    const objects = Object.fromEntries(
      Array.from({ length: 30 }, (_, index) => [`c${index}`, { left: 5, issuer: `CN=CA ${index % 10}` }]),
    );
    const { series, periods } = timelineOf({ by: 'issuer' }, { gateways: [gatewayOf('one', objects)], files: [] });
    assert.deepEqual(
      series.map(({ count }) => count),
      [3, 3, 3, 3, 3, 15],
    );
    assert.equal(series.at(-1)?.key, undefined);
    assert.deepEqual(periods.find(({ period }) => period.id === 'w0')?.counts, [3, 3, 3, 3, 3, 15]);
  });

  const filters: readonly [what: string, filter: TimelineView['filter'], periods: Readonly<Record<string, number>>][] =
    [
      ['one connection', { source: 'two' }, { w0: 1, w11: 1 }],
      ['the files of the workspace', { source: '' }, { expired: 1, w0: 1, m11: 1 }],
      ['clients', { type: 'client' }, { w0: 1 }],
      ['an issuer on a connection', { issuer: 'R4', source: 'one' }, { w0: 1 }],
      ['disabled ones', { state: 'disabled' }, { expired: 1 }],
      ['what there is not', { issuer: 'R9' }, {}],
    ];
  for (const [what, filter, periods] of filters)
    it(`shows ${what} alone, and still offers all to filter by`, () => {
      const timeline = timelineOf({ filter });
      assert.deepEqual(filled(timeline), periods);
      assert.deepEqual(timeline.facets, timelineOf().facets);
    });

  const choices: readonly [chosen: string, titles: readonly string[] | undefined][] = [
    [
      'w0',
      ['file:///a.pem.0', 'other.example.test', 'soon.example.test', 'young.example.test', 'soonClient.example.test'],
    ],
    ['number:week', ['file:///a.pem.0', 'other.example.test', 'soon.example.test', 'soonClient.example.test']],
    ['number:expired', ['old.example.test']],
    ['w3', []],
    ['no such period', undefined],
  ];
  for (const [chosen, expected] of choices)
    it(`lists the certificates of ${chosen}, the soonest first`, () =>
      assert.deepEqual(titles(timelineOf({ chosen })), expected));

  it('says where a certificate is, to be shown', () => {
    const subjects = timelineOf({ chosen: 'w0' }).chosen?.items.map(({ subject }) => subject);
    assert.deepEqual(subjects?.slice(0, 2), [
      { from: 'file', uri: 'file:///a.pem', index: 0 },
      { from: 'gateway', connection: 'two', id: 'other' },
    ]);
  });

  it('lists few of many, and takes a rest every few hundred', () => {
    const one = gatewayOf('one', { soon: { left: 5 } });
    const entries = one.entries.flatMap((entry) => Array.from({ length: 20_000 }, () => entry));
    const steps = timelineSteps({ gateways: [{ ...one, entries }], files: [] }, clock, {
      by: 'state',
      filter: {},
      chosen: 'w0',
    });
    let yields = 0;
    let step = steps.next();
    for (; !step.done; step = steps.next()) yields++;
    assert.deepEqual([step.value.chosen?.items.length, step.value.chosen?.count], [maxListed, 20_000]);
    assert.ok(yields >= 40, String(yields));
  });
});
