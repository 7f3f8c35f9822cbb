import { ResourceUpdatedNotificationSchema } from '@modelcontextprotocol/sdk/types.js';
import { existsSync, readFileSync } from 'node:fs';
import { beforeEach, expect, it } from 'vitest';

import { agentPid, killContainer } from '../testing/processes.ts';
import type { Session } from '../testing/session.ts';
import { sharedSession, sharedWorkspace } from '../testing/shared-session.ts';

const session = sharedSession();
const workspace = sharedWorkspace(session, { alias: 'watched' });
const FOLD_MS = 100;

/** Events that the kernel keeps for who does not read them. */
const QUEUE = Number(readFileSync('/proc/sys/fs/inotify/max_queued_events', 'utf8'));

let told: string[] = [];
const timesOf = (uri: string) => told.filter((it) => it === uri).length;

beforeEach(() => {
  told = [];
  listen(session());
});

function listen({ client }: Session): void {
  client.setNotificationHandler(ResourceUpdatedNotificationSchema, ({ params }) => {
    told.push(params.uri);
  });
}

async function subscribed(path: string): Promise<string> {
  const uri = `workspace://watched/${path}`;
  await session().client.subscribeResource({ uri });
  return uri;
}

const end = (...uris: string[]) =>
  Promise.all(uris.map((uri) => session().client.unsubscribeResource({ uri })));

/** News go out together, in the order of their changes: after the second of a later change nothing is on its way. */
async function everythingTold(): Promise<void> {
  await workspace().sh('echo > last');
  const uri = await subscribed('last');
  for (const line of ['first', 'second']) {
    const before = timesOf(uri);
    await workspace().sh(`echo ${line} >> last`);
    await expect.poll(() => timesOf(uri)).toBeGreaterThan(before);
  }
  await end(uri);
}

it('tells of what a command writes, of its end and of its return', async () => {
  expect(session().client.getServerCapabilities()?.resources).toMatchObject({ subscribe: true });
  await workspace().sh('mkdir src; echo old > src/f; echo other > g');
  const [uri, other] = [await subscribed('src/f'), await subscribed('g')];
  const textOf = async () =>
    ((await session().client.readResource({ uri })).contents[0] as { text: string }).text;

  await workspace().sh('echo new > src/f');
  await expect.poll(() => timesOf(uri)).toBeGreaterThan(0);
  expect(await textOf()).toBe('new\n');

  await everythingTold();
  const written = timesOf(uri);
  await workspace().sh('rm src/f');
  await expect.poll(() => timesOf(uri)).toBeGreaterThan(written);
  await expect(textOf()).rejects.toThrow('file_not_found');
  await everythingTold();
  const removed = timesOf(uri);
  await session().data('fs_write', { container_id: 'watched', path: 'src/f', content: 'again' });
  await expect.poll(() => timesOf(uri)).toBeGreaterThan(removed);
  expect(await textOf()).toBe('again');
  await everythingTold();
  expect(timesOf(other)).toBe(0);

  await end(uri, other);
  told = [];
  await workspace().sh('echo unseen > src/f; echo unseen > g');
  await everythingTold();
  expect(told.filter((it) => it === uri || it === other)).toEqual([]);
});

it('folds a burst of a thousand files, in folders that are new', async () => {
  await workspace().sh('mkdir -p burst');
  const uri = await subscribed('burst');
  const began = performance.now();
  await workspace().sh(
    'for d in 1 2 3 4; do mkdir -p burst/$d; done; seq 1000 | while read i; do echo > burst/$((i % 4 + 1))/$i; done',
  );
  await everythingTold();
  const took = performance.now() - began;
  expect(timesOf(uri)).toBeGreaterThan(0);
  expect(timesOf(uri)).toBeLessThanOrEqual(2 + took / FOLD_MS);

  told = [];
  await workspace().sh('echo > burst/3/late');
  await expect.poll(() => timesOf(uri)).toBeGreaterThan(0);
  await end(uri);
});

it('tells all when the kernel dropped news', async () => {
  await workspace().sh('mkdir flood; echo > quiet');
  const [quiet, flood] = [await subscribed('quiet'), await subscribed('flood')];
  const agent = await agentPid(workspace().id);
  const { exec_id } = await session().data<{ exec_id: string }>('exec_start', {
    container_id: 'watched',
    script: `cd flood; while [ ! -e ../go ]; do sleep 0.05; done; for i in $(seq ${QUEUE / 2 + 1000}); do echo >> a; echo >> b; done; mkdir done; > ../done`,
  });
  await workspace().sh('> go');
  process.kill(agent, 'SIGSTOP');
  try {
    await expect.poll(() => existsSync(`/proc/${agent}/root/workspace/done`)).toBe(true);
  } finally {
    process.kill(agent, 'SIGCONT');
  }
  await expect.poll(() => timesOf(quiet)).toBeGreaterThan(0);
  expect(timesOf(flood)).toBeGreaterThan(0);
  await session().data('exec_poll', { exec_id, wait_ms: 5_000 });
  await everythingTold();
  told = [];
  await workspace().sh('echo > flood/done/f');
  await expect.poll(() => timesOf(flood)).toBeGreaterThan(0);
  await end(quiet, flood);
});

it('goes on after a stop and a start, and after a killed container', async () => {
  await workspace().sh('mkdir -p deep; echo > deep/f');
  const [file, folder] = [await subscribed('deep/f'), await subscribed('deep')];
  const container_id = workspace().id;

  await session().data('stop', { container_id });
  await session().data('start', { container_id });
  await expect.poll(() => timesOf(file)).toBeGreaterThan(0);
  await everythingTold();
  told = [];
  await workspace().sh('echo 1 > deep/f');
  await expect.poll(() => Math.min(timesOf(file), timesOf(folder))).toBeGreaterThan(0);

  await everythingTold();
  told = [];
  await killContainer(container_id);
  await session().data('start', { container_id });
  await expect.poll(() => timesOf(file)).toBeGreaterThan(0);
  await everythingTold();
  told = [];
  await workspace().sh('echo 2 > deep/f');
  await expect.poll(() => Math.min(timesOf(file), timesOf(folder))).toBeGreaterThan(0);
  await end(file, folder);
});

it('refuses with a code', async () => {
  await workspace().sh('ln -s /etc out; ln -s ../../etc up');
  const codeOf = (uri: string) =>
    session()
      .client.subscribeResource({ uri })
      .then(
        () => undefined,
        (error: unknown) => (error as { data: { code: string } }).data.code,
      );
  expect(await codeOf('workspace://watched/none')).toBe('file_not_found');
  expect(await codeOf('workspace://nobodys/f')).toBe('container_not_found');
  expect(await codeOf('workspace://watched/out')).toBe('path_outside_workspace');
  expect(await codeOf('workspace://watched/up/passwd')).toBe('path_outside_workspace');
  expect(await codeOf('exec://e_1/output')).toBe('invalid_argument');

  await workspace().sh('for i in $(seq 0 64); do echo > many-$i; done');
  const many = Array.from({ length: 64 }, (_, index) => `many-${index}`);
  const uris = await Promise.all(many.map(subscribed));
  expect(await codeOf('workspace://watched/many-64')).toBe('quota_exceeded');
  await end(...uris);
});
