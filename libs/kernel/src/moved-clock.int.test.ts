import { mkdtempDisposableSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { ManualClock } from '@devbench/testing';
import { expect, it } from 'vitest';

import { callerOf, realKernel } from './testing/real-kernel.ts';

const DAYS_MS = 8 * 24 * 60 * 60 * 1000;
/** Nothing but what is asked for. */
const ENV = { MCP_CLEANUP_ENABLED: 'false' };
const alice = callerOf('alice');
const root = callerOf('root', ['admin']);

interface Actions {
  readonly actions: readonly { action: string; subject: string; outcome: string }[];
}

it('a week later it removes what it says beforehand, and keeps what is persistent', async () => {
  using folder = mkdtempDisposableSync(join(tmpdir(), 'moved-clock-'));
  const spooled = () => readdirSync(join(folder.path, 'spool'));
  const before = await realKernel(folder.path, ENV);
  const make = (name: string, input: object) => before.operations.call(name, alice, input);
  const { container_id } = await make('spawn', { idempotency_key: 'once' });
  const { container_id: kept } = await make('spawn', { persistent: true, alias: 'kept' });
  await make('attach', { target: 'kept', client_name: 'c', session_id: 's' });
  await make('fs_write', { container_id: kept, path: 'a', content: 'precious' });
  const much = 'head -c 3000000 /dev/zero';
  const { exec_id } = await make('exec_run', { container_id, cmd: ['sh', '-c', much] });
  for (const id of [container_id, kept]) await make('stop', { container_id: id });
  await before.stop();
  expect(spooled()).toEqual([exec_id]);

  const clock = new ManualClock(new Date(Date.now() + DAYS_MS));
  const later = await realKernel(folder.path, ENV, { clock });
  try {
    // Output has a time of its own.
    expect(spooled()).toEqual([]);
    const collect = async (dry_run: boolean) => {
      const result = await later.operations.call('garbage_collect', root, { dry_run });
      // Agents of other versions are this engine's, not of this test.
      return (result as unknown as Actions).actions.filter(
        ({ subject }) => !subject.startsWith('devbench-guest-'),
      );
    };
    const planned = await collect(true);
    expect(planned.map(({ action, subject }) => [action, subject])).toEqual([
      ['remove_container', container_id],
      ['remove_exec', exec_id],
      ['remove_rows', expect.stringContaining('idempotency keys')],
      ['remove_rows', expect.stringContaining('attachments')],
    ]);
    expect(await collect(true)).toEqual(planned);

    const done = await collect(false);
    expect(done).toEqual(planned.map((it) => ({ ...it, outcome: 'done' })));
    expect(await collect(true)).toEqual([]);
    const ask = (name: string, input: object) => later.operations.call(name, alice, input);
    await expect(ask('exec_poll', { exec_id })).rejects.toMatchObject({ code: 'exec_not_found' });
    expect(await ask('list_containers', { include_stopped: true })).toMatchObject({
      containers: [{ container_id: kept }],
    });
    await ask('start', { container_id: kept });
    expect(await ask('fs_read', { container_id: kept, path: 'a' })).toMatchObject({
      content: 'precious',
    });
  } finally {
    for (const id of [container_id, kept])
      await later.operations
        .call('kill', alice, { container_id: id, force: true, keep_workspace: false })
        .catch(() => undefined);
    await later.stop();
  }
});
