import { createOperations, operations, operationsConfig } from '@devbench/operations';
import { createPolicy, policyConfig } from '@devbench/policy';
import { aCaller, aHostContainer, aWorkspace, testPorts } from '@devbench/testing';
import { expect, it } from 'vitest';

const CEILING_S = 5;

/** What each needs besides its timeout. A tool that takes a timeout and is not here fails its test. */
const INPUTS: Readonly<Record<string, object>> = {
  exec_run: { container_id: 'c_1', cmd: ['true'] },
  exec_start: { container_id: 'c_1', cmd: ['true'] },
  execute_code: { container_id: 'c_1', command: 'true' },
  execute_python_script: { container_id: 'c_1', script: 'x', packages: ['x'] },
  docker_exec: { id: 'c_1', cmd: ['true'] },
};

const timed = operations.flatMap(({ name, input }) => {
  const timeout = Object.keys(input.shape).find((each) => each.startsWith('timeout'));
  return timeout === undefined ? [] : [[name, timeout] as const];
});

async function setup() {
  const ports = testPorts();
  const lastUsedAt = ports.clock.now();
  const own = { lastUsedAt, network: 'bridge', engineId: 'own' } as const;
  await ports.workspaces.reserve(aWorkspace(own));
  ports.host.containers = [aHostContainer('own', { managed: true }), aHostContainer('foreign')];
  const rules = { maxExecTimeoutS: CEILING_S, containers: ['foreign'], allowHostRoot: true };
  const policy = createPolicy(policyConfig.parse(rules));
  const { client } = createOperations(
    { ...ports, policy },
    operationsConfig.parse({ dryRun: true }),
  );
  return (name: string, input: object) => client.call(name, aCaller(), input);
}

it.each(timed)('the default of %s gives way to the ceiling, %s does not', async (name, timeout) => {
  const call = await setup();
  const most = timeout.endsWith('Ms') ? CEILING_S * 1000 : CEILING_S;
  expect(await call(name, INPUTS[name] ?? {})).toMatchObject({ dry_run: true });
  expect(await call(name, { ...INPUTS[name], [timeout]: most })).toMatchObject({ dry_run: true });
  await expect(call(name, { ...INPUTS[name], [timeout]: most + 1 })).rejects.toMatchObject({
    code: 'policy_denied',
    hint: `Ask for ${CEILING_S} or less.`,
  });
});

it.each([
  ['add_dependencies', { container_id: 'c_1', packages: ['x'] }],
  ['docker_exec', { id: 'foreign', cmd: ['true'] }],
])('%s works under a low ceiling with %j', async (name, input) => {
  const call = await setup();
  expect(await call(name, input)).toMatchObject({ dry_run: true });
});
