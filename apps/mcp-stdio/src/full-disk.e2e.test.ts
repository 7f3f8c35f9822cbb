import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

import { tempFolder } from './testing/folder.ts';
import { leftoversOf } from './testing/leftovers.ts';
import { startSession } from './testing/session.ts';
import { IMAGE, spawnWorkspace } from './testing/workspace.ts';

/** Mounting a disk that is small enough to fill takes root. */
const isRoot = process.getuid?.() === 0;

it.runIf(isRoot)(
  'answers with an error while the disk of the state is full, and goes on after',
  async () => {
    using folder = tempFolder();
    using disk = mountDisk(join(folder.path, 'disk'));
    await using session = await startSession(folder.path, {
      MCP_STATE_DB: join(disk.path, 'state.db'),
    });
    await using workspace = await spawnWorkspace(session);
    // Gone before the workspace is, also when something below fails.
    using filler = fill(join(disk.path, 'filler'));

    const reply = await untilFailure(() =>
      session.call('exec_run', { container_id: workspace.id, script: 'echo x' }),
    );
    expect(reply).toMatchObject({ isError: true, code: 'state_unavailable' });
    expect(reply?.text).toContain('\nFree space on the disk');
    expect(await session.call('spawn', { image: IMAGE })).toMatchObject({
      code: 'state_unavailable',
    });

    for (const tool of ['health', 'system_status']) {
      expect(await session.call(tool)).toMatchObject({
        isError: false,
        text: expect.stringContaining('Free space on the disk') as unknown,
        data: { status: 'degraded', database_initialized: true },
      });
    }

    filler[Symbol.dispose]();
    await expect.poll(() => session.data('health')).toMatchObject({ status: 'healthy' });
    expect(await workspace.sh('echo again')).toMatchObject({ stdout: 'again\n' });
    await session.data('kill', { container_id: workspace.id });
    expect(await leftoversOf(workspace.id)).toEqual([]);
  },
);

/** A few records may still fit into what the database has reserved. */
async function untilFailure<T extends { isError: boolean }>(call: () => Promise<T>) {
  for (let tries = 0; tries < 200; tries++) {
    const reply = await call();
    if (reply.isError) return reply;
  }
  return undefined;
}

function mountDisk(path: string) {
  mkdirSync(path);
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'devbench-e2e', path]);
  return { path, [Symbol.dispose]: () => execFileSync('umount', ['-l', path]) };
}

function fill(path: string): Disposable {
  for (const bytes of [4 << 20, 1 << 20, 64 << 10, 4096]) {
    for (let full = false; !full;) {
      try {
        writeFileSync(path, Buffer.alloc(bytes), { flag: 'a' });
      } catch {
        full = true;
      }
    }
  }
  return { [Symbol.dispose]: () => rmSync(path, { force: true }) };
}
