import type { Archives } from '@devbench/core';

import { gathered } from './archive.ts';

/** Archives that wait, in memory, for good. */
export class MemoryArchives implements Archives {
  readonly kept = new Map<string, Uint8Array>();

  async keep(owner: string, data: AsyncIterable<Uint8Array>) {
    const whole = await gathered(data);
    const id = `${owner}-${this.kept.size}`;
    this.kept.set(id, whole);
    return { id, bytes: whole.length };
  }

  async find(id: string) {
    const whole = this.kept.get(id);
    if (!whole) return undefined;
    return {
      bytes: whole.length,
      async *read(from: number, length: number) {
        yield whole.subarray(from, from + length);
      },
    };
  }
}
