import type { ExecId } from '@devbench/core';
import { execEnd, execRow, workspaceRow } from '@devbench/testing/contracts';
import Sqlite from 'better-sqlite3';
import { expect, it, onTestFinished } from 'vitest';

import { temporaryFile, testState } from '../test/state.ts';

const DAY_MS = 86_400_000;
const now = new Date(1_700_000_000_000);
const ago = (days: number) => new Date(now.getTime() - days * DAY_MS);
const cutoffs = { keysExpiredAt: now, execsEndedBefore: ago(1), attachmentsBefore: ago(1) };

async function twoServers() {
  const { file, remove } = await temporaryFile();
  const [first, second] = [testState(file), testState(file)];
  await first.start();
  await second.start();
  onTestFinished(async () => {
    await Promise.all([first.stop(), second.stop()]);
    await remove();
  });
  return { file, first, second };
}

it('gives a turn to one server, and the next one when its time is over', async () => {
  const { first, second } = await twoServers();
  const later = (ms: number) => new Date(now.getTime() + ms);

  const asked = [first, second].map(({ upkeep }) => upkeep.takeTurn('work', now, 1000));
  expect((await Promise.all(asked)).filter(Boolean)).toHaveLength(1);
  expect(await second.upkeep.takeTurn('work', later(999), 1000)).toBe(false);
  expect(await second.upkeep.takeTurn('other', later(999), 1000)).toBe(true);
  expect(await second.upkeep.takeTurn('work', later(1000), 1000)).toBe(true);
  expect(await first.upkeep.takeTurn('work', later(1001), 1000)).toBe(false);
});

it('finds and removes what has expired, and nothing else', async () => {
  const { first, second } = await twoServers();
  const claim = (key: string) => ({ owner: 'a', operation: 'spawn', key, inputHash: 'h' });
  for (const [key, until] of [
    ['old', ago(1)],
    ['new', new Date(now.getTime() + 1)],
  ] as const) {
    await first.keys.claim(claim(key), ago(2));
    await first.keys.complete(claim(key), 1, until);
  }
  await first.keys.claim(claim('running'), ago(2));
  for (const [id, end] of [
    ['e_old', execEnd({ endedAt: ago(2) })],
    ['e_new', execEnd({ endedAt: ago(0.5) })],
    ['e_runs', undefined],
  ] as const) {
    await first.execs.reserve(execRow({ id }));
    if (end) await first.execs.ended(new Map([[id as ExecId, end]]));
  }
  const used = workspaceRow({ id: 'c_1', lastUsedAt: now });
  const unused = workspaceRow({ id: 'c_2', lastUsedAt: ago(3) });
  for (const row of [used, unused]) {
    await first.workspaces.reserve(row);
    const who = { workspaceId: row.id, clientName: 'x', attachedAt: ago(3) };
    await first.attachments.attach({ ...who, sessionId: 'stays' });
    await first.attachments.attach({ ...who, sessionId: 'left' });
    await first.attachments.detach(row.id, { sessionId: 'left' }, ago(2));
  }

  const found = { keys: 1, attachments: 3, execs: ['e_old' as ExecId] };
  expect(await second.upkeep.expired(cutoffs)).toEqual(found);
  await second.upkeep.removeExpired(cutoffs);

  expect(await first.upkeep.expired(cutoffs)).toEqual({ ...found, keys: 0, attachments: 0 });
  expect(await first.attachments.list({})).toMatchObject([
    { workspaceId: 'c_1', sessionId: 'stays' },
  ]);
  expect(await first.keys.claim(claim('new'), now)).toMatchObject({ state: 'done' });
});

it('remembers since when a volume is nobody’s, and forgets it when it is not', async () => {
  const { first, second } = await twoServers();
  await first.upkeep.rememberOrphans(['a', 'b'], ago(2));
  await second.upkeep.rememberOrphans(['a', 'c'], now);

  expect([...(await first.upkeep.orphansSince(['a', 'b', 'c', 'd']))]).toEqual([
    ['a', ago(2)],
    ['c', now],
  ]);
});

it('gives space back when there is much of it', async () => {
  const { file, first } = await twoServers();
  const other = new Sqlite(file);
  other.exec('CREATE TABLE big (x)');
  other.prepare('INSERT INTO big VALUES (zeroblob(?))').run(40 * 1024 * 1024);
  const pages = () => other.pragma('page_count', { simple: true }) as number;
  const full = pages();
  await first.upkeep.compact();
  expect(pages()).toBe(full);

  other.exec('DROP TABLE big');
  await first.upkeep.compact();
  expect(pages()).toBeLessThan(full / 10);
  other.close();
});
