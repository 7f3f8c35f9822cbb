import { expect, it } from 'vitest';

import { flameGraph } from './flame-graph.ts';

const frame = (functionName: string) => ({ functionName, url: 'file:///a/b.ts', lineNumber: 0 });
const profile = JSON.stringify({
  nodes: [
    { id: 1, callFrame: frame('(root)'), children: [2, 3] },
    { id: 2, callFrame: frame('work<T>'), children: [4] },
    { id: 3, callFrame: frame('(idle)') },
    { id: 4, callFrame: frame('inner') },
  ],
  samples: [2, 3, 4],
  timeDeltas: [3000, 90_000, 1000],
});

it('is as wide as the time, without waiting', () => {
  const svg = flameGraph(profile);

  expect(svg).toContain('<title>work&lt;T&gt; /a/b.ts:1: 4.0 ms</title>');
  expect(svg).toContain('width="300.0"');
  expect(svg).not.toContain('(idle)');
});
