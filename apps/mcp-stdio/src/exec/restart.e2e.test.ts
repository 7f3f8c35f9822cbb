import { afterAll, beforeAll, expect, it } from 'vitest';

import { ended, poll, start, until } from '../testing/commands.ts';
import { tempFolder } from '../testing/folder.ts';
import { aMarker, processesWith, removeBehind } from '../testing/processes.ts';
import { type Restartable, restartable } from '../testing/restartable.ts';
import type { Session } from '../testing/session.ts';
import { killAll } from '../testing/shared-session.ts';
import { spawnWorkspace } from '../testing/workspace.ts';

const folder = tempFolder();
let servers: Restartable;
const now = () => servers.now();
let workspace: string;
beforeAll(async () => {
  servers = restartable(folder.path, {
    MCP_TOOLSETS: 'workspace,more',
    MCP_CANCEL_GRACE_MS: '300',
  });
  workspace = (await spawnWorkspace(await now())).id;
});
afterAll(async () => {
  expect(await killAll(await now())).toEqual([workspace]);
  await servers[Symbol.asyncDispose]();
  folder.remove();
});

const gone = aMarker();

/** What a command does while there is no server, and how it then ended. */
const ABSENT: readonly [string, { script: string; timeout_s?: number }, Record<string, unknown>][] =
  [
    [
      'exits',
      { script: 'echo on; sleep 0.5; echo off; exit 3' },
      { status: 'exited', exit_code: 3 },
    ],
    ['dies', { script: 'echo on; sleep 0.5; kill -9 $$' }, { status: 'exited', signal: 'SIGKILL' }],
    ['runs too long', { script: 'echo on; sleep 4000', timeout_s: 2 }, { status: 'timeout' }],
    [
      'loses its supervisor',
      { script: 'echo on; sleep 0.5; kill -9 $PPID; sleep 4000' },
      { status: 'lost' },
    ],
  ];

it('tells how commands ended that ended alone, and goes on with the others', async () => {
  const marker = aMarker();
  const session = await now();
  const inputs = ABSENT.map(([, { script, ...more }]) => ({
    script: `: ${gone}; ${script}`,
    ...more,
  }));
  const ids = await Promise.all(inputs.map((input) => started(session, input)));
  const on = await started(session, { script: `echo on; sleep ${marker}` }, workspace);
  await servers.restart(() => expect.poll(() => processesWith(gone)).toEqual([]));

  for (const [index, [name, , end]] of ABSENT.entries())
    expect(await ended(await now(), ids[index] ?? ''), name).toMatchObject(end);
  const exited = await ended(await now(), ids[0] ?? '');
  expect(exited.stdout.toString()).toBe('on\noff\n');
  expect(processesWith(marker)).not.toEqual([]);
  expect(await (await now()).data('exec_cancel', { exec_id: on })).toMatchObject({
    status: 'cancelled',
    signal: 'SIGTERM',
  });
  expect(processesWith(marker)).toEqual([]);
});

/** Starts a command that says `on`. */
async function started(session: Session, input: Record<string, unknown>, id = workspace) {
  const exec_id = await start(session, id, input);
  await until(session, exec_id, (text) => text.includes('on'));
  return exec_id;
}

it('takes over input and terminal', async () => {
  const cat = await start(await now(), workspace, { cmd: ['cat'], stdin: '' });
  const before = 'before\n'.repeat(20_000);
  await (await now()).data('exec_write', { exec_id: cat, data: before });
  const tty = await start(await now(), workspace, { script: 'read x; stty size', tty: true });
  await servers.restart();

  const session = await now();
  const write = (exec_id: string, data: string, eof = false) =>
    session.call('exec_write', { exec_id, data, eof });
  // Until the new server has found the command it asks to be called again.
  await expect.poll(async () => (await write(cat, 'after\n', true)).isError).toBe(false);
  expect((await ended(session, cat)).stdout.toString()).toBe(`${before}after\n`);
  const resize = () => session.call('exec_resize', { exec_id: tty, rows: 11, cols: 22 });
  await expect.poll(async () => (await resize()).isError).toBe(false);
  await write(tty, 'x\n');
  expect((await ended(session, tty)).stdout.toString()).toContain('11 22');
});

it('says of a command that waited that it never ran', async () => {
  const session = await now();
  const busy = Array.from({ length: 4 }, () => started(session, { script: 'echo on; sleep 4000' }));
  const running = await Promise.all(busy);
  const queued = await start(await now(), workspace, { script: 'echo ran > ran' });
  await servers.restart();

  const end = await ended(await now(), queued);
  expect(['lost', 'cancelled']).toContain(end.status);
  expect(end.exit_code).toBeNull();
  for (const exec_id of running) await (await now()).data('exec_cancel', { exec_id });
});

it('keeps what ended commands wrote', async () => {
  const request = { container_id: workspace, script: 'echo kept; exit 2' };
  const { exec_id } = await (await now()).data<{ exec_id: string }>('exec_run', request);
  await servers.restart();
  const end = await ended(await now(), exec_id);
  expect(end).toMatchObject({ status: 'exited', exit_code: 2, dropped_bytes: 0 });
  expect(end.stdout.toString()).toBe('kept\n');
});

it.each(['with a server', 'without one'])(
  'completes when its container vanishes %s',
  async (how) => {
    const { id } = await spawnWorkspace(await now());
    const exec_id = await started(await now(), { script: 'echo on; sleep 4000' }, id);
    if (how === 'without one') await servers.restart(() => removeBehind(id));
    else await removeBehind(id);

    const end = await ended(await now(), exec_id);
    expect(['killed', 'lost']).toContain(end.status);
    expect(end.exit_code).toBeNull();
    // With the server and the container all who had it are gone.
    expect(end.stdout.toString()).toBe(how === 'without one' ? '' : 'on\n');
    const late = await (await now()).call('exec_run', { container_id: id, script: 'true' });
    expect(late.isError).toBe(true);
    await (await now()).data('kill', { container_id: id, force: true });
  },
);

it('completes a poll that waits when its workspace is killed', async () => {
  const session = await now();
  const { id } = await spawnWorkspace(session);
  const exec_id = await started(session, { script: 'echo on; sleep 4000' }, id);
  const waiting = poll(session, exec_id, { after_seq: 1, wait_ms: 30_000 });
  await session.data('kill', { container_id: id, force: true });
  expect(await waiting).toMatchObject({ complete: true, status: 'killed' });
  const late = await session.call('exec_poll', { exec_id });
  expect(late.code).toBe('exec_not_found');
});
