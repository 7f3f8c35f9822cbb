import { h } from 'preact';

const WIDTH = 120;
const HEIGHT = 32;

interface Sparkline {
  /** Oldest first, with gaps where nothing is known. */
  readonly values: readonly (number | undefined)[];
  /** What it shows, in words: the picture adds nothing to them. */
  readonly label: string;
  /** The top; the largest value without it. */
  readonly most?: number;
}

export function Sparkline({ values, label, most }: Sparkline) {
  const top = Math.max(most ?? 0, ...values.map((value) => value ?? 0), Number.MIN_VALUE);
  const points = values.flatMap((value, index) => {
    if (value === undefined) return [];
    const x = values.length < 2 ? WIDTH : (index / (values.length - 1)) * WIDTH;
    return [{ x, y: HEIGHT - 1 - (value / top) * (HEIGHT - 4) }];
  });
  const line = points.map(({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`);
  const [first, last] = [points[0], points.at(-1)];
  return h(
    'svg',
    {
      class: 'sparkline',
      viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
      preserveAspectRatio: 'none',
      role: 'img',
      'aria-label': label,
    },
    first && last
      ? [
          h('path', {
            class: 'area',
            d: `M${first.x},${HEIGHT} L${line.join(' L')} L${last.x},${HEIGHT} Z`,
          }),
          h('path', {
            class: 'line',
            'vector-effect': 'non-scaling-stroke',
            // A single point is a line to itself.
            d: `M${line.join(' L')}${points.length === 1 ? ` L${line[0] ?? ''}` : ''}`,
          }),
        ]
      : h('path', { class: 'empty', d: `M0,${HEIGHT - 1} H${WIDTH}` }),
  );
}
