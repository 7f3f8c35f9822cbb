import type { FoundWorkspace, LeftBehind, Workspace, WorkspaceStatus } from '@devbench/core';
import { aWorkspace } from '@devbench/testing';
import { expect, it } from 'vitest';

import type { Survey } from './difference.ts';
import { planReconcile } from './plan.ts';

const now = new Date('2025-01-01T12:00:00Z');
const long = new Date('2025-01-01T00:00:00Z');

const aRow = (change: Partial<Workspace> = {}) =>
  aWorkspace({ createdAt: long, lastUsedAt: long, ...change });

const aContainer = (change: Partial<FoundWorkspace> = {}): FoundWorkspace => ({
  ...{ id: aRow().id, engineId: 'engine-c_1', instance: 'mine', owner: 'alice' },
  ...{ running: true, ours: true, volume: 'devbench-c_1', persistent: false },
  ...change,
});

const plan = (change: Partial<Survey>, adopt = false) =>
  planReconcile(
    { rows: [], found: [], left: [], alive: new Set(['s_1']), now, ...change },
    { adopt },
  );

const up = [aContainer()];
const down = [aContainer({ running: false })];
const gone: FoundWorkspace[] = [];

it.each<[WorkspaceStatus, readonly FoundWorkspace[], string | undefined]>([
  ['running', up, undefined],
  ['running', down, 'mark_stopped'],
  ['running', gone, 'mark_failed'],
  ['stopped', up, 'mark_running'],
  ['stopped', down, undefined],
  ['stopped', gone, 'mark_failed'],
  ['failed', up, 'mark_running'],
  ['failed', down, 'mark_stopped'],
  ['failed', gone, undefined],
  ['creating', up, 'remove'],
  ['creating', gone, 'remove'],
  ['removing', up, 'remove'],
  ['removing', gone, 'remove'],
  ['warm', gone, undefined],
])('a row that is %s, with %j: %s', (status, found, kind) => {
  expect(plan({ rows: [aRow({ status })], found }).map((it) => it.kind)).toEqual(
    kind ? [kind] : [],
  );
});

it.each([
  ['of a living server', { server: 's_1', createdAt: now }, []],
  ['of a living server, for too long', { server: 's_1', createdAt: long }, ['remove']],
  ['of a dead server', { server: 's_2', createdAt: now }, ['remove']],
])('what is being made %s', (_name, change, kinds) => {
  const rows = [aRow({ status: 'creating', engineId: '', ...change })];
  expect(plan({ rows }).map(({ kind }) => kind)).toEqual(kinds);
});

it('leaves a container alone whose row is being stopped or started', () => {
  expect(plan({ rows: [aRow({ status: 'stopped', lastUsedAt: now })], found: up })).toEqual([]);
});

it('takes another container with the same labels for no proof', () => {
  const found = [aContainer({ engineId: 'forged', ours: false })];
  expect(plan({ rows: [aRow()], found })).toMatchObject([{ kind: 'mark_failed', subject: 'c_1' }]);
});

it.each([
  ['transient and ours', {}, ['collect']],
  ['persistent', { persistent: true }, []],
  ['of another installation, or with forged labels', { ours: false }, []],
])('a container without a row that is %s', (_name, change, kinds) => {
  expect(plan({ found: [aContainer(change)] }).map(({ kind }) => kind)).toEqual(kinds);
});

it('reports what others left, takes it when it is told to, and only once', () => {
  const files: LeftBehind = {
    ...{ from: 'mcp-devbench', volume: 'mcpdevbench_persist_x', engineIds: ['e'] },
    ...{ image: 'alpine', alias: 'old', owner: undefined },
  };
  const bare: LeftBehind = { ...files, from: 'docker-mcp', volume: undefined };

  expect(plan({ left: [files, bare] }).map(({ kind }) => kind)).toEqual(['leave', 'leave']);
  expect(plan({ left: [files, bare] }, true).map(({ kind }) => kind)).toEqual(['adopt', 'leave']);
  const rows = [aRow({ volume: 'mcpdevbench_persist_x' })];
  expect(plan({ rows, found: up, left: [files] }, true)).toEqual([]);
});
