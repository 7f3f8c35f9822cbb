import { AppError, type Exec, type ExecId, type WorkspaceId } from '@devbench/core';

import { createState } from '../state.ts';

const isAlive = () => true;

/** The contract suites come with vitest, which runs in no other process. */
const exec = (n: number): Exec => ({
  id: `e_${String(n)}` as ExecId,
  workspaceId: 'c_1' as WorkspaceId,
  owner: 'alice',
  server: 's_1',
  argv: ['true'],
  cwd: '/workspace',
  asRoot: false,
  tty: false,
  timeoutMs: 1_000,
  status: 'queued',
  createdAt: new Date(),
  startedAt: undefined,
  end: undefined,
});

/** Writes until it fails; answers how much it wrote and how it failed. */
export async function fill(file: string, pid: number) {
  const state = createState({ file, busyTimeoutMs: 1_000, pid, host: 'here', isAlive });
  let written = 0;
  try {
    await state.start();
    for (; written < 20_000; written += 1) {
      await state.execs.reserve(exec(written));
    }
    return { written, code: 'none', hint: '' };
  } catch (error) {
    const known = error instanceof AppError ? error : undefined;
    return { written, code: known?.code ?? String(error), hint: known?.hint };
  }
}

/** Asks for 200 keys; answers which it got. */
export async function claim(file: string, pid: number) {
  const state = createState({ file, busyTimeoutMs: 10_000, pid, host: 'here', isAlive });
  await state.start();
  const claimed: number[] = [];
  for (let n = 0; n < 200; n += 1) {
    const key = { owner: 'a', operation: 'o', key: String(n), inputHash: 'h' };
    const { state: got } = await state.keys.claim(key, new Date());
    if (got === 'claimed') claimed.push(n);
    await state.keys.complete(key, n, new Date(Date.now() + 60_000));
  }
  await state.stop();
  return claimed;
}
