import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';

import { bytesOf, type OutputPage, poll, start, type Stream } from '../testing/commands.ts';
import { tempFolder } from '../testing/folder.ts';
import { type Known, knownOutput, PYTHON_IMAGE, writing } from '../testing/known-output.ts';
import { killServer } from '../testing/processes.ts';
import { createRandom, type Random } from '../testing/random.ts';
import { type Session, startSession } from '../testing/session.ts';
import { spawnWorkspace } from '../testing/workspace.ts';

const LONG = process.env.DEVBENCH_LONG === '1';
const SEED = Number(process.env.DEVBENCH_SEED ?? Math.floor(Math.random() * 1e9));
const MB = 1_000_000;

interface Case extends Known {
  readonly kills: number;
  /** Of output that is kept, if less than all. */
  readonly kept?: number;
}

const random = createRandom(SEED);
const bytes = { seed: `${SEED} a`, kind: 'bytes' as const, kills: 0 };
const CASES: readonly Case[] = [
  { ...bytes, size: 0 },
  { ...bytes, size: 1 },
  { ...bytes, size: random.integer(2, 300_000) },
  { ...bytes, size: 3 * MB, kind: 'text' },
  { ...bytes, size: 20 * MB, kills: 2 },
  { ...bytes, size: 8 * MB, kept: 2 * MB, kills: 1 },
  ...(LONG ? [{ ...bytes, size: 150 * MB, kills: 8 }] : []),
];

it.each(CASES)(
  `joins to what was written (seed ${SEED}): $size of $kind, $kills kills, keeping $kept`,
  { timeout: LONG ? 600_000 : 90_000 },
  async (known) => {
    using folder = tempFolder();
    const env = known.kept ? { MCP_OUTPUT_MAX_BYTES: String(known.kept) } : {};
    const servers = serversOn(folder.path, env);
    const memory_mb = Math.max(256, Math.ceil(known.size / MB) * 6);
    const workspace = await spawnWorkspace(await servers.now(), {
      image: PYTHON_IMAGE,
      memory_mb,
    });
    const exec_id = await start(await servers.now(), workspace.id, { cmd: writing(known) });
    // Of a window that moves on the slow ones see less, which is said; those that start late, too.
    const readers = [0, 1, 2].map((reader) => {
      const choose = createRandom(SEED + reader);
      return readAll(servers.call((s) => s, choose), exec_id, known, choose);
    });
    const killer = (async () => {
      for (let kill = 0; kill < known.kills; kill += 1) {
        await sleep(random.integer(50, 1500));
        await servers.kill();
      }
    })();

    const seen = await Promise.all(readers);
    await killer;
    const stable = new Map<number, string>();
    for (const [seq, message] of seen.flatMap((it) => [...it])) {
      expect(stable.get(seq) ?? message).toBe(message);
      stable.set(seq, message);
    }
    const last = await servers.now();
    await last.data('kill', { container_id: workspace.id, force: true });
    await last.client.close();
  },
);
