import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { localEngine, type Registry, startRegistry, storeImage } from '@devbench/testing/registry';
import Docker from 'dockerode';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { browserProgram, openBrowser } from './testing/console/browser.ts';
import { signIn } from './testing/console/sign-in.ts';
import { engineTap } from './testing/engine-tap.ts';
import { tempFolder } from './testing/folder.ts';
import { anOrphan, remainsOf } from './testing/orphan.ts';
import { startServer, type TestServer } from './testing/server.ts';
import { connect, IMAGE, type Session } from './testing/session.ts';

const ROOT = 'roots-token';
const PATIENT = { timeout: 60_000 };
const engine = localEngine(process.env.DOCKER_HOST);
const docker = new Docker();

describe.skipIf(browserProgram === undefined)('what an administrator sees of the upkeep', () => {
  const folder = tempFolder();
  let tap: Awaited<ReturnType<typeof engineTap>>;
  let registry: Registry | undefined;
  let server: TestServer;
  let root: Session;
  let browser: Browser;
  let page: Page;
  let box: string;

  const panel = (name: string) => page.getByRole('region', { name });

  beforeAll(async () => {
    tap = await engineTap(folder.path);
    const storage = join(folder.path, 'storage');
    if (engine) registry = await startRegistry(engine, { storage });
    server = await startServer(folder.path, {
      MCP_AUTH_MODE: 'bearer',
      MCP_BEARER_TOKENS: `root:admin=${ROOT}`,
      MCP_TOOLSETS: 'workspace,admin',
      MCP_ALLOWED_REGISTRIES: `docker.io,${registry?.host ?? 'localhost'}`,
      MCP_WARM_POOL_ENABLED: 'true',
      MCP_WARM_POOL_IMAGE: IMAGE,
      MCP_WARM_POOL_SIZE: '1',
      DOCKER_HOST: tap.host,
    });
    root = await connect(server.url, ROOT);
    box = (await root.data<{ container_id: string }>('spawn', { image: IMAGE })).container_id;
    browser = await openBrowser();
    page = await signIn(browser, server.url, { token: ROOT });
    await page.getByRole('link', { name: 'Upkeep' }).click();
  });
  afterAll(async () => {
    await browser.close();
    await root.call('kill', { container_id: box, force: true });
    await root.client.close();
    await server[Symbol.asyncDispose]();
    await tap.cut();
    await registry?.[Symbol.asyncDispose]();
    folder.remove();
  });

  it('is how many wait in the pool', async () => {
    const pool = panel('Warm pool');

    await pool.getByText('1 of 1').waitFor(PATIENT);
    expect(await pool.innerText()).toContain(IMAGE);
  });

  it('is what would be repaired, and then what was', async () => {
    const reconcile = panel('Reconcile');
    const orphan = await anOrphan(docker, box);
    const row = reconcile.getByRole('listitem').filter({ hasText: orphan });
    const press = (name: string) => reconcile.getByRole('button', { name }).click();

    await press('Preview');
    await expect.poll(() => row.innerText(), PATIENT).toContain('planned');
    expect(await remainsOf(docker, orphan)).toHaveLength(2);
    await press('Apply');
    await expect.poll(() => row.innerText(), PATIENT).toContain('done');
    await page.getByText(/^\d+ repairs? done\.$/).waitFor();

    expect(await remainsOf(docker, orphan)).toEqual([]);
    expect(await root.data('list_containers')).toMatchObject({ containers: [{}] });
    await press('Preview');
    await expect.poll(() => row.count(), PATIENT).toBe(0);
  });

  it.skipIf(engine === undefined)('is an image that is pulled, until it is there', async () => {
    const name = `${registry?.host}/team/tool:1`;
    const [storage, files] = [join(folder.path, 'storage'), join(folder.path, 'files')];
    mkdirSync(files);
    writeFileSync(join(files, 'payload'), randomBytes(2 ** 20));
    storeImage(storage, { name: 'team/tool', tag: '1', root: files });
    const resume = tap.holdAfter('Pulling fs layer');
    const pulled = root.data('image_pull', { image: name });
    try {
      const pulls = panel('Image pulls');
      await pulls.getByText(name).waitFor(PATIENT);
      expect(await pulls.getByRole('progressbar', { name: `Pull of ${name}` }).count()).toBe(1);

      resume();
      await pulled;
      await pulls.getByText('Nothing is pulled').waitFor(PATIENT);
    } finally {
      resume();
      await docker.getImage(name).remove({ force: true });
    }
  });
});
