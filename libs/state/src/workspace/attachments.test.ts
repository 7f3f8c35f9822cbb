import type { WorkspaceId } from '@devbench/core';
import { workspaceRow } from '@devbench/testing/contracts';
import { expect, it, onTestFinished } from 'vitest';

import { testState } from '../test/state.ts';

const workspaceId = 'c_1' as WorkspaceId;
const attachment = {
  workspaceId,
  clientName: 'claude',
  sessionId: 's',
  attachedAt: new Date(1_000),
};

async function setup() {
  const state = testState(':memory:');
  await state.start();
  onTestFinished(state.stop);
  await state.workspaces.reserve(workspaceRow({ id: workspaceId }));
  return state;
}

it('attaches once, and again after it was detached', async () => {
  const { attachments } = await setup();
  const first = await attachments.attach(attachment);
  expect(await attachments.attach({ ...attachment, attachedAt: new Date(2_000) })).toEqual(first);
  await attachments.attach({ ...attachment, clientName: 'cursor' });
  expect(await attachments.count({ attached: true })).toBe(2);

  expect(await attachments.detach(workspaceId, attachment, new Date(3_000))).toBe(1);
  expect(await attachments.detach(workspaceId, attachment, new Date(4_000))).toBe(0);
  expect(await attachments.list({ attached: false })).toEqual([
    { ...first, detachedAt: new Date(3_000) },
  ]);

  expect((await attachments.attach(attachment)).id).not.toBe(first.id);
  expect(await attachments.detach(workspaceId, { sessionId: 's' }, new Date(5_000))).toBe(2);
});

it('goes with its workspace, and needs one', async () => {
  const { attachments, workspaces } = await setup();
  await attachments.attach(attachment);
  await workspaces.remove(workspaceId);

  expect(await attachments.list({})).toEqual([]);
  await expect(attachments.attach(attachment)).rejects.toMatchObject({
    code: 'container_not_found',
  });
});
