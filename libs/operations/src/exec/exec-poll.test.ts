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

it('exec_poll gives every byte once, whatever the pattern, and the completion last', async () => {
  const { ports, call } = await setup();
  const bytes = Buffer.from('π≈3.14159\0€\n');
  const split = Array.from({ length: bytes.length }, (_, i) => bytes.subarray(i, i + 1));
  ports.commands.script = () => ({ stdout: split });
  const { exec_id } = await call('exec_start', run);
  await settle();

  for (const max_bytes of [1, 200, 1000, 65_536]) {
    const data: Buffer[] = [];
    let after_seq = 0;
    for (let complete = false; !complete;) {
      const page = await call('exec_poll', { exec_id, after_seq, max_bytes });
      const messages = page.messages as { data?: string; data_base64?: string }[];
      for (const { data: text, data_base64 } of messages) {
        data.push(Buffer.from(text ?? ''), Buffer.from(data_base64 ?? '', 'base64'));
      }
      ({ next_seq: after_seq, complete } = page as { next_seq: number; complete: boolean });
    }
    expect(Buffer.concat(data)).toEqual(bytes);
  }
});

it('exec_poll waits for news and answers at once when there is some', async () => {
  const { ports, call } = await setup();
  ports.commands.script = () => ({ hangs: true });
  const { exec_id } = await call('exec_start', run);

  const pending = call('exec_poll', { exec_id, wait_ms: 30_000 });
  await settle();
  ports.commands.of('e_0002').say('news');

  expect(await pending).toMatchObject({
    messages: [{ seq: 1, stream: 'stdout', data: 'news', offset: 0, complete: false }],
    next_seq: 1,
    complete: false,
    status: 'running',
  });
  expect(ports.clock.sleeping).toBe(0);
});

it('exec_poll answers with nothing when the wait is over', async () => {
  const { ports, call } = await setup();
  ports.commands.script = () => ({ hangs: true });
  const { exec_id } = await call('exec_start', run);

  const pending = call('exec_poll', { exec_id, wait_ms: 500 });
  await ports.clock.advance(500);

  expect(await pending).toMatchObject({ messages: [], next_seq: 0, status: 'running' });
});

it('exec_poll beyond the end says again that it is complete', async () => {
  const { call } = await setup();
  const { exec_id } = await call('exec_start', run);
  await settle();

  const result = await call('exec_poll', { exec_id, after_seq: 1 });

  expect(result).toMatchObject({ messages: [], complete: true, exit_code: 0, status: 'exited' });
});

it("someone else's command does not exist", async () => {
  const { call } = await setup();
  const { exec_id } = await call('exec_start', run);

  const pending = call('exec_poll', { exec_id }, aCaller({ name: 'bob' }));

  await expect(pending).rejects.toMatchObject({ code: 'exec_not_found' });
});

it.each(['text\n', '\0', '\xFF'])('exec_poll fits any %j into a reply', async (letters) => {
  const { ports, call } = await setup();
  const data = Buffer.from(letters.repeat(16_384 / letters.length), 'latin1');
  ports.commands.script = () => ({ stdout: Array.from({ length: 100 }, () => data) });
  const { exec_id } = await call('exec_start', run);
  await settle();

  const page = await call('exec_poll', { exec_id, max_bytes: 1_048_576 });
  expect(JSON.stringify(page).length).toBeLessThan(650_000);
  expect(page).toMatchObject({ complete: false });
});
