import type { Growth } from './bench';

const width = 420;
const height = 240;
const margin = { left: 56, right: 16, top: 36, bottom: 34 };
const colours = ['#1f77b4', '#d62728', '#2ca02c', '#9467bd'];

/**
 * Draws how things grow, one chart below the other, both axes by powers of ten: a straight line at 45° grows as its
 * input.
 */
export function drawGrowth(growths: readonly Growth[]): string {
  const charts = growths.map((growth, i) => `<g transform="translate(0 ${i * height})">${chart(growth)}</g>`);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height * growths.length}" font-family="sans-serif" font-size="11">`,
    `<rect width="100%" height="100%" fill="#ffffff"/>`,
    ...charts,
    '</svg>',
    '',
  ].join('\n');
}

function chart({ title, unit, lines }: Growth): string {
  const points = lines.flatMap((line) => line.points);
  const x = axis(
    points.map(({ size }) => size),
    [margin.left, width - margin.right],
  );
  const y = axis(
    points.map(({ value }) => value),
    [height - margin.bottom, margin.top],
  );
  const ticksX = x.powers.map(
    (power) =>
      `<line x1="${x.at(power)}" x2="${x.at(power)}" y1="${margin.top}" y2="${height - margin.bottom}" stroke="#dddddd"/><text x="${x.at(power)}" y="${height - 18}" text-anchor="middle">${label(power)}</text>`,
  );
  const ticksY = y.powers.map(
    (power) =>
      `<line x1="${margin.left}" x2="${width - margin.right}" y1="${y.at(power)}" y2="${y.at(power)}" stroke="#dddddd"/><text x="${margin.left - 6}" y="${y.at(power) + 4}" text-anchor="end">${label(power)}</text>`,
  );
  const drawn = lines.map((line, i) => {
    const colour = colours[i % colours.length] ?? '#000000';
    const path = line.points.map(({ size, value }) => `${x.at(size).toFixed(1)},${y.at(value).toFixed(1)}`).join(' ');
    const dots = line.points.map(
      ({ size, value }) =>
        `<circle cx="${x.at(size).toFixed(1)}" cy="${y.at(value).toFixed(1)}" r="3" fill="${colour}"/>`,
    );
    const key = `<text x="${margin.left + 8}" y="${margin.top + 14 + i * 14}" fill="${colour}">${escape(line.name)}</text>`;
    return `<polyline points="${path}" fill="none" stroke="${colour}" stroke-width="2"/>${dots.join('')}${key}`;
  });
  const head = `<text x="${margin.left}" y="20" font-weight="bold">${escape(`${title}, ${unit}`)}</text>`;
  return [head, ...ticksX, ...ticksY, ...drawn].join('');
}

/** A scale by powers of ten, from the one below the smallest to the one above the largest. */
function axis(values: readonly number[], [from, to]: readonly [number, number]) {
  const logs = values.filter((value) => value > 0).map(Math.log10);
  const low = Math.floor(Math.min(...logs));
  const high = Math.max(low + 1, Math.ceil(Math.max(...logs)));
  return {
    powers: Array.from({ length: high - low + 1 }, (_, i) => 10 ** (low + i)),
    at: (value: number): number => from + ((Math.log10(value) - low) / (high - low)) * (to - from),
  };
}

const label = (power: number): string => (power >= 1 ? power.toLocaleString('en-US') : String(power));

const escape = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
