import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { type Step, TASKS } from './testing/economy/tasks.ts';
import { sharedSession } from './testing/shared-session.ts';

const PAGE = join(import.meta.dirname, '../../../docs/guides/economy.md');
/** Ids and times are not always as long as they were. */
const LEEWAY = 0.25;

const server = sharedSession();
const names: Record<string, unknown> = {};

const costs = new Map(
  [...readFileSync(PAGE, 'utf8').matchAll(/^\| ([a-z][^|]*?) +\| +(\d+) +\| +(\d+) +\|/gm)].map(
    ([, task = '', calls, bytes]) => [task, { calls: Number(calls), bytes: Number(bytes) }],
  ),
);

/** What goes to the server and what comes back, as the model has to write and to read it. */
async function bytesOf([name, given]: Step): Promise<number> {
  const filled = Object.entries(given).map(([key, value]) =>
    typeof value === 'string' && value.startsWith('$')
      ? [key, names[value.slice(1)]]
      : [key, value],
  );
  const request = { name, arguments: Object.fromEntries(filled) as Record<string, unknown> };
  const reply = await server().client.callTool(request, undefined, { timeout: 120_000 });
  expect(reply.isError, JSON.stringify(reply.content)).toBeFalsy();
  Object.assign(names, reply.structuredContent);
  return Buffer.byteLength(JSON.stringify(request)) + Buffer.byteLength(JSON.stringify(reply));
}

it('says what every task costs', () => {
  expect([...costs.keys()]).toEqual(Object.keys(TASKS));
});

// What one task makes the next ones use.
describe('in order', { shuffle: false }, () => {
  it.each(Object.entries(TASKS))('%s costs what the guide says', async (task, steps) => {
    let bytes = 0;
    for (const step of steps) bytes += await bytesOf(step);
    const said = costs.get(task);
    expect(said?.calls).toBe(steps.length);
    const about = said?.bytes ?? 0;
    expect(Math.abs(bytes - about), `${task}: ${bytes} bytes`).toBeLessThan(about * LEEWAY);
  });
});
