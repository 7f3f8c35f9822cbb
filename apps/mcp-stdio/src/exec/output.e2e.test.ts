import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';

import { bytesOf, type OutputPage, start, type Stream } from '../testing/commands.ts';
import { tempFolder } from '../testing/folder.ts';
import { type Known, knownOutput, PYTHON_IMAGE, writing } from '../testing/known-output.ts';
import { createRandom, type Random, SEED } from '../testing/random.ts';
import { type Restartable, restartable } from '../testing/restartable.ts';
import { spawnWorkspace } from '../testing/workspace.ts';

const LONG = process.env.DEVBENCH_LONG === '1';
const MB = 1_000_000;

interface Case extends Known {
  readonly name: string;
  readonly kills?: number;
  /** Of output that is kept, if less than all. */
  readonly kept?: number;
}

const random = createRandom(SEED);
const bytes = { seed: String(SEED), kind: 'bytes' as const };
const slow = { ...bytes, pause: 0.0004 };
const CASES: readonly Case[] = [
  { ...bytes, name: 'hardly anything', size: random.pick([0, 1, 2, 3]) },
  { ...bytes, name: 'a little', size: random.integer(4, 300_000) },
  { ...bytes, name: 'text', kind: 'text', size: MB },
  { ...slow, name: 'much, over 3 servers', size: 12 * MB, kills: 2 },
  { ...slow, name: 'more than is kept, over 2 servers', size: 4 * MB, kills: 1, kept: MB },
  ...(LONG ? [{ ...slow, name: '200 MB, over 13 servers', size: 150 * MB, kills: 12 }] : []),
];

it.each(CASES)(
  `joins to what was written: $name (seed ${SEED})`,
  { timeout: LONG ? 900_000 : 300_000 },
  async (known) => {
    using folder = tempFolder();
    const env = known.kept ? { MCP_OUTPUT_MAX_BYTES: String(known.kept) } : {};
    await using server = restartable(folder.path, env);
    const memory_mb = Math.max(128, Math.ceil(known.size / MB) * 6);
    const { id } = await spawnWorkspace(await server.now(), { image: PYTHON_IMAGE, memory_mb });
    const exec_id = await start(await server.now(), id, { cmd: writing(known) });

    const positions = new Map<number, string>();
    const reading = Promise.all(
      [1, 2, 3].map((reader) =>
        readAll(server, exec_id, known, createRandom(SEED + reader), positions),
      ),
    );
    reading.catch(() => undefined);
    for (let kills = known.kills ?? 0; kills > 0; kills -= 1) {
      await sleep(random.integer(50, 1500));
      await server.restart();
    }
    const dropped = await reading;

    if (!known.kept) expect(dropped).toEqual([0, 0, 0]);
    await (await server.now()).data('kill', { container_id: id, force: true });
  },
);

/** Reads in a random pattern and compares every byte; answers how many were said to be dropped. */
async function readAll(
  server: Restartable,
  exec_id: string,
  known: Case,
  random: Random,
  positions: Map<number, string>,
): Promise<number> {
  const expected = { stdout: knownOutput(known, 'stdout'), stderr: knownOutput(known, 'stderr') };
  const at: Record<Stream, number> = { stdout: 0, stderr: 0 };
  let [after_seq, dropped, missing] = [0, 0, 0];
  for (;;) {
    const request = {
      exec_id,
      after_seq,
      max_bytes: random.pick([1, 5000, 65_536, 65_536, 1_048_576, 1_048_576]),
      wait_ms: random.pick([0, 30, 30_000]),
      encoding: random.pick(['utf-8', 'base64']),
    };
    const page = await server.read<OutputPage>('exec_poll', request);
    if (random.chance(0.1) && !known.kept) await expectStable(server, request, page);
    dropped += page.dropped_bytes;
    for (const message of page.messages) {
      const { seq, stream, offset = 0 } = message;
      const follows = known.kept ? seq > after_seq : seq === after_seq + 1;
      if (!follows) throw new Error(`${seq} after ${after_seq}`);
      after_seq = seq;
      if (!stream) continue;
      const data = bytesOf(message);
      if (!data.equals(expected[stream].subarray(offset, offset + data.length))) {
        throw new Error(`${stream} differs in ${data.length} bytes at ${offset}, record ${seq}`);
      }
      missing += offset - at[stream];
      at[stream] = offset + data.length;
      if (request.encoding === 'base64') expectSame(positions, seq, `${stream} ${at[stream]}`);
    }
    if (page.complete) break;
    after_seq = page.next_seq;
  }
  missing += expected.stdout.length - at.stdout + expected.stderr.length - at.stderr;
  expect(dropped).toBe(missing);
  return dropped;
}

/** What a cursor once gave, it gives again; there may be more of it by then. */
async function expectStable(server: Restartable, request: object, { messages }: OutputPage) {
  const again = await server.read<OutputPage>('exec_poll', { ...request, wait_ms: 0 });
  expect(again.messages.slice(0, messages.length)).toEqual(messages);
}

function expectSame(positions: Map<number, string>, seq: number, position: string) {
  const before = positions.get(seq);
  if (before !== undefined && before !== position)
    throw new Error(`Record ${seq} is ${before} and ${position}`);
  positions.set(seq, position);
}
