import { expect, it } from 'vitest';

import { aptImage, hasApt } from '../images/apt-image.ts';
import { tempFolder } from '../testing/folder.ts';
import { leftoversOf } from '../testing/leftovers.ts';
import { packageIndex } from '../testing/package-index.ts';
import { aMarker, processesWith } from '../testing/processes.ts';
import { startSession } from '../testing/session.ts';
import { sharedSession } from '../testing/shared-session.ts';
import { IMAGE, spawnWorkspace } from '../testing/workspace.ts';

const server = sharedSession({ MCP_TOOLSETS: 'sandbox', MCP_CANCEL_GRACE_MS: '300' });
const PYTHON = 'python:3.11-slim';

interface Created {
  readonly container_id: string;
  readonly reused: boolean;
}

const create = (input: Record<string, unknown>) =>
  server().data<Created>('create_container', { image: IMAGE, ...input });
const clean = (input: Record<string, unknown>) => server().data('cleanup_container', input);

it('offers the tools of docker-mcp, and knows the engine', async () => {
  const { tools } = await server().client.listTools();
  expect(tools.map(({ name }) => name).sort()).toEqual([
    'add_dependencies',
    'check_engine',
    'cleanup_container',
    'create_container',
    'execute_code',
    'execute_python_script',
    'health',
    'list_containers',
  ]);
  const { data, text } = await server().call('check_engine');
  expect(data).toMatchObject({ available: true, os: 'linux' });
  expect(text).toMatch(/^Docker engine is available \(version \d/);
});

it('runs shell command lines, with real codes and a real timeout', async () => {
  const { container_id } = await create({ environment: { A: 'x' } });
  const run = async (command: string, more: object = {}) =>
    (await server().call('execute_code', { container_id, command, ...more })).data;

  expect(await run('cd /tmp && pwd | tr a-z A-Z; echo "$A" >&2')).toMatchObject({
    ...{ stdout: '/TMP\n', stderr: 'x\n', exit_code: 0, timed_out: false, truncated: false },
  });
  expect(await run('false', { stream: true })).toMatchObject({ exit_code: 1 });
  expect(await run('pwd', { working_dir: '/' })).toMatchObject({ stdout: '/\n' });
  const marker = aMarker();
  expect(await run(`echo on; sleep ${marker}`, { timeout: 3 })).toMatchObject({
    ...{ stdout: 'on\n', timed_out: true, status: 'timeout' },
  });
  expect(processesWith(marker)).toEqual([]);
  await clean({ container_id });
  expect(await leftoversOf(container_id)).toEqual([]);
});

it('a session finds its files again, and only what is equal is used again', async () => {
  const session = { session_id: 'work', reuse_existing: true };
  const first = await create(session);
  expect(first.reused).toBe(false);
  const write = { container_id: first.container_id, command: 'echo kept > note' };
  await server().data('execute_code', write);

  expect(await create(session)).toMatchObject({ ...first, reused: true });
  const other = await server().call('create_container', { image: PYTHON, ...session });
  expect(other).toMatchObject({ code: 'alias_taken' });
  await clean({ session_id: 'work' });
  const { container_id } = await create(session);
  const read = { container_id, command: 'cat note' };
  expect(await server().data('execute_code', read)).toMatchObject({ stdout: 'kept\n' });
  await clean({ session_id: 'work', remove_volumes: true });
  expect(await leftoversOf(first.container_id)).toEqual([]);
  expect(await leftoversOf(container_id)).toEqual([]);
});

it('runs many Python scripts side by side, with exact arguments', async () => {
  const { container_id } = await create({ image: PYTHON });
  const script = 'import sys, time; time.sleep(0.2); print(sys.argv[1:])';
  const runs = await Promise.all(
    Array.from({ length: 8 }, (_, n) => {
      const args = [`a b ${n}`, '"', "'", ''];
      return server().data<{ stdout: string }>('execute_python_script', {
        container_id,
        script,
        args,
      });
    }),
  );
  runs.forEach(({ stdout }, n) => expect(stdout).toBe(`['a b ${n}', '"', "'", '']\n`));
  const left = await server().data('execute_code', { container_id, command: 'ls -A' });
  expect(left).toMatchObject({ stdout: '' });
  const none = { container_id, packages: ['numpy'] };
  expect(await server().call('add_dependencies', none)).toMatchObject({ code: 'no_network' });
  await clean({ container_id });
});

it('installs packages into the workspace, and says which it could not', async () => {
  await using index = await packageIndex();
  const network = { image: PYTHON, network_enabled: true, environment: index.env };
  const { container_id } = await create({ ...network, dependencies: 'demo-pkg>=1,<2' });
  const run = async (command: string) =>
    (await server().call('execute_code', { container_id, command })).data;

  expect(await run('demo && python3 -c "import demo_pkg; print(demo_pkg.__file__)"')).toMatchObject(
    {
      stdout: expect.stringMatching(/^demo 1.0\n\/workspace\/.local\//) as unknown,
    },
  );
  const added = await server().call('add_dependencies', {
    ...{ container_id, package_manager: 'pip', packages: ['demo-pkg', 'no-such-package'] },
  });
  expect(added.data).toMatchObject({
    ...{ success: false, installed: ['demo-pkg'], failed: [{ package: 'no-such-package' }] },
  });
  for (const packages of [['--index-url=http://evil/'], ['demo-pkg; id'], ['./x']]) {
    const refused = await server().call('add_dependencies', {
      ...{ container_id, package_manager: 'pip', packages },
    });
    expect(refused).toMatchObject({ code: 'invalid_argument' });
  }
  const apt = { container_id, package_manager: 'apt', packages: ['curl'] };
  expect(await server().call('add_dependencies', apt)).toMatchObject({ code: 'policy_denied' });
  await clean({ cleanup_all: true });
});

const APT_IMAGE = 'devbench-e2e/apt:test';

it.runIf(await hasApt())(
  'finds apt, and installs by it where the system is writable',
  { timeout: 180_000 },
  async () => {
    using folder = tempFolder();
    await using index = await packageIndex();
    await using _image = await aptImage(APT_IMAGE, `${index.url}/apt`);
    const env = { MCP_TOOLSETS: 'workspace,sandbox', MCP_ALLOW_BUILDABLE: 'true' };
    await using session = await startSession(folder.path, env);
    const options = { image: APT_IMAGE, network: 'bridge', profile: 'buildable' };
    await using workspace = await spawnWorkspace(session, options);
    const add = (packages: readonly string[]) =>
      session.call('add_dependencies', { container_id: workspace.id, packages });

    expect((await add(['demo-tool=1.0', 'no-such-tool'])).data).toMatchObject({
      package_manager: 'apt',
      installed: ['demo-tool=1.0'],
      failed: [
        { package: 'no-such-tool', reason: expect.stringContaining('no-such-tool') as unknown },
      ],
    });
    expect(await workspace.sh('demo-tool')).toMatchObject({ stdout: 'tool 1.0\n' });
    expect(await add(['-o', 'demo-tool-'])).toMatchObject({ code: 'invalid_argument' });
  },
);
