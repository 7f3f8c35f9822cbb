import type { Curve, Line, Point } from './curves.ts';
import { formatValue } from './format.ts';

const [WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM] = [640, 260, 20, 150, 20, 40];
const GREY = '#808080';
const OURS = '#2a9d60';

type Scale = (value: number) => number;

/** How something grows: for each side p50 as a line with its figures and p95 as a dashed one; both axes are logarithmic. */
export function curvePlot({ of, unit, lines }: Curve): string {
  const points = lines.flatMap((line) => line.points);
  const x = scale(
    points.map(({ size }) => size),
    [LEFT, WIDTH - RIGHT],
  );
  const y = scale(
    points.flatMap(({ p50, p95 }) => [p50, p95]),
    [HEIGHT - BOTTOM, TOP],
  );
  const sizes = [...new Set(points.map(({ size }) => size))];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" font-family="sans-serif" font-size="11" fill="${GREY}">`,
    ...lines.map((line) => draw(line, x, y)),
    ...sizes.map((size) => text(x(size), HEIGHT - 22, size.toLocaleString('en'), 'middle')),
    text(LEFT, HEIGHT - 6, `${of}; ${unit}, both logarithmic; line p50, dashed p95`),
    '</svg>',
    '',
  ].join('\n');
}

function scale(values: readonly number[], [from, to]: readonly [number, number]): Scale {
  const logs = values.filter((value) => value > 0).map(Math.log10);
  const low = Math.min(...logs);
  const span = Math.max(...logs) - low || 1;
  return (value) => {
    const share = value > 0 ? (Math.log10(value) - low) / span : 0;
    return Math.round((from + share * (to - from)) * 10) / 10;
  };
}

function draw({ name, isOurs, points }: Line, x: Scale, y: Scale): string {
  const colour = isOurs ? OURS : GREY;
  const path = (of: (point: Point) => number) =>
    points.map((point) => `${x(point.size)},${y(of(point))}`).join(' ');
  const stroke = `fill="none" stroke="${colour}"`;
  const last = points.at(-1);
  return [
    `<polyline points="${path(({ p50 }) => p50)}" ${stroke} stroke-width="2"/>`,
    `<polyline points="${path(({ p95 }) => p95)}" ${stroke} stroke-dasharray="4 3"/>`,
    ...points.map((point) => text(x(point.size), y(point.p50) - 6, formatValue(point.p50))),
    ...(last ? [text(x(last.size) + 34, y(last.p50), name)] : []),
  ].join('\n');
}

const text = (x: number, y: number, words: string, anchor = 'start') =>
  `<text x="${x}" y="${y}" text-anchor="${anchor}">${words}</text>`;
