import { expect, it } from 'vitest';

import { ended, start, until } from '../testing/commands.ts';
import { aMarker, processesWith } from '../testing/processes.ts';
import { shellTest } from '../testing/shells.ts';

const test = shellTest();
const { now, run } = test;

it('a timeout and a cancel leave the shell as it was', async () => {
  const marker = aMarker();
  await run('t', 'KEPT=1');
  const late = await run('t', `echo on; sleep ${marker}; true`, { timeout_s: 2 });
  expect(late).toMatchObject({ status: 'timeout', stdout: 'on\n' });
  expect(processesWith(marker)).toEqual([]);

  const id = await start(await now(), test.box, {
    shell: 't',
    script: `echo on; sleep ${marker}; true`,
  });
  await until(await now(), id, (text) => text.includes('on'));
  const cancelled = await (await now()).data('exec_cancel', { exec_id: id });
  expect(cancelled).toMatchObject({ status: 'cancelled' });
  expect(processesWith(marker)).toEqual([]);
  const after = await run('t', 'echo $KEPT');
  expect(after).toMatchObject({ stdout: '1\n' });
  expect(after).not.toHaveProperty('shell_restarted');
});

it('a shell that ended starts anew, and says so once', async () => {
  await run('crash', 'X=1');
  expect(await run('crash', 'echo $X; exit 3')).toMatchObject({ stdout: '1\n', exit_code: 3 });
  expect(await run('crash', 'echo "[$X]"')).toMatchObject({
    stdout: '[]\n',
    shell_restarted: true,
  });
  expect(await run('crash', 'true')).not.toHaveProperty('shell_restarted');
  expect(await run('crash', 'kill -9 $$')).toMatchObject({ signal: 'SIGKILL' });
  expect(await run('crash', 'true')).toMatchObject({ shell_restarted: true });

  const endless = await run('crash', 'while :; do :; done', { timeout_s: 1 });
  expect(endless).toMatchObject({ status: 'timeout' });
  expect(await run('crash', 'true')).toMatchObject({ shell_restarted: true });
});

it('goes on after the server was killed', async () => {
  await run('live', 'STAYS=1');
  const id = await start(await now(), test.box, {
    shell: 'live',
    script: 'echo on; sleep 1.5; echo off; (exit 4)',
  });
  await until(await now(), id, (text) => text.includes('on'));
  await test.servers.restart();
  const next = run('live', 'echo "[$STAYS]"');
  const first = await ended(await now(), id);
  expect(first).toMatchObject({ exit_code: 4, status: 'exited' });
  expect(first.stdout.toString()).toBe('on\noff\n');
  const second = await next;
  expect(second).toMatchObject({ stdout: '[1]\n', exit_code: 0, stderr: '' });
  expect(second).not.toHaveProperty('shell_restarted');
});

it('a container that was stopped has new shells', async () => {
  const session = await now();
  await run('live', 'true');
  await session.data('stop', { container_id: test.box });
  await session.data('start', { container_id: test.box });
  expect(await run('live', 'echo "[$STAYS]"')).toMatchObject({
    stdout: '[]\n',
    shell_restarted: true,
  });
});
