import { expect, it, onTestFinished } from 'vitest';
import { createEngineFixture } from '../testing/engine-fixture.ts';
import { createEngineProxy } from '../testing/engine-proxy.ts';
import { aSpec } from '../testing/workspace.ts';

const engine = createEngineFixture();

async function throughProxy() {
  const proxy = await createEngineProxy();
  const docker = engine.docker({ host: proxy.host });
  onTestFinished(async () => {
    proxy.hold(false);
    proxy.slow(0);
    await engine.cleanUp();
    proxy.close();
  });
  return { proxy, docker };
}

const away = { code: 'engine_unavailable', data: { retry_after_ms: 2_000 } };

it('an engine that says nothing any more is noticed within seconds, and when it is back', async () => {
  const { proxy, docker } = await throughProxy();
  const workspace = await engine.created(docker);
  proxy.hold(true);

  const began = performance.now();
  const calls = [
    docker.engine.list(),
    docker.engine.start(workspace),
    docker.engine.remove(workspace, { keepVolume: true }),
    docker.upkeep.look(workspace),
  ];
  for (const call of calls) await expect(call).rejects.toMatchObject(away);
  await expect(docker.engine.info(500)).rejects.toMatchObject(away);
  expect(performance.now() - began).toBeLessThan(30_000);

  proxy.hold(false);
  await expect(docker.engine.info(2_000)).resolves.toBeDefined();
  await expect(docker.upkeep.look(workspace)).resolves.toMatchObject({ state: 'running' });
});

it('a slow engine is waited for', async () => {
  const { proxy, docker } = await throughProxy();
  proxy.slow(2_100);

  const began = performance.now();
  await expect(docker.engine.info(20_000)).resolves.toBeDefined();
  expect(performance.now() - began).toBeGreaterThan(4_100);
});

it('a command is followed again after its connection died without a word', async () => {
  const { proxy, docker } = await throughProxy();
  const stop = new AbortController();
  const news: string[] = [];
  const watching = (async () => {
    for await (const { kind } of docker.upkeep.watch(stop.signal)) news.push(kind);
  })();
  onTestFinished(async () => {
    stop.abort();
    await watching;
  });
  const workspace = await engine.created(docker);
  const argv = [
    '/bin/sh',
    '-c',
    'echo one; until [ -e go ]; do sleep 0.05; done; echo two',
  ] as const;
  const running = await docker.commands.spawn(workspace, 'e_1' as never, aSpec(argv));
  let text = '';
  const reading = (async () => {
    for await (const batch of running.output)
      for (const { data } of batch) text += Buffer.from(data).toString();
  })();
  await expect.poll(() => text).toBe('one\n');

  proxy.hold(true);
  await expect(docker.upkeep.look(workspace)).rejects.toMatchObject(away);
  proxy.hold(false);
  const options = { createParents: false, createOnly: false };
  await docker.files.write(workspace, 'go' as never, Buffer.alloc(0), options);

  await reading;
  expect(text).toBe('one\ntwo\n');
  expect(news.filter((kind) => kind === 'connected').length).toBeGreaterThan(1);
});

it('mistakes of callers leave the engine as available as it was', async () => {
  const { docker } = await throughProxy();
  const nowhere = engine.plan({ engineId: 'none' });
  for (let n = 0; n < 5; n += 1) {
    await expect(docker.engine.start(nowhere)).rejects.toMatchObject({
      code: 'container_not_found',
    });
    const greedy = engine.plan({ limits: { memoryMb: 1, cpus: 1, pids: 10 } });
    if (n === 0)
      await expect(
        docker.engine.create(greedy, new AbortController().signal),
      ).rejects.toMatchObject({ code: 'invalid_argument' });
  }
  const workspace = await engine.created(docker);
  await expect(
    docker.engine.create({ ...workspace }, new AbortController().signal),
  ).rejects.toThrow();

  await expect(docker.engine.info(1_000)).resolves.toBeDefined();
});
