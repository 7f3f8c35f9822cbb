import { chmodSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

import Docker from 'dockerode';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { engineTap } from './testing/engine-tap.ts';
import { tempFolder } from './testing/folder.ts';
import { buildServerImage, mounts, ROOT } from './testing/server-image.ts';
import { IMAGE } from './testing/session.ts';

/** Node begins anew for each check, which takes its time on a busy machine. */
const PATIENCE = { timeout: 200_000, interval: 500 };
const docker = new Docker();
const folder = tempFolder();
let image: AsyncDisposable;
let tap: Awaited<ReturnType<typeof engineTap>>;
let container: Docker.Container;

/** What a program says that runs beside the server, as whoever the server is. */
async function run(...Cmd: string[]): Promise<string> {
  const exec = await container.exec({ Cmd, AttachStdout: true, AttachStderr: true, Tty: true });
  return text(await exec.start({ Tty: true }));
}
const health = async () => (await container.inspect()).State.Health?.Status;

/** A tool of the server, in the revision that needs no session. */
async function call(name: string, input: object) {
  const meta = { protocolVersion: '2026-07-28', clientCapabilities: {} };
  const _meta = Object.fromEntries(
    Object.entries(meta).map(([key, value]) => [`io.modelcontextprotocol/${key}`, value]),
  );
  const params = { name, arguments: input, _meta };
  const request = {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      Accept: 'application/json, text/event-stream',
      Authorization: 'Bearer secret',
      'Mcp-Protocol-Version': '2026-07-28',
      'Mcp-Method': 'tools/call',
      'Mcp-Name': name,
    },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params }),
  };
  const program = `fetch('http://127.0.0.1:8000/mcp', ${JSON.stringify(request)})
    .then((response) => response.text()).then((said) => console.log(said))`;
  return run('node', '-e', program);
}

beforeAll(async () => {
  // Whoever is in the group of the socket, and nobody else.
  chmodSync(folder.path, 0o711);
  tap = await engineTap(folder.path);
  chmodSync(join(folder.path, 'tap.sock'), 0o660);
  const name = `devbench/server-test:${process.pid}`;
  image = await buildServerImage(docker, name);
  container = await docker.createContainer({
    Image: name,
    Env: [
      'DOCKER_HOST=unix:///run/engine/tap.sock',
      'MCP_AUTH_MODE=bearer',
      'MCP_BEARER_TOKENS=alice=secret',
    ],
    // As in the image, but sooner.
    Healthcheck: { Interval: 2e9, Timeout: 60e9, Retries: 1, StartPeriod: 200e9 },
    HostConfig: {
      Binds: [...mounts(), `${folder.path}:/run/engine`],
      GroupAdd: [String(process.getgid?.() ?? 0)],
      ReadonlyRootfs: true,
      CapDrop: ['ALL'],
      Tmpfs: { '/tmp': '' },
    },
  });
  await container.start();
});
afterAll(async () => {
  await container.remove({ force: true, v: true });
  await image[Symbol.asyncDispose]();
  await tap[Symbol.asyncDispose]();
  folder.remove();
});

const JOB = 'works on its host without being root there, and says when the engine is gone';
it(JOB, { timeout: 500_000 }, async () => {
  await expect.poll(health, PATIENCE).toBe('healthy');
  expect(await run('stat', '-c', '%u', '/proc/1')).toBe('1000\r\n');

  const spawned = await call('spawn', { image: IMAGE });
  const [container_id = ''] = /c_\w{20,}/.exec(spawned) ?? [spawned];
  const ran = await call('exec_run', { container_id, script: 'echo on the host' });
  expect(ran).toContain('"stdout":"on the host\\n"');
  expect(await call('kill', { container_id, force: true })).toContain('"status":"stopped"');

  await tap.cut();
  await expect.poll(health, PATIENCE).toBe('unhealthy');
});

it('names only settings that there are, in image and compose file', () => {
  const settings = readFileSync(join(ROOT, 'docs/reference/settings.md'), 'utf8');
  const named = ['Dockerfile', 'compose.yaml', 'health.mjs'].flatMap((name) => {
    const said = readFileSync(join(ROOT, 'docker/server', name), 'utf8');
    return said.match(/\bMCP_\w+/g) ?? [];
  });

  expect(named.length).toBeGreaterThan(5);
  for (const name of named) expect(settings).toContain(`\`${name}\``);
});
