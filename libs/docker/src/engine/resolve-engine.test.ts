import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { resolveEngine } from './resolve-engine.ts';

let home: string;
beforeEach(async () => (home = await mkdtemp(join(tmpdir(), 'devbench-home-'))));
afterEach(() => rm(home, { recursive: true }));

async function writeContext(name: string, endpoint: object, pems: Record<string, string> = {}) {
  const digest = createHash('sha256').update(name).digest('hex');
  const contexts = join(home, '.docker', 'contexts');
  await mkdir(join(contexts, 'meta', digest), { recursive: true });
  await mkdir(join(contexts, 'tls', digest, 'docker'), { recursive: true });
  const meta = JSON.stringify({ Name: name, Endpoints: { docker: endpoint } });
  await writeFile(join(contexts, 'meta', digest, 'meta.json'), meta);
  for (const [file, text] of Object.entries(pems)) {
    await writeFile(join(contexts, 'tls', digest, 'docker', file), text);
  }
  await writeFile(join(home, '.docker', 'config.json'), JSON.stringify({ currentContext: name }));
}

it('says nothing when nothing is said', async () => {
  await expect(resolveEngine({ DOCKER_HOST: '' }, home)).resolves.toEqual({});
});

it('prefers our own variable, then that of Docker, then the context', async () => {
  await writeContext('colima', { Host: 'unix:///c.sock' });
  const docker = { DOCKER_HOST: 'unix:///d.sock' };
  const both = { ...docker, MCP_DOCKER_HOST: 'unix:///m.sock' };
  await expect(resolveEngine(both, home)).resolves.toEqual({ host: 'unix:///m.sock' });
  await expect(resolveEngine(docker, home)).resolves.toEqual({ host: 'unix:///d.sock' });
  await expect(resolveEngine({}, home)).resolves.toEqual({ host: 'unix:///c.sock' });
  await expect(resolveEngine({ DOCKER_CONTEXT: 'default' }, home)).resolves.toEqual({});
});

it('reads certificates of a context and of DOCKER_CERT_PATH', async () => {
  const pems = { 'ca.pem': 'CA', 'cert.pem': 'CERT', 'key.pem': 'KEY' };
  await writeContext('far', { Host: 'tcp://far:2376', SkipTLSVerify: true }, pems);
  const tls = { ca: 'CA', cert: 'CERT', key: 'KEY' };
  const far = { host: 'tcp://far:2376', tls: { ...tls, verify: false } };
  await expect(resolveEngine({}, home)).resolves.toEqual(far);

  for (const [name, text] of Object.entries(pems)) await writeFile(join(home, name), text);
  const env = { DOCKER_HOST: 'tcp://h:1', DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: home };
  const target = { host: 'tcp://h:1', tls: { ...tls, verify: true } };
  await expect(resolveEngine(env, home)).resolves.toEqual(target);
});

it('refuses a context that does not exist', async () => {
  const resolving = resolveEngine({ DOCKER_CONTEXT: 'gone' }, home);
  await expect(resolving).rejects.toMatchObject({ code: 'settings_invalid' });
});
