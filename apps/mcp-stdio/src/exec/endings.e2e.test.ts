import { expect, it } from 'vitest';

import { type OutputPage, poll, start, until } from '../testing/commands.ts';
import { leftoversOf } from '../testing/leftovers.ts';
import { aMarker, commandsIn, processesWith } from '../testing/processes.ts';
import { createRandom, SEED } from '../testing/random.ts';
import { sharedSession } from '../testing/shared-session.ts';
import { type Shape, SHAPES } from '../testing/tree-shapes.ts';
import { spawnWorkspace } from '../testing/workspace.ts';

const LONG = process.env.DEVBENCH_LONG === '1';
/** Whoever forks without end leaves little time to others, also to the one who says that he is ready. */
const TIMEOUT_S = 4;
const GRACE_MS = 1500;

const WAYS = ['itself', 'timeout', 'exec_cancel', 'SIGKILL', 'SIGTERM', 'kill'] as const;
interface Case {
  readonly shape: Shape;
  readonly way: (typeof WAYS)[number];
}

const random = createRandom(SEED);
const EVERY = SHAPES.flatMap((shape) => WAYS.map((way): Case => ({ shape, way })));
const CASES = LONG
  ? Array.from({ length: 500 }, () => random.pick(EVERY as [Case, ...Case[]]))
  : EVERY;

const server = sharedSession({
  MCP_CANCEL_GRACE_MS: String(GRACE_MS),
  MCP_MAX_CONCURRENT_EXECS: '8',
});

it(`ends every tree in every way (seed ${SEED})`, { timeout: 600_000 }, async () => {
  const killed = CASES.filter(({ way }) => way === 'kill');
  const others = CASES.filter(({ way }) => way !== 'kill');
  const calm = others.filter(({ shape }) => !shape.hostile);
  const hostile = others.filter(({ shape }) => shape.hostile);
  const results = await Promise.all([
    inBatches(calm, 60, (some) =>
      inWorkspace((id) => Promise.all(some.map((it) => endOne(id, it)))),
    ),
    inWorkspace((id) =>
      inBatches(hostile, 1, (one) => Promise.all(one.map((it) => endOne(id, it)))),
    ),
    inBatches(
      killed.filter(({ shape }) => !shape.hostile),
      8,
      endWithWorkspace,
    ),
    inBatches(
      killed.filter(({ shape }) => shape.hostile),
      1,
      endWithWorkspace,
    ),
  ]);

  const seen = results.flat();
  expect(seen.map(({ is }) => is)).toEqual(seen.map(({ expected }) => expected));
  expect(seen).toHaveLength(CASES.length);
});

/** A workspace in which nothing is left in the end, and of which nothing is left then. */
async function inWorkspace<Value>(use: (id: string) => Promise<Value>): Promise<Value> {
  await using workspace = await spawnWorkspace(server(), { pids: 128 });
  const value = await use(workspace.id);
  expect(await commandsIn(workspace.id)).toEqual([]);
  await server().data('kill', { container_id: workspace.id });
  expect(await leftoversOf(workspace.id)).toEqual([]);
  return value;
}

type Ended = Awaited<ReturnType<typeof endOne>>;

async function inBatches(
  cases: readonly Case[],
  size: number,
  end: (batch: readonly Case[]) => Promise<readonly Ended[]>,
) {
  const results: Ended[] = [];
  for (let at = 0; at < cases.length; at += size)
    results.push(...(await end(cases.slice(at, at + size))));
  return results;
}

async function endOne(id: string, { shape, way }: Case) {
  const { exec_id, finish } = await begin(id, { shape, way });
  if (way === 'SIGKILL' || way === 'SIGTERM')
    await server().call('exec_signal', { exec_id, signal: way });
  if (way === 'exec_cancel' || (way === 'SIGTERM' && shape.ignoresTerm))
    await server().data('exec_cancel', { exec_id });
  return finish();
}

async function endWithWorkspace(cases: readonly Case[]) {
  const { id } = await spawnWorkspace(server(), { pids: 128 });
  const begun = await Promise.all(cases.map((it) => begin(id, it)));
  const finished = begun.map(({ finish }) => finish());
  await server().data('kill', { container_id: id, force: true });
  return Promise.all(finished);
}

/** Starts a command; `finish` waits for its end and looks for what is left of it. */
async function begin(id: string, { shape, way }: Case) {
  const marker = aMarker();
  const script = shape.script(marker, way === 'itself' ? 'exit 7' : `exec sleep ${marker}`);
  const timeout_s = way === 'timeout' ? TIMEOUT_S : 600;
  const exec_id = await start(server(), id, { script, timeout_s, ...shape.input });
  const { page, text } = await until(
    server(),
    exec_id,
    (output) => !shape.losesItsEnd && output.includes('ready'),
  );
  const finish = async () => {
    const end = page.complete ? page : await lastPage(exec_id, page.next_seq);
    const left = processesWith(marker);
    const { status, exit_code, signal } = end;
    const name = `${shape.name} by ${way}`;
    const is = { name, status, exit_code, signal, output: text.trim(), left };
    return { is, expected: { name, ...expectedEnd({ shape, way }), output: 'ready', left: [] } };
  };
  return { exec_id, finish };
}

async function lastPage(exec_id: string, next_seq: number): Promise<OutputPage> {
  for (let after_seq = next_seq; ;) {
    const page = await poll(server(), exec_id, { after_seq, wait_ms: 30_000 });
    if (page.complete) return page;
    after_seq = page.next_seq;
  }
}

function expectedEnd({ shape, way }: Case) {
  const killed = { exit_code: 137, signal: 'SIGKILL' };
  const ended = shape.ignoresTerm ? killed : { exit_code: 143, signal: 'SIGTERM' };
  if (shape.losesItsEnd) return { status: 'lost', exit_code: null, signal: undefined };
  if (way === 'itself') return { status: 'exited', exit_code: 7, signal: undefined };
  if (way === 'timeout') return { status: 'timeout', ...ended };
  if (way === 'kill') return { status: 'killed', ...killed };
  if (way === 'SIGKILL') return { status: 'exited', ...killed };
  if (way === 'SIGTERM' && !shape.ignoresTerm) return { status: 'exited', ...ended };
  return { status: 'cancelled', ...ended };
}
