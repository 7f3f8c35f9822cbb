import type { ExecId, SnapshotId, Workspace } from '@devbench/core';
import { randomBytes } from 'node:crypto';
import { afterEach, expect, it } from 'vitest';
import type { Docker } from '../docker.ts';
import { createEngineFixture } from '../testing/engine-fixture.ts';
import { aSnapshot, aSpec } from '../testing/workspace.ts';

const engine = createEngineFixture();
const options = { signal: new AbortController().signal, onProgress: () => undefined };
const STATE =
  "find . -exec stat -c '%n %f %u:%g %s %Y %h' {} + | sort; find . -type l -exec readlink {} +";
const TREE = `
  mkdir -p dir/inner; echo content > dir/file; ln dir/file dir/inner/again; ln -s /etc/passwd link
  mkfifo fifo; chmod 711 dir/inner; chmod 500 dir; chmod 2750 .; touch -h -d '2001-02-03 04:05:06' link .`;
const CHATTER = 'i=0; while :; do i=$((i+1)); echo $i > t; mv t a; echo $i > t; mv t z; done';
const BIG = 'dd if=/dev/zero of=middle bs=1M count=100 2>/dev/null';

afterEach(async () => {
  await engine.cleanUp();
  await expect(engine.left()).resolves.toEqual([]);
});

const aNewSnapshot = () => {
  const id = `snap_${randomBytes(6).toString('hex')}`;
  return aSnapshot({ id: id as SnapshotId, volume: `devbench-${id}` });
};

async function sh(docker: Docker, workspace: Workspace, script: string): Promise<string> {
  const id = `e_${randomBytes(4).toString('hex')}` as ExecId;
  const running = await docker.commands.spawn(workspace, id, aSpec(['/bin/sh', '-c', script]));
  let text = '';
  for await (const batch of running.output) {
    for (const { data } of batch) text += Buffer.from(data).toString();
  }
  await running.end;
  return text;
}

async function chattering(docker: Docker) {
  const workspace = await engine.created(docker);
  await sh(docker, workspace, BIG);
  const argv = ['/bin/sh', '-c', CHATTER] as const;
  const running = await docker.commands.spawn(workspace, 'e_chatter' as ExecId, aSpec([...argv]));
  await expect.poll(() => sh(docker, workspace, 'cat z')).not.toBe('');
  return { workspace, running };
}

const isGoingOn = async (docker: Docker, workspace: Workspace) => {
  const before = await sh(docker, workspace, 'cat z');
  await expect.poll(() => sh(docker, workspace, 'cat z')).not.toBe(before);
};

it.each(['hardened', 'buildable'] as const)('saves and loads all of a %s one', async (profile) => {
  const docker = engine.docker();
  const workspace = await engine.created(docker, { profile });
  const owners = profile === 'buildable' ? '; chown 5:6 dir/file' : '';
  const before = await sh(docker, workspace, `${TREE}${owners}; ${STATE}`);
  const snapshot = aNewSnapshot();

  const saved = await docker.copies.save(workspace, snapshot, options);
  const second = engine.plan({ profile });
  const loaded = await docker.copies.load(snapshot, second, options);
  const { engineId } = await docker.engine.create(second, options.signal, { filled: true });

  expect(saved).toMatchObject({ files: 6, skipped: 0 });
  expect(loaded).toEqual(saved);
  await expect(sh(docker, { ...second, engineId }, STATE)).resolves.toBe(before);
  await expect(docker.copies.exists(snapshot.volume)).resolves.toBe(true);
  await docker.copies.discard(snapshot.volume);
  await docker.copies.discard(snapshot.volume);
});

it('copies one moment of a workspace that writes, which goes on then', async () => {
  const docker = engine.docker();
  const { workspace } = await chattering(docker);
  const clone = engine.plan();

  await docker.copies.clone(workspace, clone, options);

  await isGoingOn(docker, workspace);
  const { engineId } = await docker.engine.create(clone, options.signal, { filled: true });
  const [first, last] = (await sh(docker, { ...clone, engineId }, 'cat a; echo :; cat z')).split(
    ':',
  );
  // Written after each other, and copied before and after the big one.
  expect([0, 1]).toContain(Number(first) - Number(last));
});

it('copies a stopped workspace without a limit', async () => {
  const docker = engine.docker({ pauseLimitMs: 1 });
  const workspace = await engine.created(docker);
  await sh(docker, workspace, 'echo x > file');
  await docker.engine.stop(workspace, 1_000);
  const snapshot = aNewSnapshot();
  await expect(docker.copies.save(workspace, snapshot, options)).resolves.toMatchObject({
    bytes: 2,
    files: 1,
  });
  await docker.copies.discard(snapshot.volume);
});

it('gives up in time and by request, leaves nothing, and the workspace goes on', async () => {
  const hurried = engine.docker({ pauseLimitMs: 5 });
  const { workspace } = await chattering(hurried);
  await expect(hurried.copies.save(workspace, aNewSnapshot(), options)).rejects.toMatchObject({
    code: 'deadline_exceeded',
  });
  await isGoingOn(hurried, workspace);

  const abort = new AbortController();
  const saving = engine.docker().copies.save(workspace, aNewSnapshot(), {
    signal: abort.signal,
    onProgress: () => undefined,
  });
  saving.catch(() => undefined);
  await expect.poll(() => isPaused(workspace), { interval: 5 }).toBe(true);
  abort.abort(new Error('not wanted'));
  await expect(saving).rejects.toThrow('not wanted');
  await isGoingOn(hurried, workspace);
  await expect(volumes()).resolves.toEqual([workspace.volume]);
});

it('lets copies of one workspace wait for each other', async () => {
  const docker = engine.docker();
  const { workspace } = await chattering(docker);
  const clones = [engine.plan(), engine.plan(), engine.plan()];
  await Promise.all(clones.map((clone) => docker.copies.clone(workspace, clone, options)));
  await isGoingOn(docker, workspace);
});

it('does not mix with a volume that is there', async () => {
  const docker = engine.docker();
  const workspace = await engine.created(docker);
  await expect(docker.copies.clone(workspace, workspace, options)).rejects.toMatchObject({
    code: 'directory_not_empty',
  });
  await expect(docker.copies.exists(workspace.volume)).resolves.toBe(true);
});

it('ends what copies to a volume that is discarded', async () => {
  const docker = engine.docker();
  const { workspace } = await chattering(docker);
  const snapshot = aNewSnapshot();
  const saving = docker.copies.save(workspace, snapshot, options);
  saving.catch(() => undefined);
  await expect.poll(() => isPaused(workspace), { interval: 5 }).toBe(true);
  await docker.copies.discard(snapshot.volume);
  await expect(saving).rejects.toMatchObject({ kind: 'unavailable' });
  await isGoingOn(docker, workspace);
});

it('is removed also while it is copied', async () => {
  const docker = engine.docker();
  const { workspace } = await chattering(docker);
  const saving = docker.copies.save(workspace, aNewSnapshot(), options);
  saving.catch(() => undefined);
  await expect.poll(() => isPaused(workspace), { interval: 5 }).toBe(true);
  await docker.engine.remove(workspace, { keepVolume: false });
  await expect(saving).rejects.toMatchObject({ name: 'AppError' });
  await expect.poll(() => engine.left()).toEqual([]);
});

it.each(['when it is used', 'when a server starts'])(
  'thaws what was forgotten %s',
  async (when) => {
    const docker = engine.docker();
    const workspace = await engine.created(docker);
    await docker.stop();
    await engine.raw.getContainer(workspace.engineId).pause();

    const next = engine.docker();
    if (when === 'when a server starts') {
      await next.copies.thaw();
      await expect(isPaused(workspace)).resolves.toBe(false);
    }
    await expect(sh(next, workspace, 'echo alive')).resolves.toBe('alive\n');
  },
);

const isPaused = async ({ engineId }: Workspace) =>
  (await engine.raw.getContainer(engineId).inspect()).State.Paused;

const volumes = async () => (await engine.left()).filter((name) => !name.startsWith('/'));
