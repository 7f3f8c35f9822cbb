import type { OutputRecord } from '@devbench/core';
import { expect, it } from 'vitest';

import { createFollowedOutput } from './followed-output.ts';

const CREDIT = 65_536;
const nothing = () => undefined;

/** Sends records out of one piece of memory, as a link does. */
function createSender(from: number) {
  const output = createFollowedOutput(1, CREDIT, { grant: nothing, subscribe: nothing });
  const memory = Buffer.alloc(16_384);
  let [seq, offset] = [0, from];
  const send = (size: number): Buffer => {
    seq += 1;
    const data = memory.fill(seq).subarray(0, size);
    output.push({ seq, stream: 'stdout', offset, at: new Date(), data });
    offset += size;
    return Buffer.alloc(size, seq);
  };
  return { send, batches: output.records[Symbol.asyncIterator]() };
}

const bytesOf = ({ value }: IteratorResult<readonly OutputRecord[], undefined>) =>
  Buffer.concat((value ?? []).map(({ data }) => data));

const MIB = 1024 * 1024;

it.each([0, MIB - 9000, 5 * MIB])('keeps a batch from %i on until the next', async (from) => {
  const { send, batches } = createSender(from);
  for (const sizes of [[3, 16_384], [9000, 1, 5000], [16_384, 16_384], [2048]]) {
    const sent = Buffer.concat(sizes.map(send));
    const batch = await batches.next();
    send(16_000);
    send(7);
    expect(bytesOf(batch)).toEqual(sent);
    await batches.next();
  }
});

it('takes more than its credit, for what was on its way when it was paused', async () => {
  const { send, batches } = createSender(MIB);
  const sent = Buffer.concat(Array.from({ length: 8 }, () => send(16_384)));

  expect(bytesOf(await batches.next())).toEqual(sent);
});
