import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

import Docker from 'dockerode';
import { expect, it, onTestFinished, vi } from 'vitest';

import { serverEnv, tempFolder } from './testing/devbench.ts';
import { runHere } from './testing/run-here.ts';
import { withKernel } from './with-kernel.ts';

const LONG = { timeout: 180_000 };
const HOUR_MS = 3_600_000;
const docker = new Docker();

interface Report {
  readonly actions: readonly { action: string; subject: string; reason: string; outcome: string }[];
  readonly [count: string]: unknown;
}
type Call = (name: string, input: object) => Promise<Record<string, unknown>>;

/** An installation without a server, so that only these commands look after it. */
function setup() {
  const folder = tempFolder();
  const made: string[] = [];
  const settings = {
    MCP_DEFAULT_IMAGE_ALIAS: 'devbench/busybox:test',
    ...{ MCP_TRANSIENT_GC_DAYS: '0', MCP_ORPHAN_TTL_DAYS: '0' },
  };
  for (const [key, value] of Object.entries({ ...serverEnv(folder.path), ...settings }))
    vi.stubEnv(key, value);
  onTestFinished(async () => {
    vi.unstubAllEnvs();
    for (const id of made) {
      await container(id).remove({ force: true }).catch(ignore);
      await docker.getVolume(nameOf(id)).remove().catch(ignore);
    }
    folder[Symbol.dispose]();
  });
  return {
    use: (work: (call: Call, spawn: (input?: object) => Promise<string>) => Promise<void>) =>
      withKernel(async ({ kernel, caller }) => {
        const call: Call = (name, input) => kernel.operations.call(name, caller, input);
        await work(call, async (input = {}) => {
          const { container_id } = await call('spawn', input);
          made.push(String(container_id));
          return String(container_id);
        });
      }),
    /** As if time had passed, or a server had died. */
    state: (sql: string) => {
      const db = new DatabaseSync(join(folder.path, 'state.db'));
      db.exec(sql);
      db.close();
    },
    left: async () => {
      const there = await docker.listContainers({ all: true });
      return made.filter((id) => there.some(({ Names }) => Names.includes(`/${nameOf(id)}`)));
    },
  };
}

const ignore = () => undefined;
const nameOf = (id: string) => `devbench-${id}`;
const container = (id: string) => docker.getContainer(nameOf(id));

/** Without what is on the engine for everybody: other servers' containers, old agents. */
async function report(...argv: string[]): Promise<Report> {
  const { stdout, failed } = await runHere(...argv, '--json');
  expect(failed).toBeUndefined();
  const { actions, discovered, orphaned, volumes_removed, ...rest } = JSON.parse(stdout) as Report;
  const isOwn = ({ action, reason }: Report['actions'][number]) =>
    action !== 'leave' && !reason.includes('agent of another version');
  return { ...rest, actions: actions.filter(isOwn) };
}

/** Previews, does, and answers what was done, which is what the preview said. */
async function previewed(command: string) {
  const preview = await report(command, '--dry-run');
  const again = await report(command, '--dry-run');
  const effect = await report(command, '--yes');
  const done = preview.actions.map((it) => ({ ...it, outcome: 'done' }));

  expect(again).toEqual(preview);
  expect(new Set(preview.actions.map(({ outcome }) => outcome))).toEqual(new Set(['planned']));
  expect(effect).toEqual({ ...preview, dry_run: false, actions: done });
  expect((await report(command, '--dry-run')).actions).toEqual([]);
  return Object.fromEntries(effect.actions.map(({ action, subject }) => [action, subject]));
}

it('reconcile does what its preview says', LONG, async () => {
  const { use, state, left } = setup();
  let [stopped, vanished, started, removing, unknown] = ['', '', '', '', ''];
  await use(async (call, spawn) => {
    stopped = await spawn();
    vanished = await spawn();
    started = await spawn();
    removing = await spawn();
    unknown = await spawn();
    await call('stop', { container_id: started });
  });
  await container(stopped).kill();
  await container(vanished).remove({ force: true });
  await container(started).start();
  state(`UPDATE containers SET last_used_at = last_used_at - ${HOUR_MS} WHERE id = '${started}'`);
  state(`UPDATE containers SET status = 'removing' WHERE id = '${removing}'`);
  state(`DELETE FROM containers WHERE id = '${unknown}'`);

  expect(await previewed('reconcile')).toEqual({
    mark_stopped: stopped,
    mark_failed: vanished,
    mark_running: started,
    remove: removing,
    collect: unknown,
  });
  expect(await left()).toEqual([stopped, started]);
});

it('gc does what its preview says', LONG, async () => {
  const { use, state, left } = setup();
  let [used, forgotten, orphan, exec] = ['', '', '', ''];
  await use(async (call, spawn) => {
    used = await spawn({ idempotency_key: 'once' });
    forgotten = await spawn();
    orphan = await spawn();
    exec = String((await call('exec_run', { container_id: used, cmd: ['true'] })).exec_id);
    await call('stop', { container_id: forgotten });
  });
  await container(orphan).remove({ force: true });
  state(`DELETE FROM containers WHERE id = '${orphan}'`);
  state(`UPDATE execs SET ended_at = 1 WHERE id = '${exec}'`);
  state('UPDATE idempotency_keys SET expires_at = 1');

  expect(await previewed('gc')).toEqual({
    remove_container: forgotten,
    remove_volume: nameOf(orphan),
    remove_exec: exec,
    remove_rows: '1 idempotency keys',
  });
  expect(await left()).toEqual([used]);
});
