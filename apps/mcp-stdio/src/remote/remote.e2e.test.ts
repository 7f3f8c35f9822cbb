import { copyFileSync } from 'node:fs';
import { join } from 'node:path';

import {
  canUseOpenSsh,
  canUseSsh,
  createTlsFiles,
  startOpenSsh,
  startSshServer,
  startTlsEngine,
} from '@devbench/testing/remote';
import Docker from 'dockerode';
import { expect, it } from 'vitest';

import { tempFolder } from '../testing/folder.ts';
import { leftoversOf } from '../testing/leftovers.ts';
import { type Session, startSession } from '../testing/session.ts';
import { follow, type Run, spawnWorkspace } from '../testing/workspace.ts';

const LONG = { timeout: 240_000 };
const engine = process.env.DOCKER_HOST ?? 'unix:///var/run/docker.sock';
const NUMBERS = 'i=0; while [ $i -lt 20000 ]; do i=$((i+1)); echo $i; done';

it.runIf(engine.startsWith('unix:'))(
  'works with an engine over mutual TLS, and refuses a stranger',
  LONG,
  async () => {
    using folder = tempFolder();
    const ours = createTlsFiles(join(folder.path, 'ours'));
    const theirs = createTlsFiles(join(folder.path, 'theirs'));
    await using far = await startTlsEngine(ours, engine.replace('unix://', ''));
    const DOCKER_HOST = far.host;
    const env = { DOCKER_HOST, MCP_DOCKER_TLS_VERIFY: 'true', MCP_DOCKER_CERT_PATH: ours.client };
    await using session = await startSession(folder.path, env);
    await mainJob(session, new Docker());

    copyFileSync(join(ours.client, 'ca.pem'), join(theirs.client, 'ca.pem'));
    const stranger = { DOCKER_HOST, DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: theirs.client };
    await using other = await startSession(folder.path, stranger);
    expect(await other.call('spawn', {})).toMatchObject({ code: 'engine_unavailable' });
  },
);

it.runIf(canUseSsh && engine.startsWith('unix:'))(
  'works with an engine over ssh',
  LONG,
  async () => {
    using folder = tempFolder();
    // That it is understood is shown where connections are made; each of its own costs more.
    const start =
      canUseOpenSsh && process.env.DEVBENCH_LONG !== undefined ? startOpenSsh : startSshServer;
    await using far = await start(join(folder.path, 'ssh'), engine.replace('unix://', ''));
    const PATH = `${far.path}:${process.env.PATH ?? ''}`;
    await using session = await startSession(folder.path, { DOCKER_HOST: far.host, PATH });
    await mainJob(session, new Docker());
  },
);

/** What an assistant does all day, and that nothing is left of it. */
async function mainJob(session: Session, docker: Docker): Promise<void> {
  await using workspace = await spawnWorkspace(session, { alias: 'far' });
  const container_id = 'far';
  const both = await workspace.sh('echo out; echo err >&2; exit 3');
  expect(both).toMatchObject({ stdout: 'out\n', stderr: 'err\n', exit_code: 3 });
  const stdin = 'x'.repeat(300_000);
  const counted = { container_id, cmd: ['wc', '-c'], stdin };
  expect(await session.data<Run>('exec_run', counted)).toMatchObject({ stdout: '300000\n' });

  const started = await session.data<Run>('exec_start', { container_id, script: NUMBERS });
  const { output, page } = await follow(session, started.exec_id, () => false);
  expect(output.toString()).toBe(Array.from({ length: 20_000 }, (_, n) => `${n + 1}\n`).join(''));
  expect(page).toMatchObject({ exit_code: 0, dropped_bytes: 0 });

  const endless = { container_id, script: 'echo on; sleep 4324 & sleep 4324' };
  const { exec_id } = await session.data<Run>('exec_start', endless);
  await follow(session, exec_id, (text) => text.includes('on'));
  expect(await session.data('exec_cancel', { exec_id })).toMatchObject({ status: 'cancelled' });
  expect(await workspace.sh('ps | grep -c "[s]leep 4324"')).toMatchObject({ stdout: '0\n' });

  const file = { container_id, path: 'src/a' };
  const content = Buffer.from(Array.from({ length: 256 * 100 }, (_, n) => n % 256));
  const write = { ...file, content: content.toString('base64'), encoding: 'base64' };
  const { etag } = await session.data<{ etag: string }>('fs_write', write);
  const read = { ...file, encoding: 'base64' };
  expect(await session.data('fs_read', read)).toMatchObject({ content: write.content, etag });
  await session.data('fs_write', { ...file, content: 'needle', if_match_etag: etag });
  const late = { ...file, content: 'late', if_match_etag: etag };
  expect(await session.call('fs_write', late)).toMatchObject({ code: 'etag_mismatch' });
  expect((await session.call('fs_search', { container_id, pattern: 'need.e' })).text).toContain(
    'src/a',
  );
  expect(await session.call('fs_read', { container_id, path: '../etc/passwd' })).toMatchObject({
    code: 'path_outside_workspace',
  });
  await session.data('kill', { container_id, force: true });
  expect(await leftoversOf(workspace.id, docker)).toEqual([]);
}
