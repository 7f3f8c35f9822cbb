import type { IdempotencyKeys, KeyClaim } from '@devbench/core';
import { describe, expect, it } from 'vitest';

import { type MakePair, started } from './pair.ts';

/** What every `IdempotencyKeys` does. */
export function keysContract(make: MakePair<IdempotencyKeys>): void {
  const claim: KeyClaim = { owner: 'alice', operation: 'spawn', key: 'k', inputHash: 'h' };
  const now = new Date();
  const later = (ms: number) => new Date(now.getTime() + ms);

  describe('IdempotencyKeys', () => {
    it('gives a key to one of many who ask at once', async () => {
      const { first, second } = await started(make);
      const asked = Array.from({ length: 20 }, (_, n) =>
        (n % 2 ? first : second).claim(claim, now),
      );
      const states = (await Promise.all(asked)).map(({ state }) => state);

      expect(states.filter((state) => state === 'claimed')).toHaveLength(1);
      expect(states.filter((state) => state === 'running')).toHaveLength(19);
    });

    it.each([{ id: 'c_1', list: [1, null] }, null, undefined])('repeats %j', async (result) => {
      const { first, second } = await started(make);
      await first.claim(claim, now);
      await first.complete(claim, result, later(1_000));

      expect(await second.claim(claim, later(999))).toEqual({ state: 'done', result });
    });

    it('is free again when it has expired, for any input', async () => {
      const { first, second } = await started(make);
      await first.claim(claim, now);
      await first.complete(claim, 1, later(1_000));
      const other = { ...claim, inputHash: 'other' };

      expect(await second.claim(other, later(1_000))).toEqual({ state: 'claimed' });
      await second.complete(other, 2, later(9_000));
      expect(await first.claim(other, later(2_000))).toEqual({ state: 'done', result: 2 });
    });

    it('refuses another input, while it runs and after', async () => {
      const { first, second } = await started(make);
      const other = { ...claim, inputHash: 'other' };
      await first.claim(claim, now);
      const during = second.claim(other, now);
      await expect(during).rejects.toMatchObject({ code: 'idempotency_mismatch' });
      await first.complete(claim, 1, later(1_000));
      const after = second.claim(other, now);
      await expect(after).rejects.toMatchObject({ code: 'idempotency_mismatch' });
    });

    it('belongs to one owner and one operation', async () => {
      const { first, second } = await started(make);
      await first.claim(claim, now);

      expect(await second.claim({ ...claim, owner: 'bob' }, now)).toEqual({ state: 'claimed' });
      expect(await second.claim({ ...claim, operation: 'kill' }, now)).toEqual({
        state: 'claimed',
      });
    });

    it('is not burnt by a failure', async () => {
      const { first, second } = await started(make);
      await first.claim(claim, now);
      await first.release(claim);

      expect(await second.claim({ ...claim, inputHash: 'other' }, now)).toEqual({
        state: 'claimed',
      });
    });

    it('cannot be released or changed once it is done', async () => {
      const { first } = await started(make);
      await first.claim(claim, now);
      await first.complete(claim, 1, later(1_000));
      await first.release(claim);
      await first.complete(claim, 2, later(1_000));

      expect(await first.claim(claim, now)).toEqual({ state: 'done', result: 1 });
    });
  });
}
