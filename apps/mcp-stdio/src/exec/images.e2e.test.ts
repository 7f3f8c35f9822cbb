import { describe, expect, it } from 'vitest';

import { ended, start } from '../testing/commands.ts';
import { aMarker, processesWith } from '../testing/processes.ts';
import { sharedSession, sharedWorkspace } from '../testing/shared-session.ts';

const IMAGES = [
  { image: 'devbench/busybox:test', bin: '/bin', shell: true },
  { image: 'python:3.11-slim', bin: '/usr/bin', shell: true },
  { image: 'devbench/static:test', bin: '/app', shell: false },
];

describe.each(IMAGES)('in $image', ({ image, bin, shell }) => {
  const server = sharedSession({ MCP_CANCEL_GRACE_MS: '5000' });
  const workspace = sharedWorkspace(server, { image });
  const run = (input: Record<string, unknown>) =>
    server().data('exec_run', { container_id: workspace().id, ...input });

  it('runs programs with arguments, environment and input', async () => {
    expect(await run({ cmd: [`${bin}/echo`, 'a b', 'ü'] })).toMatchObject({ stdout: 'a b ü\n' });
    expect(await run({ cmd: [`${bin}/env`], env: { GIVEN: 'v w' } })).toMatchObject({
      stdout: expect.stringMatching(/^GIVEN=v w$/m) as string,
    });
    expect(await run({ cmd: [`${bin}/cat`], stdin: 'in\0put' })).toMatchObject({
      stdout: 'in\0put',
      exit_code: 0,
    });
    expect(await run({ cmd: [`${bin}/id`] })).toMatchObject({
      stdout: expect.stringContaining('1000') as string,
    });
    expect(await run({ cmd: ['nothing'] })).toMatchObject({ exit_code: 127 });
  });

  it(shell ? 'runs scripts' : 'says that there is no shell', async () => {
    const expected = shell ? { stdout: 'hi\n', exit_code: 3 } : { exit_code: 127 };
    expect(await run({ script: 'echo hi; exit 3' })).toMatchObject(expected);
  });

  it.each(['exec_cancel', 'timeout', 'SIGKILL'])('ends by %s', async (way) => {
    const marker = aMarker();
    const cmd = [`${bin}/sleep`, marker];
    const timeout_s = way === 'timeout' ? 1 : 600;
    const exec_id = await start(server(), workspace().id, { cmd, timeout_s });
    if (way !== 'timeout') await expect.poll(() => processesWith(marker)).toHaveLength(1);
    if (way === 'exec_cancel') await server().data('exec_cancel', { exec_id });
    if (way === 'SIGKILL') await server().data('exec_signal', { exec_id, signal: way });

    const status = { exec_cancel: 'cancelled', timeout: 'timeout', SIGKILL: 'exited' }[way];
    const signal = way === 'SIGKILL' ? 'SIGKILL' : 'SIGTERM';
    expect(await ended(server(), exec_id)).toMatchObject({ status, signal });
    expect(processesWith(marker)).toEqual([]);
  });
});
