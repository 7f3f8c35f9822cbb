import { expect, it } from 'vitest';

import { isNamed } from './named-containers.ts';

const container = { names: ['web-1'], labels: { team: 'a', 'devbench.allowed': '' } };

it.each([['web-1'], ['web-*'], ['web-?'], ['label=team'], ['label=team=a'], ['x', 'web*']])(
  'finds it by %s',
  (...patterns) => {
    expect(isNamed(container, patterns)).toBe(true);
  },
);

it.each([
  [],
  ['web'],
  ['eb-1'],
  ['web.1'],
  ['WEB-1'],
  ['label=tea'],
  ['label=team=b'],
  ['label=team='],
])('does not find it by %s', (...patterns) => {
  expect(isNamed(container, patterns)).toBe(false);
});

it('knows no way to the prototype of labels', () => {
  expect(isNamed({ names: [], labels: {} }, ['label=constructor'])).toBe(false);
});
