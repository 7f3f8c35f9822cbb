import { randomBytes } from 'node:crypto';
import type { EngineNews, WorkspaceId } from '@devbench/core';
import { aloneWith } from '@devbench/testing';
import { afterEach, expect, it, onTestFinished } from 'vitest';
import { createEngineFixture } from '../testing/engine-fixture.ts';
import { createEngineProxy } from '../testing/engine-proxy.ts';
import { aNewGuest } from '../testing/guest-build.ts';

const engine = createEngineFixture();
afterEach(async () => {
  await engine.cleanUp();
});

const IMAGE = 'devbench/busybox:test';
const aName = (prefix: string) => `${prefix}${randomBytes(6).toString('hex')}`;

async function container(labels: Record<string, string>, volume?: string) {
  const created = await engine.raw.createContainer({
    Image: IMAGE,
    Cmd: ['true'],
    Labels: labels,
    HostConfig: volume === undefined ? {} : { Binds: [`${volume}:/workspace`] },
  });
  onTestFinished(async () => {
    await created.remove({ force: true, v: true }).catch(() => undefined);
    if (volume !== undefined)
      await engine.raw
        .getVolume(volume)
        .remove()
        .catch(() => undefined);
  });
  return created.id;
}

function listen(upkeep: ReturnType<typeof engine.docker>['upkeep']) {
  const stop = new AbortController();
  const heard: EngineNews[] = [];
  const listening = (async () => {
    for await (const news of upkeep.watch(stop.signal)) heard.push(news);
  })();
  onTestFinished(async () => {
    stop.abort();
    await listening;
  });
  return heard;
}

it('sees a container run, stop and vanish', async () => {
  const { engine: workspaces, upkeep } = engine.docker();
  const workspace = await engine.created({ engine: workspaces } as never);
  expect(await upkeep.look(workspace)).toEqual({ state: 'running', oomKilled: false });
  await engine.raw.getContainer(workspace.engineId).kill();
  await expect.poll(() => upkeep.look(workspace)).toMatchObject({ state: 'stopped' });
  await upkeep.removeContainer(workspace.engineId);
  await upkeep.removeContainer(workspace.engineId);

  expect(await upkeep.look(workspace)).toMatchObject({ state: 'missing' });
  expect(await engine.left()).toEqual([workspace.volume]);
});

it('knows its own container from one with the same labels', async () => {
  const docker = engine.docker();
  const workspace = await engine.created(docker);
  const { Config } = await engine.raw.getContainer(workspace.engineId).inspect();
  const forged = await container(Config.Labels, aName('forged-'));

  const found = (await docker.engine.list()).filter(({ id }) => id === workspace.id);
  expect(found).toHaveLength(2);
  expect(found.find(({ ours }) => ours)?.engineId).toBe(workspace.engineId);
  expect(found.find(({ ours }) => !ours)?.engineId).toBe(forged);
  const other = engine.docker({ instance: 'another' });
  expect((await other.engine.list()).some(({ ours }) => ours)).toBe(false);
});

it('tells what happens to its containers, also after the connection broke', async () => {
  const proxy = await createEngineProxy();
  onTestFinished(() => proxy.close());
  const docker = engine.docker({ host: proxy.host });
  const heard = listen(docker.upkeep);
  await expect.poll(() => heard).toEqual([{ kind: 'connected' }]);
  const { id, engineId } = await engine.created(docker);
  const died = () => heard.filter((it) => it.kind === 'changed' && it.id === id);
  await engine.raw.getContainer(engineId).kill();
  await expect.poll(died).toContainEqual({ kind: 'changed', id, engineId });

  proxy.cut();
  await expect.poll(() => heard.filter(({ kind }) => kind === 'connected')).toHaveLength(2);
  const before = died().length;
  await engine.raw.getContainer(engineId).start();
  await expect.poll(() => died().length).toBeGreaterThan(before);
});

it('tells volumes apart: in use, persistent, of an agent, of somebody else', async () => {
  const docker = engine.docker();
  const used = await engine.created(docker);
  const kept = await engine.created(docker, { persistent: true });
  const orphan = await engine.created(docker);
  for (const it of [kept, orphan]) await docker.engine.remove(it, { keepVolume: true });
  const { guestBinary, volume } = await aNewGuest('another version');
  const newer = engine.docker({ guestBinary });
  const last = await engine.created(newer);
  await newer.engine.remove(last, { keepVolume: false });

  const found = new Map((await docker.upkeep.volumes()).map((it) => [it.name, it]));
  const workspace = { kind: 'workspace', persistent: false, inUse: false };
  expect(found.get(used.volume)).toMatchObject({ ...workspace, inUse: true });
  expect(found.get(kept.volume)).toMatchObject({ ...workspace, persistent: true });
  expect(found.get(orphan.volume)).toMatchObject(workspace);
  expect(found.get(volume)).toMatchObject({ kind: 'agent', inUse: false });
  expect((await newer.upkeep.volumes()).find(({ name }) => name === volume)?.inUse).toBe(true);
  const other = engine.docker({ instance: 'another' });
  expect((await other.upkeep.volumes()).find(({ name }) => name === orphan.volume)?.kind).toBe(
    'other',
  );

  await docker.upkeep.removeVolume(volume);
  await docker.upkeep.removeVolume(volume);
  await expect(docker.upkeep.removeVolume(used.volume)).rejects.toMatchObject({
    code: 'engine_unavailable',
  });
});

it('finds what mcp-devbench and docker-mcp left', async () => {
  const turn = await aloneWith('adoption');
  onTestFinished(() => turn[Symbol.dispose]());
  const [db, dm, alone] = ['mcpdevbench_persist_', 'mcp-session-', 'mcpdevbench_transient_'].map(
    aName,
  ) as [string, string, string];
  const dbLabels = { 'com.mcp.devbench': 'true', 'com.mcp.container_id': 'c_x' };
  const one = await container({ ...dbLabels, 'com.mcp.alias': 'old' }, db);
  const two = await container({ 'mcp-managed': 'true', 'mcp-session': 's' }, dm);
  const three = await container({ 'mcp-managed': 'true', 'mcp-session': 's' }, dm);
  const bare = await container({ 'mcp-managed': 'true' });
  await engine.raw.createVolume({ Name: alone });
  onTestFinished(() => engine.raw.getVolume(alone).remove());

  const left = await engine.docker().upkeep.leftBehind();
  const of = (key: string) =>
    left.find(({ volume, engineIds }) => volume === key || engineIds.includes(key));
  expect(of(db)).toMatchObject({
    from: 'mcp-devbench',
    alias: 'old',
    engineIds: [one],
    image: IMAGE,
  });
  expect(new Set(of(dm)?.engineIds)).toEqual(new Set([two, three]));
  expect(of(bare)).toMatchObject({ from: 'docker-mcp', volume: undefined });
  expect(of(alone)).toMatchObject({ from: 'mcp-devbench', engineIds: [], image: undefined });
});

it('counts what is persistent and its own as left behind, for the time when the state is lost', async () => {
  const docker = engine.docker();
  const { volume } = await engine.created(docker, {
    persistent: true,
    id: aName('c_') as WorkspaceId,
  });
  const mine = (await docker.upkeep.leftBehind()).find((it) => it.volume === volume);
  expect(mine).toMatchObject({ from: 'devbench', owner: 'alice' });
});
