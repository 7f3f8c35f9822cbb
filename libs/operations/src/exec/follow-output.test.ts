import { aCaller, aWorkspace, settle, testPorts } from '@devbench/testing';
import { expect, it } from 'vitest';

import { operationsConfig } from '../config.ts';
import { createOperations } from '../create-operations.ts';
import type { OutputNews } from './jobs.ts';

async function setup() {
  const ports = testPorts();
  ports.commands.script = () => ({ hangs: true });
  await ports.workspaces.reserve(aWorkspace());
  const { client, stop } = createOperations(ports, operationsConfig.parse({}));
  const started = await client.call('exec_start', aCaller(), { container_id: 'c_1', cmd: ['x'] });
  const id = String(started.exec_id);
  return { ports, client, stop, id, command: ports.commands.of(id) };
}

it('gives all output as it comes, to the end, with one call on record', async () => {
  const { ports, client, id, command } = await setup();
  command.say('skipped');
  const texts: string[] = [];
  const following = (async () => {
    for await (const { records, end } of client.output(id, aCaller(), { afterSeq: 1 })) {
      texts.push(...records.map(({ data }) => Buffer.from(data).toString()));
      if (end) return end.exitCode;
    }
    return undefined;
  })();
  for (const text of ['one', 'two']) {
    await settle();
    command.say(text);
  }
  await ports.clock.advance(60_000);
  command.exit(7);

  expect(await following).toBe(7);
  expect(texts).toEqual(['one', 'two']);
  const actions = ports.observer.records.map(({ action, subject }) => [action, subject]);
  expect(actions).toEqual([
    ['exec_start', 'c_1'],
    ['exec_output', id],
  ]);
});

it('puts data into memory that its reader gives, and otherwise leaves it to him', async () => {
  const { client, id, command } = await setup();
  const memory = Buffer.alloc(100);
  const lent = client.output(id, aCaller(), { memory })[Symbol.asyncIterator]();
  const own = client.output(id, aCaller())[Symbol.asyncIterator]();
  const next = async (reader: typeof own) =>
    ((await reader.next()).value as OutputNews).records[0]?.data;

  command.say('one');
  const [mine, lentToMe] = [await next(own), await next(lent)];
  command.say('two');
  await next(lent);

  expect(lentToMe?.buffer).toBe(memory.buffer);
  expect([String(mine), String(lentToMe)]).toEqual(['one', 'two']);
});

it('is for the owner only', async () => {
  const { client, id } = await setup();
  const foreign = client.output(id, aCaller({ name: 'bob' }))[Symbol.asyncIterator]();

  await expect(foreign.next()).rejects.toMatchObject({ code: 'exec_not_found' });
});

it('ends with the server', async () => {
  const { client, id, stop } = await setup();
  const output = client.output(id, aCaller())[Symbol.asyncIterator]();
  const news = output.next();
  const ended = expect(news).rejects.toMatchObject({ code: 'shutting_down' });
  await settle();

  await stop();

  await ended;
});
