import { expect, it } from 'vitest';

import { parseStat } from './process-stat.ts';

it('reads name, parent and time, also with a name that misleads', () => {
  const line = '42 (a) b (c) S 7 42 42 0 -1 4194560 100 0 0 0 30 12 0 0 20 0 11 0 1234 5678';

  expect(parseStat(line)).toEqual({ name: 'a) b (c', parent: 7, cpuMs: 420 });
});
