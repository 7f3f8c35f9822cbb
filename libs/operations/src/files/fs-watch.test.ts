import { aCaller, aWorkspace, testPorts } from '@devbench/testing';
import { expect, it } from 'vitest';

import { operationsConfig } from '../config.ts';
import { createOperations } from '../create-operations.ts';

async function setup() {
  const ports = testPorts();
  const { client, stop } = createOperations(ports, operationsConfig.parse({}));
  await ports.workspaces.reserve(aWorkspace());
  await client.call('fs_write', aCaller(), { container_id: 'c_1', path: 'a', content: '1' });
  const changes: string[] = [];
  const watch = (path: string, caller = aCaller()) =>
    client.watch(caller, { container_id: 'c_1', path }, () => changes.push(path));
  return { ports, stop, watch, changes };
}

it('passes changes on until it is closed, with one call on record', async () => {
  const { ports, watch, changes } = await setup();

  const watching = await watch('/workspace/a');
  for (const changed of ports.files.watches.values()) changed();
  expect(changes).toEqual(['/workspace/a']);
  watching.close();

  expect(ports.files.watches.size).toBe(0);
  expect(ports.audit.ended.filter(({ action }) => action === 'fs_watch')).toMatchObject([
    { subject: 'c_1', fields: { path: '/workspace/a' }, outcome: 'allowed' },
  ]);
});

it('asks as a read does, and ends with the server', async () => {
  const { ports, watch, stop } = await setup();

  const foreign = watch('a', aCaller({ name: 'mallory' }));
  await expect(foreign).rejects.toMatchObject({ code: 'container_not_found' });
  await expect(watch('none')).rejects.toMatchObject({ code: 'file_not_found' });
  await expect(watch('../x')).rejects.toMatchObject({ code: 'path_outside_workspace' });
  expect(ports.files.watches.size).toBe(0);

  await watch('a');
  await stop();
  expect(ports.files.watches.size).toBe(0);
});
