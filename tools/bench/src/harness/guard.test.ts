import { expect, it } from 'vitest';

import { createGuard, Interrupted } from './guard.ts';

const never = () => new Promise<never>(() => undefined);

it('passes on what the work answers', async () => {
  const guard = createGuard(1000, new AbortController().signal);

  await expect(guard(async () => 7)).resolves.toBe(7);
});

it('gives up on what hangs', async () => {
  const guard = createGuard(5, new AbortController().signal);

  await expect(guard(never)).rejects.toThrow('no end within');
});

it('ends at once when the run is interrupted, and begins nothing more', async () => {
  const interrupt = new AbortController();
  const guard = createGuard(60_000, interrupt.signal);
  const pending = guard(never);
  interrupt.abort();

  await expect(pending).rejects.toBeInstanceOf(Interrupted);
  await expect(guard(async () => 7)).rejects.toBeInstanceOf(Interrupted);
});
