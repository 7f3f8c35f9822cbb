import { aCaller, aWorkspace, settle, testPorts } from '@devbench/testing';
import { expect, it } from 'vitest';

import { operationsConfig } from '../config.ts';
import { createOperations } from '../create-operations.ts';

async function setup() {
  const ports = testPorts();
  const operations = createOperations(ports, operationsConfig.parse({}));
  await ports.workspaces.reserve(aWorkspace({ alias: 'box' }));
  const call = (name: string, input: object, caller = aCaller()) =>
    operations.client.call(name, caller, input);
  return { ports, operations, call };
}

const run = { container_id: 'box', cmd: ['prog', 'arg'] };

it('exec_run answers with output, exit code and usage', async () => {
  const { ports, call } = await setup();
  ports.commands.script = () => ({ stdout: ['a', 'b\n'], stderr: ['no\n'], exitCode: 3 });

  const result = await call('exec_run', run);

  expect(result).toEqual({
    exec_id: 'e_0002',
    status: 'exited',
    exit_code: 3,
    stdout: 'ab\n',
    stderr: 'no\n',
    truncated: false,
    stdout_bytes: 3,
    stderr_bytes: 3,
    usage: { wall_ms: 5, cpu_ms: 3, mem_peak_bytes: 4096, stdout_bytes: 3, stderr_bytes: 3 },
    complete: true,
    next_seq: 4,
  });
  await ports.clock.advance(100);
  expect(ports.commands.of('e_0002').forgotten).toBe(true);
  expect(ports.commands.of('e_0002').acknowledged).toBe(3);
});

it('exec_run keeps the beginning and the end of long output and says what is missing', async () => {
  const { ports, call } = await setup();
  ports.commands.script = () => ({ stdout: ['abcdefgh', 'ijklmnop', 'ä'.repeat(10)] });

  const result = await call('exec_run', { ...run, max_bytes: 10 });

  expect(result).toMatchObject({ truncated: true, stdout_bytes: 36 });
  expect(result.stdout).toBe('abcde\n[… 27 of 36 bytes left out …]\nää');
  expect(result.note).toContain('exec_poll with exec_id e_0002');
});

it('exec_run gives bytes that are no text as base64', async () => {
  const { ports, call } = await setup();
  ports.commands.script = () => ({ stdout: [new Uint8Array([0, 255, 254])] });

  expect(await call('exec_run', run)).toMatchObject({ stdout_base64: 'AP/+', stderr: '' });
});

it('exec_run hands over to exec_poll when its patience ends', async () => {
  const { ports, call } = await setup();
  ports.commands.script = () => ({ stdout: ['early\n'], hangs: true });

  const pending = call('exec_run', { ...run, wait_ms: 1000 });
  await ports.clock.advance(1000);
  const result = await pending;

  expect(result).toMatchObject({ status: 'running', complete: false, stdout: 'early\n' });
  ports.commands.of('e_0002').say('late\n');
  ports.commands.of('e_0002').exit(0);
  await settle();
  const rest = await call('exec_poll', { exec_id: 'e_0002', after_seq: result.next_seq });
  expect(rest.messages).toMatchObject([
    { seq: 2, data: 'late\n' },
    { seq: 3, exit_code: 0 },
  ]);
});

it('exec_run streams output as progress, not faster than ten times a second', async () => {
  const { ports, call } = await setup();
  const seen: string[] = [];
  const caller = aCaller({ onProgress: ({ message }) => seen.push(message) });
  ports.commands.script = () => ({ stdout: ['one '], hangs: true });

  const pending = call('exec_run', run, caller);
  await settle();
  const command = ports.commands.of('e_0002');
  command.say('two ');
  await settle();
  command.say('three');
  await ports.clock.advance(100);
  command.exit(0);
  await pending;

  expect(seen).toEqual(['one ', 'two three']);
});

it('exec_run cancels its command when the call is cancelled', async () => {
  const { ports, call } = await setup();
  ports.commands.script = () => ({ hangs: true });
  const cancel = new AbortController();

  const pending = call('exec_run', run, aCaller({ signal: cancel.signal }));
  await settle();
  cancel.abort();

  await expect(pending).rejects.toMatchObject({ code: 'call_cancelled' });
  expect(ports.commands.of('e_0002').stops).toEqual(['cancelled 3000']);
  await ports.clock.advance(100);
  expect(await ports.execs.find('alice', 'e_0002')).toMatchObject({ status: 'cancelled' });
});
