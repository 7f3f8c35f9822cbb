import type { Workspace, WorkspaceEngine } from '@devbench/core';
import { aWorkspace, settle } from '@devbench/testing';
import { expect, it } from 'vitest';

import { inTurns } from './in-turns.ts';

function setup(atOnce: number) {
  const begun: string[] = [];
  const ends = new Map<string, PromiseWithResolvers<never>>();
  const create = async ({ id }: Workspace) => {
    begun.push(id);
    const end = Promise.withResolvers<never>();
    ends.set(id, end);
    return end.promise;
  };
  const engine = inTurns({ create } as unknown as WorkspaceEngine, atOnce);
  const make = (id: string, owner: string, signal = new AbortController().signal) => {
    const made = engine.create(aWorkspace({ id: id as Workspace['id'], owner }), signal);
    made.catch(() => undefined);
    return made;
  };
  const end = async (id: string) => {
    ends.get(id)?.reject(new Error('over'));
    await settle();
  };
  return { begun, make, end };
}

it('makes so many at once, and owners take turns', async () => {
  const { begun, make, end } = setup(2);
  for (const id of ['a1', 'a2', 'a3', 'a4']) void make(id, 'alice').catch(() => undefined);
  void make('b1', 'bob').catch(() => undefined);
  await settle();

  expect(begun).toEqual(['a1', 'a2']);
  for (const id of ['a1', 'a2', 'a3', 'b1']) await end(id);
  expect(begun).toEqual(['a1', 'a2', 'a3', 'b1', 'a4']);
});

it('lets go who does not want to wait, with his reason', async () => {
  const { begun, make, end } = setup(1);
  const control = new AbortController();
  void make('a', 'alice').catch(() => undefined);
  const waits = make('b', 'alice', control.signal);
  void make('c', 'alice').catch(() => undefined);
  control.abort(new Error('enough'));

  await expect(waits).rejects.toThrow('enough');
  await end('a');
  expect(begun).toEqual(['a', 'c']);
});
