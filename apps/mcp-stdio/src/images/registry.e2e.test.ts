import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import {
  localEngine,
  PASSWORD,
  type Registry,
  startRegistry,
  storeImage,
  USER,
} from '@devbench/testing/registry';
import type { Progress } from '@modelcontextprotocol/sdk/types.js';
import Docker from 'dockerode';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { tempFolder } from '../testing/folder.ts';
import { type Session, startSession } from '../testing/session.ts';
import { spawnWorkspace } from '../testing/workspace.ts';

const engine = localEngine(process.env.DOCKER_HOST);
const docker = new Docker();

// An engine in a virtual machine or far away cannot reach a registry of this machine.
describe.skipIf(engine === undefined)('with a private registry', () => {
  const folder = tempFolder();
  let registry: Registry;
  let digest: string;
  let image: string;

  beforeAll(async () => {
    if (engine === undefined) return;
    const [storage, root] = [join(folder.path, 'storage'), join(folder.path, 'root')];
    mkdirSync(root);
    writeFileSync(join(root, 'payload'), randomBytes(2 ** 22));
    ({ digest } = storeImage(storage, { name: 'team/tool', tag: '1', root }));
    registry = await startRegistry(engine, { storage, password: true });
    image = `${registry.host}/team/tool`;
  });
  afterAll(async () => {
    await registry[Symbol.asyncDispose]();
    folder.remove();
  });

  const serve = (env: Record<string, string>): Promise<Session> =>
    startSession(folder.path, { MCP_ALLOWED_REGISTRIES: registry.host, ...env });
  const withPassword = () => {
    const auth = Buffer.from(`${USER}:${PASSWORD}`).toString('base64');
    return { MCP_DOCKER_CONFIG_JSON: JSON.stringify({ auths: { [registry.host]: { auth } } }) };
  };

  it('spawns by a short name, from the digest, with progress', async () => {
    const list = { MCP_ALLOWED_IMAGES: `tool=${image}:1`, MCP_IMAGE_PIN_DIGEST: 'true' };
    await using session = await serve({ ...withPassword(), ...list });
    const totals = new Set<number | undefined>();
    try {
      const onprogress = ({ total }: Progress) => totals.add(total);
      const spawned = await session.data<{ container_id: string }>(
        'spawn',
        { image: 'tool' },
        { onprogress },
      );
      const { container_id } = spawned;

      expect(spawned).toMatchObject({ image: `${image}:1`, digest, status: 'running' });
      const filters = { label: [`com.mcp.container_id=${container_id}`] };
      const [made] = await docker.listContainers({ filters });
      expect(made?.Image).toBe(`${image}@${digest}`);
      expect(Math.max(...[...totals].map((total = 0) => total))).toBeGreaterThan(2 ** 22);
      await session.data('fs_write', { container_id, path: 'a', content: 'x' });
      await session.data('kill', { container_id });
    } finally {
      await docker.getImage(`${image}:1`).remove({ force: true });
    }
    expect(session.stderr()).not.toContain(PASSWORD);
    expect(session.stderr()).not.toContain(Buffer.from(`${USER}:${PASSWORD}`).toString('base64'));
  });

  it('says what is in the way, and what to do', async () => {
    await using session = await serve({ MCP_IMAGE_ALLOW: `${registry.host}/team/*` });
    const refusal = async (named: string) => (await session.call('spawn', { image: named })).text;

    expect(await refusal(`${image}:1`)).toMatch(
      new RegExp(`^image_access_denied: .*docker login ${registry.host}`, 's'),
    );
    expect(await refusal(`${registry.host}/other/tool`)).toMatch(
      new RegExp(`^image_denied: .*Allowed are ${registry.host}/team/\\*`, 's'),
    );
  });

  it("finds the sign-on that Docker's own file has", async () => {
    const auth = Buffer.from(`${USER}:${PASSWORD}`).toString('base64');
    mkdirSync(join(folder.path, '.docker'));
    const config = { auths: { [`https://${registry.host}`]: { auth } } };
    writeFileSync(join(folder.path, '.docker/config.json'), JSON.stringify(config));
    await using session = await serve({});
    try {
      await using _box = await spawnWorkspace(session, { image: `${image}:1` });
    } finally {
      await docker.getImage(`${image}:1`).remove({ force: true });
    }
  });
});
