import { randomBytes } from 'node:crypto';
import { AppError } from '@devbench/core';
import { settle } from '@devbench/testing';
import { expect, it } from 'vitest';
import { createStdinGate, STDIN_WINDOW } from './stdin-gate.ts';

const never = new AbortController().signal;

function setup() {
  const sent: Buffer[] = [];
  const ends: boolean[] = [];
  const gate = createStdinGate((data, eof) => {
    sent.push(Buffer.from(data));
    ends.push(eof);
  });
  return { gate, sent: () => Buffer.concat(sent), ends, clear: () => void (sent.length = 0) };
}

it('waits for credit and keeps the order of writes', async () => {
  const { gate, sent, ends } = setup();
  const first = randomBytes(STDIN_WINDOW + 10);

  const writing = gate.write(first, { eof: false, signal: never });
  const last = gate.write(Buffer.from('end'), { eof: true, signal: never });
  await settle();
  expect(sent()).toHaveLength(STDIN_WINDOW);
  gate.onCredit(STDIN_WINDOW + 1_000);
  await Promise.all([writing, last]);

  expect(sent()).toEqual(Buffer.concat([first, Buffer.from('end')]));
  expect(ends.filter(Boolean)).toHaveLength(1);
});

it('repeats in a new session exactly what was lost', async () => {
  const { gate, sent, clear } = setup();
  const data = randomBytes(200_000);
  await gate.write(data, { eof: false, signal: never });
  clear();

  gate.rejoin(150_000);

  expect(sent()).toEqual(data.subarray(150_000));
});

it('stops waiting when the caller leaves or the command ends', async () => {
  const { gate } = setup();
  const abort = new AbortController();
  const left = gate.write(Buffer.alloc(STDIN_WINDOW + 1), { eof: false, signal: abort.signal });
  const late = gate.write(Buffer.from('x'), { eof: false, signal: never });

  await settle();
  abort.abort();
  await expect(left).rejects.toMatchObject({ code: 'call_cancelled' });
  gate.close(() => new AppError('exec_not_running', 'It has ended.'));

  await expect(late).rejects.toMatchObject({ code: 'exec_not_running' });
});
