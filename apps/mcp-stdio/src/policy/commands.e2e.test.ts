import { describe, expect, it } from 'vitest';

import { sharedSession, sharedWorkspace } from '../testing/shared-session.ts';

describe('an allow list', () => {
  const server = sharedSession({
    MCP_DOCKER_COMMAND_POLICY_MODE: 'allowlist',
    MCP_DOCKER_COMMAND_PATTERNS: '^ls, echo, cat, timeout',
    MCP_DOCKER_DENIED_PATHS: '/proc,*.key',
  });
  const workspace = sharedWorkspace(server);
  const run = (input: object) =>
    server().call('exec_run', { container_id: workspace().id, ...input });

  it('lets what it names run', async () => {
    await server().data('fs_write', { container_id: workspace().id, path: 'a', content: 'x' });
    const script = `echo "привет" && timeout 5 cat a 2>/dev/null`;

    expect((await run({ cmd: ['ls', '-1'] })).data).toMatchObject({ stdout: 'a\n' });
    expect((await run({ script })).data).toMatchObject({ stdout: 'привет\nx' });
  });

  it.each([
    { cmd: ['lsof'] },
    { cmd: ['sh', '-lc', 'id'] },
    { cmd: ['env', 'sh', '-c', 'id'] },
    { cmd: ['timeout', '5', 'id'] },
    { script: 'ls\nid' },
    { script: 'cat <(id)' },
    { script: 'ls', shell: 'main' },
    { cmd: ['ls'], env: { PATH: '/workspace' } },
    { cmd: ['cat', '/proc/1/environ'] },
    { cmd: ['cat', '1/environ'], cwd: '/proc' },
    { cmd: ['cat', 'sub/a.key'] },
  ])('refuses %j, and nothing runs', async (input) => {
    const { code, error, text } = await run(input);

    expect(code, text).toBe('policy_denied');
    expect(error).toHaveProperty('rule');
    const { execs } = await server().data<{ execs: { cmd: string[] }[] }>('list_execs', {
      include_ended: true,
    });
    expect(execs.map(({ cmd }) => cmd[0])).not.toContain('sh');
  });

  it('keeps paths from the tools for files and from archives', async () => {
    const container_id = workspace().id;
    const write = await server().call('fs_write', { container_id, path: 'b.key', content: '' });
    const read = await server().call('fs_read', { container_id, path: 'a.key' });

    expect([write.code, read.code]).toEqual(['policy_denied', 'policy_denied']);
  });

  it('says beforehand what is allowed, and by which rule', async () => {
    const checks = (input: Record<string, unknown>) => server().data('policy_check', input);

    expect(await checks({ cmd: ['ls'], path: 'a.key' })).toMatchObject({
      allowed: false,
      checks: [
        { about: 'command', allowed: true, rule: '^ls' },
        { about: 'path', allowed: false, rule: '*.key' },
      ],
    });
    expect(await checks({ image: 'quay.io/x' })).toMatchObject({ allowed: false });
  });
});

describe('paths alone', () => {
  const server = sharedSession({ MCP_DOCKER_DENIED_PATHS: '/workspace/a/secret,*.key' });
  const workspace = sharedWorkspace(server);

  it('are left out of archives and searches', async () => {
    const container_id = workspace().id;
    await workspace().sh(
      'mkdir -p a/secret b/secret; for f in a/secret/x b/secret/y b/c.key a/open; do echo hidden > $f; done',
    );
    const { matches } = await server().data<{ matches: { path: string }[] }>('fs_search', {
      container_id,
      pattern: 'hidden',
    });
    const paths = matches.map(({ path }) => path).sort();
    expect(paths).toEqual(['/workspace/a/open', '/workspace/b/secret/y']);

    const inA = await server().data('fs_export', { container_id, path: 'a' });
    const inAll = await server().data('fs_export', { container_id });
    expect([inA, inAll]).toMatchObject([{ files: 1 }, { files: 2 }]);
  });
});
