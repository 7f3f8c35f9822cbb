import type { CaseResult, SideResult } from '../harness/result.ts';
import { formatValue } from './format.ts';

const [WIDTH, LEFT, RIGHT, ROW] = [640, 110, 70, 26];
const GREY = '#808080';
const OURS = '#2a9d60';

/**
 * A small plot: for each side a line from the least to p95, a bar from p25 to p75 and a dot at p50.
 * The scale is logarithmic, as the sides are far apart.
 */
export function plot({ unit, ours, references }: CaseResult): string {
  const sides = [ours, ...references].filter(({ summary }) => summary !== undefined);
  const height = ROW * (sides.length + 1);
  const x = scale(sides);
  const rows = sides.map((side, index) => row(side, ROW * index + 18, x, side === ours));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" font-family="sans-serif" font-size="12" fill="${GREY}">`,
    ...rows,
    `<text x="${LEFT}" y="${height - 8}" font-size="10">${unit}, logarithmic; dot p50, bar p25 to p75, line least to p95</text>`,
    '</svg>',
    '',
  ].join('\n');
}

type Scale = (value: number) => number;

function scale(sides: readonly SideResult[]): Scale {
  const values = sides.flatMap(({ summary }) => (summary ? [summary.min, summary.p95] : []));
  const positive = values.filter((value) => value > 0).map(Math.log10);
  const low = Math.min(...positive) - 0.05;
  const high = Math.max(...positive) + 0.05;
  const width = WIDTH - LEFT - RIGHT;
  return (value) => {
    const log = value > 0 ? Math.log10(value) : low;
    return Math.round((LEFT + ((log - low) / (high - low)) * width) * 10) / 10;
  };
}

function row({ name, summary }: SideResult, y: number, x: Scale, isOurs: boolean): string {
  if (!summary) return '';
  const { min, p25, p50, p75, p95 } = summary;
  const colour = isOurs ? OURS : GREY;
  const bar = Math.max(1, x(p75) - x(p25)).toFixed(1);
  return [
    `<text x="4" y="${y + 4}">${name}</text>`,
    `<line x1="${x(min)}" y1="${y}" x2="${x(p95)}" y2="${y}" stroke="${colour}"/>`,
    `<rect x="${x(p25)}" y="${y - 5}" width="${bar}" height="10" fill="${colour}" opacity="0.5"/>`,
    `<circle cx="${x(p50)}" cy="${y}" r="4" fill="${colour}"/>`,
    `<text x="${x(p95) + 8}" y="${y + 4}">${formatValue(p50)}</text>`,
  ].join('\n');
}
