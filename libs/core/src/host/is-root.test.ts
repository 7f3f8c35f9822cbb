import { expect, it } from 'vitest';

import { isRoot } from './is-root.ts';

it.each(['', 'root', '0', '00', '+0', '0:0', 'root:root', ':0', '0:1000'])('%j is root', (user) => {
  expect(isRoot(user)).toBe(true);
});

it.each(['1000', '1000:0', 'node', 'rooty', '10', 'nobody:root'])('%j is not', (user) => {
  expect(isRoot(user)).toBe(false);
});
