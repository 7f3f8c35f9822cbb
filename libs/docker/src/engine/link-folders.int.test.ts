import { createHash } from 'node:crypto';
import {
  mkdir,
  mkdtemp,
  open,
  readdir,
  rm,
  stat,
  symlink,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getuid } from 'node:process';
import type { ExecId, RunningExec, Workspace } from '@devbench/core';
import { afterEach, expect, it, onTestFinished } from 'vitest';
import type { Docker } from '../docker.ts';
import { createEngineFixture } from '../testing/engine-fixture.ts';
import { createEngineProxy } from '../testing/engine-proxy.ts';
import { aSpec } from '../testing/workspace.ts';
import { LINK_PATH } from './link-folders.ts';

const engine = createEngineFixture();
const never = new AbortController().signal;
const MIB = 2 ** 20;
const LARGE = 8 * MIB;
/** Who the commands of a hardened workspace are. */
const WORKLOAD = 1000;

afterEach(async () => {
  await engine.cleanUp();
  await expect(engine.left()).resolves.toEqual([]);
});

async function temporaryFolder() {
  const folder = await mkdtemp(join(tmpdir(), 'link-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}

/** A server, and what comes to it from the engine. */
async function throughProxy(linkFolder?: string) {
  const proxy = await createEngineProxy();
  onTestFinished(proxy.close);
  return { proxy, docker: engine.docker({ host: proxy.host, linkFolder }) };
}

let commands = 0;
const nextId = () => `e_${(commands += 1)}` as ExecId;
const sh = (script: string) => ['/bin/sh', '-c', script] as const;

async function outputOf(running: RunningExec): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const batch of running.output) {
    for (const { data } of batch) chunks.push(Buffer.from(data));
    running.acknowledge(batch.at(-1)?.seq ?? 0);
  }
  return Buffer.concat(chunks);
}

async function run(docker: Docker, workspace: Workspace, script: string) {
  const running = await docker.commands.spawn(workspace, nextId(), aSpec(sh(script)));
  const output = await outputOf(running);
  const { exitCode } = await running.end;
  return { output, text: output.toString(), exitCode };
}

/** Where a container has the folder of sockets from. */
async function linkOf({ engineId }: Workspace) {
  const { Mounts } = await engine.raw.getContainer(engineId).inspect();
  return Mounts.find(({ Destination }) => Destination === LINK_PATH);
}

async function largeOutput(docker: Docker, workspace: Workspace) {
  const { output, exitCode } = await run(
    docker,
    workspace,
    `head -c ${LARGE} /dev/urandom > f; cat f`,
  );
  expect(exitCode).toBe(0);
  expect(output).toHaveLength(LARGE);
  const { text } = await run(docker, workspace, 'sha256sum f');
  expect(text).toContain(createHash('sha256').update(output).digest('hex'));
}

it('brings output past the engine, byte for byte', async () => {
  const folders = await temporaryFolder();
  const { proxy, docker } = await throughProxy(folders);
  const workspace = await engine.created(docker);
  const folder = join(folders, workspace.id);

  await largeOutput(docker, workspace);

  expect(proxy.received()).toBeLessThan(MIB);
  expect(docker.traffic().received).toBeGreaterThan(LARGE);
  await expect(linkOf(workspace)).resolves.toMatchObject({
    Type: 'bind',
    Source: folder,
    RW: false,
  });
  await expect(readdir(folder)).resolves.toEqual([]);
  await docker.engine.remove(workspace, { keepVolume: false });
  await expect(readdir(folders)).resolves.toEqual([]);
});

it('mounts nothing without a folder, and brings output by the engine', async () => {
  const { proxy, docker } = await throughProxy();
  const workspace = await engine.created(docker);

  await largeOutput(docker, workspace);

  expect(proxy.received()).toBeGreaterThan(LARGE);
  await expect(linkOf(workspace)).resolves.toBeUndefined();
});

it('lets nothing be made or removed there by a workspace', async () => {
  const folders = await temporaryFolder();
  const docker = engine.docker({ linkFolder: folders });
  const workspace = await engine.created(docker);
  const buildable = await engine.created(docker, { profile: 'buildable' });
  const own = [workspace, buildable].map(({ id }) => join(folders, id));
  for (const folder of own) await writeFile(join(folder, 'known'), '');

  for (const one of [workspace, buildable]) {
    for (const change of [
      'touch made',
      'mkdir made',
      'rm known',
      'mv known moved',
      'chmod 777 .',
    ]) {
      const { text, exitCode } = await run(docker, one, `cd ${LINK_PATH} && ${change} 2>&1`);
      expect([change, exitCode]).not.toEqual([change, 0]);
      expect(text).toMatch(/read-only file system/i);
    }
  }
  for (const folder of own) await expect(readdir(folder)).resolves.toEqual(['known']);
});

it.skipIf(getuid?.() === WORKLOAD)('hides its names from who does not own it', async () => {
  const folder = await temporaryFolder();
  const docker = engine.docker({ linkFolder: folder });
  const workspace = await engine.created(docker);

  const { text, exitCode } = await run(docker, workspace, `ls ${LINK_PATH} 2>&1`);

  expect(exitCode).not.toBe(0);
  expect(text).toMatch(/permission denied/i);
});

it('makes a folder that has gone anew before the next start', async () => {
  const folders = join(await temporaryFolder(), 'links');
  const { proxy, docker } = await throughProxy(folders);
  const workspace = await engine.created(docker);
  const folder = join(folders, workspace.id);
  await docker.engine.stop(workspace, 1_000);
  await rm(folders, { recursive: true });

  await docker.engine.start(workspace);

  await largeOutput(docker, workspace);
  expect(proxy.received()).toBeLessThan(MIB);
  expect((await stat(folder)).mode & 0o777).toBe(0o711);
});

it('does without once the engine has refused, and does not ask again', async () => {
  const place = await temporaryFolder();
  const handle = await open(place);
  onTestFinished(() => handle.close());
  const seenByUs = join(place, 'seen-by-us');
  // Leads to our folder here, and for the engine to nothing.
  await symlink(`/proc/self/fd/${handle.fd}`, seenByUs);
  const { proxy, docker } = await throughProxy(join(seenByUs, 'links'));

  const refused = await engine.created(docker);
  await rm(seenByUs);
  const next = await engine.created(docker);

  for (const workspace of [refused, next]) {
    await expect(linkOf(workspace)).resolves.toBeUndefined();
    await expect(run(docker, workspace, 'echo works')).resolves.toMatchObject({ text: 'works\n' });
  }
  const before = proxy.received();
  await largeOutput(docker, next);
  expect(proxy.received() - before).toBeGreaterThan(LARGE);
});

it('goes on with the attach stream where its agent is let in by nobody', async () => {
  const folders = await temporaryFolder();
  const workspace = await engine.created(engine.docker({ linkFolder: folders }));
  const folder = join(folders, workspace.id);
  const { proxy, docker } = await throughProxy();
  // What the container has mounted is another folder than the one that now has this name.
  await rm(folder, { recursive: true });
  await mkdir(folder);

  await largeOutput(docker, workspace);

  expect(proxy.received()).toBeGreaterThan(LARGE);
  await expect(readdir(folder)).resolves.toEqual([]);
});

it('leaves a workspace to the server that took it over last, with all of its output', async () => {
  const folder = await temporaryFolder();
  const one = engine.docker({ linkFolder: folder });
  const { proxy, docker: two } = await throughProxy(folder);
  const workspace = await engine.created(one);
  const id = nextId();
  const argv = sh('seq 1 300000; read x; echo got $x');
  const mine = await one.commands.spawn(workspace, id, aSpec(argv, { stdin: 'open' }));
  const reading = (async () => {
    for await (const batch of mine.output) expect(batch).not.toEqual([]);
  })();
  reading.catch(() => undefined);

  const theirs = await two.commands.resume(workspace, id, 1);
  if (theirs === undefined) throw new Error('The command is gone.');
  await expect(reading).rejects.toMatchObject({ code: 'guest_unavailable' });
  await expect(mine.end).rejects.toMatchObject({ code: 'guest_unavailable' });
  await theirs.write(Buffer.from('it\n'), { eof: true, signal: never });

  const lines = Array.from({ length: 300_000 }, (_, index) => `${index + 1}\n`);
  expect((await outputOf(theirs)).equals(Buffer.from(`${lines.join('')}got it\n`))).toBe(true);
  await expect(theirs.end).resolves.toMatchObject({ exitCode: 0 });
  expect(proxy.received()).toBeLessThan(MIB);
  await expect(run(one, workspace, 'echo back')).resolves.toMatchObject({ text: 'back\n' });
  await expect(readdir(join(folder, workspace.id))).resolves.toEqual([]);
});

it('removes what is left of workspaces that are no more, and nothing else', async () => {
  const folders = await temporaryFolder();
  const docker = engine.docker({ linkFolder: folders });
  const workspace = await engine.created(docker);
  const long = new Date(Date.now() - 3_600_000);
  for (const name of ['c_gone', 'c_new', 'other']) await mkdir(join(folders, name));
  for (const name of ['c_gone', 'other', workspace.id])
    await utimes(join(folders, name), long, long);

  await docker.engine.list();

  await expect(readdir(folders)).resolves.toEqual([workspace.id, 'c_new', 'other'].toSorted());
});
