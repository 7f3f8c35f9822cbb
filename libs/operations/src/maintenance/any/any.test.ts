import { aCaller, settle, testPorts } from '@devbench/testing';
import { expect, it } from 'vitest';

import { operationsConfig } from '../../config.ts';
import { createOperations } from '../../create-operations.ts';

const ROOT = aCaller({ principal: { id: 'root', scopes: ['admin'] } });

async function setup() {
  const ports = testPorts();
  ports.commands.script = () => ({ hangs: true });
  const { client } = createOperations(ports, operationsConfig.parse({}));
  const call = client.call.bind(client);
  const { container_id } = await call('spawn', aCaller(), {});
  return { ports, call, id: String(container_id) };
}

it('an administrator ends what others own, under his own name', async () => {
  const { ports, call, id } = await setup();
  const { exec_id } = await call('exec_start', aCaller(), { container_id: id, cmd: ['x'] });
  const cancelling = call('cancel_any_exec', ROOT, { container_id: id, exec_id });
  await settle();
  ports.commands.of(String(exec_id)).exit(143);

  expect(await cancelling).toMatchObject({ exec_id });
  await call('stop_any_container', ROOT, { container_id: id });
  expect(await ports.workspaces.find('alice', id)).toMatchObject({ status: 'stopped' });
  await call('kill_any_container', ROOT, { container_id: id });
  expect(await ports.workspaces.find('alice', id)).toBeUndefined();
  const records = ports.audit.ended.map(({ actor, action, subject }) => [actor, action, subject]);
  expect(records.slice(2)).toEqual([
    ['root', 'cancel_any_exec', exec_id],
    ['root', 'stop_any_container', id],
    ['root', 'kill_any_container', id],
  ]);
});

it.each(['stop_any_container', 'kill_any_container', 'cancel_any_exec'])(
  '%s is for administrators, also on what is one’s own',
  async (name) => {
    const { call, id } = await setup();
    const input = { container_id: id, ...(name === 'cancel_any_exec' && { exec_id: 'e_1' }) };

    await expect(call(name, aCaller(), input)).rejects.toMatchObject({ code: 'permission_denied' });
    const foreign = { ...input, container_id: 'c_9' };
    await expect(call(name, ROOT, foreign)).rejects.toMatchObject({ code: 'container_not_found' });
  },
);
