import { expect, it } from 'vitest';

import { start } from '../testing/commands.ts';
import { filesOf, ON_PATH, rounds } from '../testing/files.ts';
import { sharedSession } from '../testing/shared-session.ts';
import { spawnWorkspace } from '../testing/workspace.ts';

const session = sharedSession();

const OUTSIDE = `mkdir /tmp/outside; printf SECRET > /tmp/outside/secret; chmod 640 /tmp/outside/secret`;
const OUTSIDE_STATE =
  'cd /tmp && find outside | sort; cat /tmp/outside/secret; stat -c %a /tmp/outside/secret';

async function setup(script: string) {
  const workspace = await spawnWorkspace(session());
  const files = filesOf(session(), workspace);
  await files.data('fs_write', { path: 'plain', content: 'plain' });
  await workspace.sh(`${OUTSIDE}; ${script}`);
  const state = async () => (await workspace.sh(OUTSIDE_STATE)).stdout;
  const before = await state();
  return {
    ...files,
    sh: (line: string) => workspace.sh(line),
    id: workspace.id,
    async [Symbol.asyncDispose]() {
      expect(await state()).toBe(before);
      await workspace[Symbol.asyncDispose]();
    },
  };
}

const seen = (reply: { text: string; data: object }) =>
  `${reply.text}${JSON.stringify(reply.data)}`;

it('goes through no link to a directory outside, whatever the tool', async () => {
  const script = `
    ln -s /tmp/outside abs; ln -s ../tmp/outside rel; ln -s ../../../../../../tmp/outside up
    ln -s /proc/self/root proc; ln -s /proc/1/root proc1; mkdir in; ln -s ../../tmp in/deep; ln -s abs twice`;
  await using workspace = await setup(script);
  const paths = [
    'abs',
    'rel',
    'up',
    'proc/tmp/outside',
    'proc1/tmp/outside',
    'in/deep/outside',
    'twice',
  ];

  for (const path of paths) {
    for (const [name, input] of ON_PATH) {
      const reply = await workspace.call(name, input(`${path}/secret`));
      expect([name, path, reply.code]).toEqual([name, path, 'path_outside_workspace']);
      expect(seen(reply)).not.toContain('SECRET');
    }
    const created = await workspace.call('fs_write', { path: `${path}/new`, content: 'PWNED' });
    expect(created.code).toBe('path_outside_workspace');
  }
});

it('takes a link to a file outside for a link, and nothing more', async () => {
  await using workspace = await setup('true');
  const targets = [
    '/tmp/outside/secret',
    '../tmp/outside/secret',
    '/proc/self/root/tmp/outside/secret',
  ];

  for (const target of targets) {
    for (const [name, input] of ON_PATH) {
      await workspace.sh(`rm -f l; ln -s ${target} l; printf plain > plain`);
      const request = input('l');
      const reply = await workspace.call(name, request);
      expect(seen(reply)).not.toContain('SECRET');
      const entry = /fs_stat|fs_delete|move|copy/.test(name + JSON.stringify(request));
      if (!entry) expect([name, reply.code]).toEqual([name, 'path_outside_workspace']);
    }
  }
});

it.each([
  '..',
  '../tmp/outside/secret',
  '/tmp/outside/secret',
  'in/../../tmp',
  '/workspace/../tmp',
  '/workspaceX',
])('refuses the path %s', async (path) => {
  await using workspace = await setup('mkdir in');

  for (const [name, input] of ON_PATH) {
    expect((await workspace.call(name, input(path))).code).toBe('path_outside_workspace');
  }
});

it('has no hard link to what is outside, and changes one name of a file only', async () => {
  await using workspace = await setup('printf old > a; ln a b');

  expect((await workspace.sh('ln /tmp/outside/secret h')).exit_code).not.toBe(0);
  await workspace.data('fs_write', { path: 'b', content: 'new' });

  expect(await workspace.data('fs_read', { path: 'a' })).toMatchObject({ content: 'old' });
});

it(
  'is not deceived by a directory that is swapped with a link all the time',
  { timeout: 600_000 },
  async () => {
    const swap = `mkdir swap; printf inside > swap/secret; while :; do
    mv swap kept; ln -s /tmp/outside swap; rm swap; mv kept swap; done`;
    await using workspace = await setup('true');
    const exec_id = await start(session(), workspace.id, { script: swap });
    const codes = new Map<string, number>();

    const attack = async (round: number, [name, input]: (typeof ON_PATH)[number]) => {
      const path = name === 'fs_delete' || round % 3 === 0 ? `swap/new${round}` : 'swap/secret';
      const reply = await workspace.call(name, input(path));
      const shown = seen(reply).replaceAll('old_text', '');
      expect(shown).not.toContain('SECRET');
      const code = reply.code ?? 'done';
      codes.set(code, (codes.get(code) ?? 0) + 1);
    };

    const isEnough = (calls: number) =>
      calls >= rounds(300, 10_000) && codes.has('path_outside_workspace');
    for (let calls = 0, round = 0; !isEnough(calls); round += 1) {
      // A search starts a thread, which takes longer than all others together.
      const tools = ON_PATH.filter(([name]) => name !== 'fs_search' || round % 8 === 0);
      await Promise.all(tools.map((tool) => attack(round, tool)));
      calls += tools.length;
    }

    await session().data('exec_cancel', { exec_id });
    expect(codes.get('done')).toBeGreaterThan(0);
    expect(codes.get('path_outside_workspace')).toBeGreaterThan(0);
    expect([...codes.keys()].filter((code) => !EXPECTED.has(code))).toEqual([]);
  },
);

const EXPECTED = new Set([
  'done',
  'path_outside_workspace',
  'file_not_found',
  'not_a_directory',
  'edit_not_found',
  'etag_mismatch',
]);
