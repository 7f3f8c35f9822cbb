import { expect, it } from 'vitest';

import { tempFolder } from './testing/folder.ts';
import { leftoversOf } from './testing/leftovers.ts';
import { startSession } from './testing/session.ts';
import { follow, type Page, type Run, spawnWorkspace } from './testing/workspace.ts';

const COUNTING =
  'echo "line 1"; until [ -e go ]; do sleep 0.05; done; for i in 2 3 4; do echo "line $i"; done';

it('does the main job and leaves nothing', async () => {
  using folder = tempFolder();
  await using session = await startSession(folder.path);
  await using workspace = await spawnWorkspace(session, { alias: 'job' });
  const container_id = 'job';
  const file = { container_id, path: 'src/program.sh' };

  const written = await session.data<{ etag: string }>('fs_write', { ...file, content: COUNTING });
  const { exec_id } = await session.data<Run>('exec_start', {
    container_id,
    cmd: ['sh', 'src/program.sh'],
  });
  const early = await follow(session, exec_id, (output) => output.includes('line 1\n'));
  expect(early.output.toString()).toBe('line 1\n');
  await session.data('fs_write', { container_id, path: 'go', content: '' });
  const { output, page } = await follow(session, exec_id, () => false, early.page.next_seq);
  expect(output.toString()).toBe('line 2\nline 3\nline 4\n');
  expect(page).toMatchObject({ status: 'exited', exit_code: 0, dropped_bytes: 0 });

  const { content, etag } = await session.data<{ content: string; etag: string }>('fs_read', file);
  expect(content).toBe(COUNTING);
  expect(etag).toBe(written.etag);
  const edited = { ...file, content: 'echo edited > out; exit 3', if_match_etag: etag };
  await session.data('fs_write', edited);
  expect(await session.call('fs_write', edited)).toMatchObject({ code: 'etag_mismatch' });
  expect(await workspace.sh('sh src/program.sh')).toMatchObject({ exit_code: 3, status: 'exited' });
  expect(await session.data('fs_read', { container_id, path: 'out' })).toMatchObject({
    content: 'edited\n',
  });

  await session.data('kill', { container_id });
  expect(await session.data('list_containers', { include_stopped: true })).toMatchObject({
    containers: [],
  });
  expect(await leftoversOf(workspace.id)).toEqual([]);
});

it('ends a whole tree that ignores TERM', async () => {
  using folder = tempFolder();
  await using session = await startSession(folder.path, { MCP_CANCEL_GRACE_MS: '300' });
  await using workspace = await spawnWorkspace(session);
  const script = `trap '' TERM; setsid sh -c "trap '' TERM; sleep 4321" & echo on; sleep 4321`;
  const count = 'ps | grep -c "[s]leep 4321"';

  const { exec_id } = await session.data<Run>('exec_start', { container_id: workspace.id, script });
  await follow(session, exec_id, (output) => output.includes('on'));
  expect((await workspace.sh(count)).stdout).not.toBe('0\n');

  expect(await session.data('exec_cancel', { exec_id })).toMatchObject({ status: 'cancelled' });
  expect((await workspace.sh(count)).stdout).toBe('0\n');
});

it('shows output as progress while exec_run waits, and cancels with the call', async () => {
  using folder = tempFolder();
  await using session = await startSession(folder.path, { MCP_CANCEL_GRACE_MS: '300' });
  await using workspace = await spawnWorkspace(session);
  const messages: string[] = [];
  const cancel = new AbortController();

  const running = session.call(
    'exec_run',
    { container_id: workspace.id, script: 'echo first; sleep 4322' },
    { signal: cancel.signal, onprogress: ({ message = '' }) => messages.push(message) },
  );
  running.catch(() => undefined);
  await expect.poll(() => messages.join('')).toContain('first');
  cancel.abort();

  await expect(running).rejects.toThrow();
  const isGone = async () => (await workspace.sh('ps | grep -c "[s]leep 4322"')).stdout === '0\n';
  await expect.poll(isGone).toBe(true);
});

it('answers others while a command hangs', async () => {
  using folder = tempFolder();
  await using session = await startSession(folder.path);
  await using workspace = await spawnWorkspace(session);
  const hanging = { container_id: workspace.id, script: 'sleep 4000', wait_ms: 600_000 };

  const pending = [1, 2, 3].map(() => session.call('exec_run', hanging).catch(() => undefined));
  const running = () => session.data<{ execs: unknown[] }>('list_execs');
  await expect.poll(async () => (await running()).execs.length).toBe(3);
  expect(await workspace.sh('echo free')).toMatchObject({ stdout: 'free\n' });

  expect((await running()).execs).toHaveLength(3);
  await session.call('kill', { container_id: workspace.id, force: true });
  await Promise.all(pending);
});

it('offers output as a resource', async () => {
  using folder = tempFolder();
  await using session = await startSession(folder.path);
  await using workspace = await spawnWorkspace(session);
  const { exec_id } = await workspace.sh('echo kept; echo more >&2');

  const { contents } = await session.client.readResource({ uri: `exec://${exec_id}/output` });

  expect(contents).toMatchObject([{ mimeType: 'text/plain', text: 'kept\nmore\n' }]);
  expect(contents[0]?._meta).toMatchObject({
    'devbench/page': { complete: true } satisfies Partial<Page>,
  });
});
