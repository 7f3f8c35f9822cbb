import { applyPatch, formatPatch } from 'diff';
import { expect, it } from 'vitest';

import { fitHunks } from './fit-hunks.ts';
import { lineHunks } from './line-hunks.ts';

function createRandom(seed: number) {
  let state = seed;
  return (below: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const patchOf = (old: string, changed: string, context: number) => {
  const { hunks } = lineHunks(old, changed, context);
  return {
    oldFileName: 'a',
    newFileName: 'b',
    oldHeader: '',
    newHeader: '',
    hunks: fitHunks(hunks, 100_000).hunks.map((hunk) => ({ ...hunk, lines: [...hunk.lines] })),
  };
};

it.each(Array.from({ length: 300 }, (_, seed) => seed))(
  'makes the new text of the old, seed %i',
  (seed) => {
    const random = createRandom(seed);
    const lines = (count: number) =>
      Array.from(
        { length: count },
        () => ['a', 'b', '', 'c\r', '😀', '- x', '+', '\\ '][random(8)],
      );
    const old = lines(random(30));
    const changed = [...old];
    for (let changes = random(6); changes > 0; changes -= 1) {
      changed.splice(random(changed.length + 1), random(4), ...lines(random(4)));
    }
    const [before, after] = [old.join('\n'), changed.join('\n') + (random(2) === 0 ? '\n' : '')];
    const patch = patchOf(before, after, random(5));

    expect(applyPatch(before, patch, { autoConvertLineEndings: false })).toBe(after);
    const text = formatPatch(patch);
    if (before !== after)
      expect(applyPatch(before, text, { autoConvertLineEndings: false })).toBe(after);
  },
);

it('counts what is added and removed', () => {
  expect(lineHunks('a\nb\nc\n', 'a\nc\nd\ne\n', 3)).toMatchObject({
    added: 2,
    removed: 1,
    coarse: false,
  });
  expect(lineHunks('', 'a\nb', 3)).toMatchObject({ added: 2, removed: 0 });
  expect(lineHunks('same', 'same', 3)).toEqual({ hunks: [], added: 0, removed: 0, coarse: false });
});

it('finds a small change in a large text at once', () => {
  const lines = Array.from({ length: 400_000 }, (_, line) => `line ${line}`);
  const began = process.cpuUsage();

  const { hunks } = lineHunks(lines.join('\n'), lines.with(300_000, 'other').join('\n'), 1);

  expect(hunks).toEqual([
    {
      oldStart: 300_000,
      oldLines: 3,
      newStart: 300_000,
      newLines: 3,
      lines: [' line 299999', '-line 300000', '+other', ' line 300001'],
    },
  ]);
  expect(process.cpuUsage(began).user).toBeLessThan(1000_000);
});

it.each([
  ['different lines', 'a\n', 'b\n'],
  ['empty lines', '\n', 'x\n'],
])('answers coarsely when too much differs: %s', (_, old, changed) => {
  const began = process.cpuUsage();

  const { hunks, ...rest } = lineHunks(old.repeat(1_000_000), changed.repeat(900_000), 3);

  expect(rest).toEqual({ added: 900_000, removed: 1_000_000, coarse: true });
  expect(hunks[0]?.lines).toHaveLength(600);
  expect(fitHunks(hunks, 100_000).truncated).toBe(true);
  expect(process.cpuUsage(began).user).toBeLessThan(2000_000);
});

it('gives up on an answer that takes too long', () => {
  const side = (name: string) =>
    Array.from({ length: 40_000 }, (_, line) => `${name}${line}`).join('\n');
  const began = process.cpuUsage();

  expect(lineHunks(side('a'), side('b'), 3).coarse).toBe(true);

  expect(process.cpuUsage(began).user).toBeLessThan(3000_000);
});

it('cuts to the budget, with counts that fit what is left', () => {
  const { hunks } = lineHunks('a\nb\nc\n', 'a\nx\ny\nz\nc\n', 1);

  expect(fitHunks(hunks, 9)).toEqual({
    truncated: true,
    hunks: [{ oldStart: 1, oldLines: 2, newStart: 1, newLines: 2, lines: [' a', '-b', '+x'] }],
  });
});
