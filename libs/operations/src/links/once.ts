import type { Grant, Ports } from '@devbench/core';

import { noLink } from './no-link.ts';

/** Does the work of a link that is good for one time. Who fails may try again. */
export async function once<T>(
  { keys, clock }: Pick<Ports, 'keys' | 'clock'>,
  { id, owner, action, expiresAt }: Grant,
  work: () => Promise<T>,
): Promise<T> {
  const claim = { owner, operation: action, key: id, inputHash: '' };
  const { state } = await keys.claim(claim, clock.now());
  if (state !== 'claimed') throw noLink();
  try {
    const result = await work();
    await keys.complete(claim, null, expiresAt);
    return result;
  } catch (thrown) {
    await keys.release(claim).catch(() => undefined);
    throw thrown;
  }
}
