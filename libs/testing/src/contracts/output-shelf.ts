import type { ExecId, OutputShelf } from '@devbench/core';
import { describe, expect, it } from 'vitest';

import { type MakePair, started } from './pair.ts';

const [one, two, three] = ['e_1', 'e_2', 'e_3'] as ExecId[] as [ExecId, ExecId, ExecId];

const output = (id: ExecId, minute: number, text: string) => ({
  id,
  endedAt: new Date(minute * 60_000),
  data: Buffer.from(text),
});

/** What every `OutputShelf` does. */
export function outputShelfContract(make: MakePair<OutputShelf>): void {
  describe('OutputShelf', () => {
    it('gives back what was put first, byte by byte', async () => {
      const { first, second } = await started(make);
      await first.put([output(one, 1, 'a\0ä'), output(two, 2, '')]);
      await second.put([output(one, 3, 'other')]);

      expect(Buffer.from((await second.get(one)) ?? [])).toEqual(Buffer.from('a\0ä'));
      expect((await second.get(two))?.length).toBe(0);
      expect(await second.get(three)).toBeUndefined();
    });

    it('removes one, and the oldest', async () => {
      const { first, second } = await started(make);
      await first.put([output(three, 3, 'xyz'), output(two, 2, 'xy'), output(one, 1, 'x')]);
      expect(await second.usage()).toEqual({ bytes: 6, oldestEndedAt: new Date(60_000) });

      await first.remove(three);
      expect(await second.prune(new Date(60_000))).toEqual([{ id: one, bytes: 1 }]);
      expect(await second.prune(new Date(60_000))).toEqual([]);

      expect(await first.usage()).toEqual({ bytes: 2, oldestEndedAt: new Date(120_000) });
      expect(await first.get(two)).toBeDefined();
      await first.remove(two);
      expect(await first.usage()).toEqual({ bytes: 0, oldestEndedAt: undefined });
    });
  });
}
