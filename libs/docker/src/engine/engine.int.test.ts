import type { AppError, ExecId } from '@devbench/core';
import { afterEach, expect, it } from 'vitest';
import { createEngineFixture } from '../testing/engine-fixture.ts';
import { aNewGuest } from '../testing/guest-build.ts';
import { aSpec } from '../testing/workspace.ts';

const engine = createEngineFixture();
const never = new AbortController().signal;
afterEach(async () => {
  await engine.cleanUp();
  await expect(engine.left()).resolves.toEqual([]);
});

it.each(['devbench/busybox:test', 'devbench/static:test', 'python:3.11-slim'])(
  'gives %s a workspace that its user can write in at once',
  async (image) => {
    const docker = engine.docker();
    const workspace = engine.plan({ image });

    const { engineId, enforced } = await docker.engine.create(workspace, never);
    const running = { ...workspace, engineId };

    const file = { createParents: true, createOnly: true };
    const stat = await docker.files.write(running, 'a/b' as never, Buffer.from('x'), file);
    expect(stat).toMatchObject({ type: 'file', uid: 1000, size: 1, mode: 0o644 });
    expect(enforced).toMatchObject({ memory: true, cpu: true, pids: true, disk: false });
  },
);

it('fills the volume of a new agent once for many, and each workspace waits for it', async () => {
  const { guestBinary, volume } = await aNewGuest('another build');
  const fresh = [engine.docker({ guestBinary }), engine.docker({ guestBinary })];

  const created = await Promise.all(fresh.map((docker) => engine.created(docker)));

  const [first] = created;
  const { Mounts } = await engine.raw.getContainer(first?.engineId ?? '').inspect();
  expect(Mounts).toContainEqual(expect.objectContaining({ Name: volume, RW: false }));
  await engine.cleanUp();
  await engine.raw.getVolume(volume).remove();
});

it('makes many at once, however long their agents take to come up', async () => {
  // Shorter than any start: only who speaks to an agent that runs already keeps to it.
  const docker = engine.docker({ helloTimeoutMs: 1 });
  const limits = { memoryMb: 64, cpus: 0.05, pids: 32 };

  const created = await Promise.all(
    Array.from({ length: 6 }, () => engine.created(docker, { limits })),
  );

  expect(new Set(created.map(({ engineId }) => engineId)).size).toBe(6);
});

it('puts the agent back whose volume was removed meanwhile', async () => {
  const { guestBinary, volume } = await aNewGuest('one more build');
  const docker = engine.docker({ guestBinary });
  const first = await engine.created(docker);
  await docker.engine.remove(first, { keepVolume: false });
  await engine.raw.getVolume(volume).remove();

  const second = await engine.created(docker);

  await expect(docker.engine.ping(second)).resolves.toBeUndefined();
  await engine.cleanUp();
  await engine.raw.getVolume(volume).remove();
});

it('lists by label, tells usage, stops and starts again', async () => {
  const docker = engine.docker();
  const workspace = await engine.created(docker);
  const listed = async () =>
    (await docker.engine.list()).find(({ id }) => id === workspace.id)?.running;

  await expect(docker.engine.usage(workspace)).resolves.toMatchObject({
    memoryLimitBytes: 256 * 2 ** 20,
    pidsLimit: 128,
  });
  await docker.engine.stop(workspace, 1_000);
  await docker.engine.stop(workspace, 1_000);
  await expect(listed()).resolves.toBe(false);
  await expect(docker.engine.usage(workspace)).rejects.toMatchObject({
    code: 'container_not_running',
  });
  await docker.engine.start(workspace);
  await docker.engine.start(workspace);
  await expect(listed()).resolves.toBe(true);
  await expect(docker.files.list(workspace, '' as never, page)).resolves.toMatchObject({
    more: false,
  });
});

it('removes what is there and does not mind what is gone', async () => {
  const docker = engine.docker();
  const workspace = await engine.created(docker);
  const remove = (keepVolume: boolean) => docker.engine.remove(workspace, { keepVolume });

  await Promise.all([remove(true), remove(true)]);
  await expect(engine.left()).resolves.toEqual([workspace.volume]);
  await remove(false);
  await remove(false);

  await expect(docker.files.stat(workspace, '' as never)).rejects.toMatchObject({
    code: 'container_not_found',
  });
});

it('keeps the files of a kept volume for the next container', async () => {
  const docker = engine.docker();
  const first = await engine.created(docker);
  const options = { createParents: true, createOnly: false };
  await docker.files.write(first, 'kept' as never, Buffer.from('x'), options);
  await docker.engine.remove(first, { keepVolume: true });

  const second = await engine.created(docker, { volume: first.volume });

  await expect(docker.files.stat(second, 'kept' as never)).resolves.toMatchObject({ size: 1 });
});

it('says that an image is missing and leaves nothing', async () => {
  const docker = engine.docker();
  const workspace = engine.plan({ image: 'devbench/none:never' });
  await expect(docker.engine.create(workspace, never)).rejects.toMatchObject({
    code: 'image_not_found',
  });
  await expect(engine.left()).resolves.toEqual([]);
});

it('finds present images, and tells a registry that is away from an image that is not there', async () => {
  const docker = engine.docker();
  const onProgress = () => undefined;
  await expect(
    docker.engine.ensureImage('python:3.11-slim', { signal: never, onProgress }),
  ).resolves.toEqual({
    digest: undefined,
  });
  await expect(
    docker.engine.ensureImage('127.0.0.1:9/x', { signal: never, onProgress }),
  ).rejects.toMatchObject({
    code: 'image_pull_failed',
  });
});

it.each([0, 20, 60, 120, 200, 300])('leaves nothing when aborted after %i ms', async (delay) => {
  const docker = engine.docker();
  const abort = new AbortController();
  setTimeout(() => abort.abort(), delay);

  const created = docker.engine.create(engine.plan(), abort.signal);

  const outcome = await created.then(
    () => 'made before',
    (error: unknown) => (error as AppError).code,
  );
  // A fast engine may be done by then.
  if (delay > 0 && outcome === 'made before') return;
  expect(outcome).toBe('call_cancelled');
  await expect(engine.left()).resolves.toEqual([]);
});

it('says why a container did not come up, and leaves nothing', async () => {
  const { guestBinary, volume } = await aNewGuest('no program', Buffer.from('no program'));
  const docker = engine.docker({ guestBinary });
  await expect(docker.engine.create(engine.plan(), never)).rejects.toMatchObject({
    code: 'guest_unavailable',
    message: expect.stringMatching(/exec format error|no such file/i) as string,
  });
  await engine.raw.getVolume(volume).remove();
  await expect(engine.left()).resolves.toEqual([]);
});

it('lets root work in a buildable workspace', async () => {
  const docker = engine.docker();
  const workspace = await engine.created(docker, { profile: 'buildable' });
  const argv = ['/bin/sh', '-c', 'id -u; touch /etc/x /workspace/y && chown 5:5 /etc/x'] as const;
  const running = await docker.commands.spawn(workspace, 'e_1' as ExecId, aSpec([...argv]));
  let text = '';
  for await (const batch of running.output) {
    for (const { data } of batch) text += Buffer.from(data).toString();
  }
  expect(text).toBe('0\n');
  await expect(running.end).resolves.toMatchObject({ exitCode: 0 });
});

const page = { recursive: false, limit: 10 };
