import { expect, it } from 'vitest';

import { sharedSession, sharedWorkspace } from '../testing/shared-session.ts';

/** What other servers took and hung or crashed on, by its name in the list of traps. */
const server = sharedSession();
const workspace = sharedWorkspace(server);

const run = (input: Record<string, unknown>) =>
  server().call('exec_run', { container_id: workspace().id, ...input });

it.each([
  ['DB-24', { cmd: [] }],
  ['DB-24', { cmd: [''] }],
  ['DB-24', { cmd: ['true'], timeout_s: 0 }],
  ['DB-24', { cmd: ['true'], timeout_s: -1 }],
  ['DB-24', { cmd: ['true'], timeout_s: 1e9 }],
  ['DB-24', { cmd: ['true'], timeout_s: 1.5 }],
  ['DX-25', { cmd: ['true'], timeout_s: 'long' }],
  ['DB-24', { cmd: ['true'], env: { 'A=B': 'x' } }],
  ['DX-11', { cmd: ['true'], max_bytes: 0 }],
  ['DX-11', { cmd: ['true'], max_bytes: 0.5 }],
  ['a NUL', { cmd: ['echo', 'a\0b'] }],
  ['nothing', {}],
  ['both', { cmd: ['true'], script: 'true' }],
])('%s: refuses %j', async (_, input) => {
  expect(await run(input)).toMatchObject({ isError: true, code: 'invalid_argument' });
});

it.each([
  { after_seq: -1 },
  { max_bytes: 0 },
  { max_bytes: 1e9 },
  { max_bytes: 0.5 },
  { wait_ms: -1 },
  { wait_ms: 1e9 },
  { encoding: 'x' },
])('DX-11: refuses to poll with %j', async (input) => {
  const { exec_id } = await workspace().sh('true');
  const reply = await server().call('exec_poll', { exec_id, ...input });
  expect(reply).toMatchObject({ isError: true, code: 'invalid_argument' });
});

it.each(['exec_poll', 'exec_write', 'exec_cancel', 'exec_signal', 'exec_resize'])(
  'DB-17: an unknown command is not found by %s',
  async (tool) => {
    const more = { exec_signal: { signal: 'SIGTERM' }, exec_resize: { rows: 1, cols: 1 } }[tool];
    const reply = await server().call(tool, { exec_id: 'e_unknown', ...more });
    expect(reply).toMatchObject({ isError: true, code: 'exec_not_found' });
  },
);

it('DB-23: root is refused, and the refusal is typed', async () => {
  expect(await run({ cmd: ['id'], as_root: true })).toMatchObject({ code: 'as_root_denied' });
});
