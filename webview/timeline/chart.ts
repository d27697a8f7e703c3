import type { TimelineLook, TimelinePeriod, TimelineState } from '../../src/shared/timelineProtocol';
import { toVisibleText } from '../../src/shared/visibleText';

const space = 'http://www.w3.org/2000/svg';

/** Pixels. */
const height = 220;
const margin = { left: 44, right: 4, top: 12, bottom: 24 };
/** The least height of a part that is not empty. */
const leastPart = 3;
/** About the width of a letter. */
const letter = 6.6;

/**
 * Makes an element of the picture. Attributes alone: style attributes are not allowed by the page's content security
 * policy.
 */
function svg(
  tag: string,
  attributes: Readonly<Record<string, string | number>> = {},
  children: readonly (Node | string)[] = [],
): SVGElement {
  const made = document.createElementNS(space, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value));
  made.append(...children);
  return made;
}

/** The pattern over the colour of each look, so that colour is never the only sign: within 8 by 8 pixels. */
const strokes: Readonly<Record<TimelineLook, string>> = {
  expired: 'M0 0L8 8M8 0L0 8',
  expiring: 'M-2 2L2 -2M0 8L8 0M6 10L10 6',
  notYetValid: 'M2 2h1.5v1.5h-1.5zM6 6h1.5v1.5h-1.5z',
  valid: '',
  disabled: 'M0 2H8M0 6H8',
  a: '',
  b: 'M-2 2L2 -2M0 8L8 0M6 10L10 6',
  c: 'M2 2h1.5v1.5h-1.5zM6 6h1.5v1.5h-1.5z',
  d: 'M0 2H8M0 6H8',
  e: 'M0 0L8 8M8 0L0 8',
  rest: 'M2 0V8M6 0V8',
};

const lookId = (look: TimelineLook): string => `look-${look}`;

/** The patterns of all looks, once on the page. */
export const lookPatterns = (): SVGElement =>
  svg('svg', { class: 'patterns', width: 0, height: 0, 'aria-hidden': 'true' }, [
    svg(
      'defs',
      {},
      Object.entries(strokes).map(([look, path]) =>
        svg(
          'pattern',
          { id: `look-${look}`, class: `look-${look}`, width: 8, height: 8, patternUnits: 'userSpaceOnUse' },
          [svg('rect', { class: 'ground', width: 8, height: 8 }), svg('path', { class: 'strokes', d: path })],
        ),
      ),
    ),
  ]);

/** A small square that looks like the parts it stands for. */
export const swatch = (look: TimelineLook): SVGElement =>
  svg('svg', { class: 'swatch', width: 16, height: 16, 'aria-hidden': 'true' }, [
    svg('rect', { class: 'part', x: 0.5, y: 0.5, width: 15, height: 15, fill: `url(#${lookId(look)})` }),
  ]);

/**
 * Draws a bar a period. A click on one chooses it; keyboards and screen readers have the table, which says the same.
 */
export function drawChart(state: TimelineState, width: number, choose: (id: string) => void): SVGElement {
  const { periods, series, words, chosen } = state;
  const plot = {
    width: Math.max(100, width) - margin.left - margin.right,
    height: height - margin.top - margin.bottom,
  };
  const step = plot.width / Math.max(1, periods.length);
  const gap = step > 16 ? 5 : step > 10 ? 3 : 1.5;
  const top = niceTop(Math.max(1, ...periods.map(({ total }) => total)));
  const bottom = margin.top + plot.height;
  const y = (count: number): number => bottom - (count / top) * plot.height;
  const left = (index: number): number => margin.left + index * step;
  const months = periods.findIndex(({ id }) => id.startsWith('m'));
  const picture = svg(
    'svg',
    { class: 'chart', width: Math.max(100, width), height, role: 'img', 'aria-label': words.picture },
    [
      ...[0, top / 2, top].flatMap((count) => [
        svg('line', { class: 'rule', x1: margin.left, x2: margin.left + plot.width, y1: y(count), y2: y(count) }),
        svg('text', { class: 'count', x: margin.left - 6, y: y(count) + 4 }, [shortCount(count)]),
      ]),
      svg('line', { class: 'today', x1: left(1), x2: left(1), y1: margin.top - 6, y2: bottom + 5 }),
      ...(months > 0
        ? [svg('line', { class: 'scale', x1: left(months), x2: left(months), y1: margin.top, y2: bottom + 5 })]
        : []),
      ...periods.map((period, index) =>
        drawBar(period, {
          looks: series.map(({ look }) => look),
          isChosen: chosen?.id === period.id,
          box: { left: left(index), width: step, gap, bottom, y },
          choose: () => choose(period.id),
        }),
      ),
      ...toLabels(periods, { left, bottom }),
    ],
  );
  return picture;
}

interface BarParts {
  readonly looks: readonly TimelineLook[];
  readonly isChosen: boolean;
  readonly box: {
    readonly left: number;
    readonly width: number;
    readonly gap: number;
    readonly bottom: number;
    readonly y: (count: number) => number;
  };
  readonly choose: () => void;
}

function drawBar({ counts, text, total }: TimelinePeriod, { looks, isChosen, box, choose }: BarParts): SVGElement {
  const { left, width, gap, bottom, y } = box;
  let base = bottom;
  const parts = counts.flatMap((count, index) => {
    const look = looks[index];
    if (count === 0 || !look) return [];
    const length = Math.max(leastPart, bottom - y(count));
    base -= length;
    return svg('rect', {
      class: 'part',
      x: left + gap / 2,
      y: base,
      width: width - gap,
      height: length,
      fill: `url(#${lookId(look)})`,
    });
  });
  const bar = svg('g', { class: isChosen ? 'bar chosen' : 'bar' }, [
    svg('title', {}, [toVisibleText(text)]),
    svg('rect', { class: 'room', x: left, y: margin.top, width, height: bottom - margin.top }),
    ...parts,
    ...(isChosen
      ? [svg('rect', { class: 'mark', x: left + gap / 2, y: bottom + 1, width: width - gap, height: 4 })]
      : []),
  ]);
  if (total > 0) {
    bar.classList.add('full');
    bar.addEventListener('click', choose);
  }
  return bar;
}

/** Returns as many labels as there is room for; the first and the last before the others. */
function toLabels(
  periods: readonly TimelinePeriod[],
  { left, bottom }: { readonly left: (index: number) => number; readonly bottom: number },
): readonly SVGElement[] {
  const end = left(periods.length);
  const last = periods.at(-1)?.short ?? '';
  const limit = end - last.length * letter - 8;
  let free = 0;
  return periods.flatMap(({ short }, index) => {
    const isLast = index === periods.length - 1;
    const length = short.length * letter;
    const start = isLast ? end - length : index === 0 ? Math.max(0, left(1) - length - 4) : left(index) + 1;
    if (!isLast && index > 0 && (start < free || start + length > limit)) return [];
    free = start + length + 8;
    const anchor = isLast ? { x: end, 'text-anchor': 'end' } : { x: start };
    return svg('text', { class: 'label', y: bottom + 17, ...anchor }, [toVisibleText(short)]);
  });
}

/** The least of 2, 4, 6, 10, 20, 40, … that is not less. */
function niceTop(most: number): number {
  const ten = 10 ** Math.floor(Math.log10(most));
  return [2, 4, 6, 10].map((factor) => factor * ten).find((top) => top >= most) ?? most;
}

/** `12`, `1.5k`, `20k`. */
const shortCount = (count: number): string => (count >= 1000 ? `${count / 1000}k` : String(count));
