import { expect, it } from 'vitest';

import { bytesOf, ended, type OutputPage, poll, start } from '../testing/commands.ts';
import { sharedSession, sharedWorkspace } from '../testing/shared-session.ts';
import { type Run, spawnWorkspace } from '../testing/workspace.ts';

/** What other servers got wrong, by its name in the list of traps; the other files have the rest. */
const server = sharedSession({ MCP_CANCEL_GRACE_MS: '200' });
const workspace = sharedWorkspace(server, { alias: 'box' });

const run = (input: Record<string, unknown>) =>
  server().call('exec_run', { container_id: 'box', ...input });

const SAME_EVERYWHERE: readonly [string, Record<string, unknown>, Record<string, unknown>][] = [
  ['DB-16: 0 is 0', { cmd: ['true'] }, { exit_code: 0, status: 'exited' }],
  ['DM-5: a failure is its code', { cmd: ['false'] }, { exit_code: 1, status: 'exited' }],
  ['DM-7: 124 is no timeout', { script: 'exit 124' }, { exit_code: 124, status: 'exited' }],
  ['DM-7: 143 is no signal', { script: 'exit 143' }, { exit_code: 143, status: 'exited' }],
  ['DM-8: a script has a shell', { script: 'cd /tmp && pwd | tr a-z A-Z' }, { stdout: '/TMP\n' }],
  [
    'DM-8: a cmd has none',
    { cmd: ['echo', '&&', '|', '$HOME', '*'] },
    { stdout: '&& | $HOME *\n' },
  ],
  [
    'DM-12: arguments are exact',
    { cmd: ['printf', '%s|', 'a b', "'", '"', '', '\n'] },
    { stdout: `a b|'|"||\n|` },
  ],
  [
    'DX-10: not ASCII',
    { cmd: ['echo', 'héllo — ünïcode ✓ 😀'] },
    { stdout: 'héllo — ünïcode ✓ 😀\n' },
  ],
  [
    'DX-19: nothing is forbidden by looks',
    { script: 'echo привет 2>/dev/null' },
    { stdout: 'привет\n' },
  ],
  ['DM-10: no UTF-8', { script: String.raw`printf 'a\377\0b'` }, { stdout_base64: 'Yf8AYg==' }],
  [
    'DM-10: a character that comes in two',
    { script: String.raw`printf '\342\202'; sleep 0.1; printf '\254'` },
    { stdout: '€' },
  ],
  ['DX-3: the user is the usual one', { script: 'id -u' }, { stdout: '1000\n' }],
  [
    'what does not exist is 127',
    { cmd: ['no-such-program'] },
    { exit_code: 127, status: 'exited' },
  ],
  ['what cannot be run is 126', { cmd: ['/etc'] }, { exit_code: 126, status: 'exited' }],
  ['DB-19: less than nothing', { cmd: ['true'] }, { stdout: '', stderr: '', truncated: false }],
];

it.each(SAME_EVERYWHERE)('%s', async (_, input, expected) => {
  expect((await run(input)).data).toMatchObject(expected);
  const page = await ended(server(), await start(server(), 'box', input));
  const { exit_code = 0, status = 'exited' } = expected;
  expect(page).toMatchObject({ exit_code, status });
  if (expected.stdout !== undefined) expect(page.stdout.toString()).toBe(expected.stdout);
});

it('DB-24: takes the alias wherever it takes the id', async () => {
  const named = { container_id: 'box' };
  for (const tool of ['exec_run', 'exec_start'])
    expect((await server().call(tool, { ...named, cmd: ['true'] })).isError).toBe(false);
  const { text } = await server().call('list_execs', { ...named, include_ended: true });
  expect(text).toMatch(/^e_/);
  expect((await server().call('container_stats', named)).isError).toBe(false);
});

it('DB-10: the default cursor gives the first byte, and again', async () => {
  const { exec_id } = await workspace().sh('echo OUT');
  const page = await server().data<OutputPage>('exec_poll', { exec_id });
  expect(page.messages[0]).toMatchObject({ seq: 1, data: 'OUT\n', offset: 0 });
  expect(await poll(server(), exec_id)).toEqual(page);
});

it('DX-14: keeps 12 000 small pieces', async () => {
  const lines = Array.from({ length: 12_000 }, (_, index) => `${index}\n`);
  const script = 'i=0; while [ $i -lt 12000 ]; do echo $i; i=$((i+1)); done';
  const end = await ended(server(), await start(server(), 'box', { script }));
  expect(end.stdout.toString()).toBe(lines.join(''));
});

it.each([
  ['text', `head -c 3000000 /dev/zero | tr '\\0' 'x'`],
  ['lines', 'yes | head -c 3000000'],
  ['NUL', 'head -c 3000000 /dev/zero'],
  ['no UTF-8', `head -c 3000000 /dev/zero | tr '\\0' '\\377'`],
])('DM-11, DX-13: counts and cuts 3 MB of %s, and has the rest', async (_, script) => {
  for (const max_bytes of [1000, 65_536, 1_048_576]) {
    const { data, isError, text } = await run({ script, max_bytes });
    expect({ isError, text: isError && text }).toEqual({ isError: false, text: false });
    expect(data).toMatchObject({ truncated: true, stdout_bytes: 3_000_000, exit_code: 0 });
    if (max_bytes < 65_536) expect(JSON.stringify(data).length).toBeLessThan(10_000);
    const page = await poll(server(), (data as unknown as Run).exec_id, { max_bytes });
    expect(page.dropped_bytes).toBe(0);
    expect(Buffer.concat(page.messages.map(bytesOf)).length).toBeGreaterThan(0);
  }
});

it('DB-9, DX-9: kills its own only, whatever it is called', async () => {
  await using other = await spawnWorkspace(server());
  const ids = await Promise.all(
    [workspace().id, workspace().id, other.id].map((id) =>
      start(server(), id, { cmd: ['sleep', '4000'] }),
    ),
  );
  await server().data('exec_cancel', { exec_id: ids[0] });
  const { execs } = await server().data<{ execs: { exec_id: string }[] }>('list_execs');
  expect(execs.map(({ exec_id }) => exec_id).sort()).toEqual(ids.slice(1).sort());
  await server().data('exec_cancel', { exec_id: ids[1] });
});

it('DX-16: secrets of env and stdin are in no log', async () => {
  const secret = 'hunter2-hunter2';
  await run({ cmd: ['cat'], env: { TOKEN: secret }, stdin: secret });
  expect(server().stderr()).toContain('exec_run');
  expect(server().stderr()).not.toContain(secret);
});
