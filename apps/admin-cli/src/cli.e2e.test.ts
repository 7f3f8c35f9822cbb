import { join } from 'node:path';
import { expect, it } from 'vitest';

import { devbench, tempFolder } from './testing/devbench.ts';

it('shows, previews and does', async () => {
  using folder = tempFolder();
  const run = (...args: string[]) => devbench(folder.path, args);

  expect((await run('status')).stdout).toMatch(/^healthy: 0 containers/);
  expect(JSON.parse((await run('containers', '--json')).stdout)).toEqual({
    containers: [],
    next_cursor: null,
  });
  const preview = JSON.parse((await run('reconcile', '--dry-run', '--json')).stdout) as object;
  expect(preview).toMatchObject({ dry_run: true, errors: 0 });
  expect(await run('gc', '--yes')).toMatchObject({ code: 0 });
});

it('does not destroy anything without being told, and ends with the code of the failure', async () => {
  using folder = tempFolder();
  const run = (...args: string[]) => devbench(folder.path, args);

  const refused = await run('reconcile');
  expect(refused).toMatchObject({ code: 2, stdout: '' });
  expect(refused.stderr).toContain('--yes');
  expect(await run('reconsile')).toMatchObject({ code: 2 });
  expect(await run('--help')).toMatchObject({ code: 0 });
  const no = { code: 5, stdout: expect.stringMatching(/^\/etc: no; /) as string };
  expect(await run('policy', 'check', '--path', '/etc')).toMatchObject(no);
  const away = { DOCKER_HOST: 'unix:///does/not/exist.sock' };
  const failed = await devbench(folder.path, ['gc', '--dry-run'], away);
  expect(failed).toMatchObject({ code: 69, stdout: '' });
  expect(failed.stderr).toContain('Start Docker');
});

it('migrates, checks and copies the state, and reads the copy', async () => {
  using folder = tempFolder();
  const copy = join(folder.path, 'copy.db');

  expect(await devbench(folder.path, ['db', 'migrate'])).toMatchObject({ code: 0 });
  expect(await devbench(folder.path, ['db', 'backup', copy])).toMatchObject({ code: 0 });
  const check = await devbench(folder.path, ['db', 'check', '--json'], { MCP_STATE_DB: copy });
  expect(JSON.parse(check.stdout)).toEqual({ problems: [] });
});
