import { EventEmitter } from 'node:events';

import type { Response } from 'express';
import { expect, it } from 'vitest';

import { Sessions } from './sessions.ts';

function setup(limits = {}) {
  const clock = { now: 0 };
  const ended: string[] = [];
  const sessions = new Sessions({ most: 4, mostOfOne: 2, idleMs: 100, ...limits }, () => clock.now);
  const begin = (id: string, owner = 'alice') => {
    const hasRoom = sessions.makeRoom(owner);
    const close = async () => void ended.push(id);
    if (hasRoom) sessions.add({ id, owner, handle: undefined, close });
    clock.now += 1;
    return hasRoom;
  };
  const use = (id: string, owner = 'alice') => {
    const session = sessions.find(id, owner);
    if (!session) throw new Error(`There is no session ${id}.`);
    const response = new EventEmitter();
    sessions.use(session, response as unknown as Response);
    return () => response.emit('close');
  };
  return { sessions, clock, ended, begin, use };
}

it('knows a session only to its owner', () => {
  const { sessions, begin } = setup();
  begin('a1');

  expect(sessions.find('a1', 'alice')).toMatchObject({ id: 'a1' });
  expect(sessions.find('a1', 'bob')).toBeUndefined();
  expect(sessions.find('a2', 'alice')).toBeUndefined();
});

it('ends the session that was quiet longest when one has too many', () => {
  const { begin, use, ended } = setup();
  ['a1', 'a2'].forEach((id) => begin(id));
  use('a1')();

  expect(begin('a3')).toBe(true);

  expect(ended).toEqual(['a2']);
});

it('never ends one that is in use to make room', () => {
  const { begin, use, ended } = setup();
  ['a1', 'a2'].forEach((id) => begin(id));
  const done = [use('a1'), use('a2')];

  expect(begin('a3')).toBe(false);
  done[1]?.();
  expect(begin('a3')).toBe(true);

  expect(ended).toEqual(['a2']);
});

it('takes from whoever has a quiet one when there are too many in all', () => {
  const { begin, ended, sessions } = setup({ mostOfOne: 3 });
  ['a1', 'a2', 'a3'].forEach((id) => begin(id));
  begin('b1', 'bob');

  expect(begin('c1', 'carol')).toBe(true);
  expect(begin('b2', 'bob')).toBe(true);

  expect(ended).toEqual(['a1', 'b1']);
  expect(sessions.size).toBe(4);
});

it('ends what was quiet for too long, and not what listens', () => {
  const { sessions, clock, begin, use, ended } = setup();
  ['a1', 'a2'].forEach((id) => begin(id));
  const done = use('a1');

  clock.now += 200;
  sessions.expire();
  expect(ended).toEqual(['a2']);

  done();
  sessions.expire();
  clock.now += 101;
  sessions.expire();
  expect(ended).toEqual(['a2', 'a1']);
});

it('ends all at the end', async () => {
  const { sessions, begin, ended } = setup();
  begin('a1');
  begin('b1', 'bob');

  await sessions.closeAll();

  expect(ended).toEqual(['a1', 'b1']);
  expect(sessions.size).toBe(0);
});
