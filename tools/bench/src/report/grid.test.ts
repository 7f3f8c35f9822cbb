import { expect, it } from 'vitest';

import { grid } from './grid.ts';

it('lines up columns', () => {
  const rows = [
    ['name', 'p50'],
    ['a longer name', '1.5'],
    ['b', '12.25'],
  ];

  expect(grid(rows)).toBe(
    ['name             p50', 'a longer name    1.5', 'b              12.25'].join('\n'),
  );
});
