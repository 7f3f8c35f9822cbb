import { join } from 'node:path';

import { expect, it } from 'vitest';

import { tempFolder } from '../testing/folder.ts';
import { agentPid, residentBytes } from '../testing/processes.ts';
import { startSession } from '../testing/session.ts';
import { spawnWorkspace } from '../testing/workspace.ts';

const MIB = 1024 * 1024;
const SIZE = process.env.DEVBENCH_LONG === '1' ? 1024 : 300;

it(`needs little memory for ${SIZE} MiB in both directions`, { timeout: 300_000 }, async () => {
  using folder = tempFolder();
  await using session = await startSession(folder.path, {
    MCP_TRANSFER_DIR: join(folder.path, 'transfer'),
    MCP_IMPORT_MAX_BYTES: String(2048 * MIB),
  });
  await using workspace = await spawnWorkspace(session);
  const container_id = workspace.id;
  await workspace.sh(`head -c ${SIZE * MIB} /dev/urandom > large`);
  const agent = await agentPid(container_id);
  const before = residentBytes(session.pid);
  let [server, guest, done] = [before, 0, false];
  const watch = (async () => {
    while (!done) {
      server = Math.max(server, residentBytes(session.pid));
      guest = Math.max(guest, residentBytes(agent));
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  })();

  const file = 'large.tar';
  await session.data('fs_export', { container_id, path: 'large', compression: 'none', file });
  await session.data('fs_import', { container_id, path: 'copy', file });
  done = true;
  await watch;

  expect(server - before).toBeLessThan(150 * MIB);
  expect(guest).toBeLessThan(32 * MIB);
  const same = await workspace.sh('cmp large copy/large && echo same');
  expect(same.stdout).toBe('same\n');
});
