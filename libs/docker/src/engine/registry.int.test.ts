import { randomBytes } from 'node:crypto';
import { copyFileSync, mkdirSync, mkdtempDisposableSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createCertificate,
  localEngine,
  PASSWORD,
  type Registry,
  startRegistry,
  storeImage,
  storeList,
  USER,
} from '@devbench/testing/registry';
import Dockerode from 'dockerode';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { DockerSettings } from '../config.ts';
import { createDocker } from '../docker.ts';
import { ENGINE_SOCKET } from '../testing/engine-socket.ts';

const host = `unix://${ENGINE_SOCKET}`;
const engine = localEngine(host);
const raw = new Dockerode({ socketPath: ENGINE_SOCKET });
const never = new AbortController().signal;
const LAYER_BYTES = 24 * 2 ** 20;
const FOREIGN = process.arch === 'arm64' ? 'amd64' : 'arm64';

const folder = mkdtempDisposableSync(join(tmpdir(), 'devbench-images-'));
const storage = join(folder.path, 'storage');
let digest: string;

beforeAll(() => {
  const root = join(folder.path, 'root');
  mkdirSync(root);
  writeFileSync(join(root, 'payload'), randomBytes(LAYER_BYTES));
  const foreign = storeImage(storage, { name: 'a/foreign', tag: '1', root, architecture: FOREIGN });
  ({ digest } = storeImage(storage, { name: 'a/b', tag: '1', root }));
  storeList(storage, { name: 'a/foreign', tag: 'list', images: [foreign] });
  return () => folder.remove();
});

const pulled = new Set<string>();
afterEach(async () => {
  for (const image of pulled)
    await raw
      .getImage(image)
      .remove({ force: true })
      .catch(() => undefined);
  pulled.clear();
});

function docker(settings: DockerSettings = {}) {
  const { engine: port, stop } = createDocker({ host, ...settings });
  type Waiting = Parameters<typeof port.ensureImage>[1];
  return {
    ensure(image: string, waiting: Partial<Waiting> = {}) {
      pulled.add(image);
      return port.ensureImage(image, { signal: never, onProgress: () => undefined, ...waiting });
    },
    [Symbol.asyncDispose]: stop,
  };
}

const signOn = (registry: Registry, password: string): DockerSettings => {
  const auth = Buffer.from(`${USER}:${password}`).toString('base64');
  return { credentials: { auths: { [registry.host]: { auth } } } };
};

// An engine in a virtual machine or far away cannot reach a registry of this machine.
describe.skipIf(engine === undefined)('with a registry', () => {
  const start = (options: Partial<Parameters<typeof startRegistry>[1]> = {}) => {
    if (engine === undefined) throw new Error('There is no engine on this machine.');
    return startRegistry(engine, { storage, ...options });
  };

  it('pulls with progress, tells the digest, and needs no registry afterwards', async () => {
    await using fresh = docker({ pinDigest: true });
    const seen: { current?: number; total?: number; message: string }[] = [];
    let image: string;
    {
      await using registry = await start();
      image = `${registry.host}/a/b:1`;
      const onProgress = (progress: (typeof seen)[number]) => void seen.push(progress);
      await expect(fresh.ensure(image, { onProgress })).resolves.toEqual({ digest });
    }
    await expect(fresh.ensure(image)).resolves.toEqual({ digest });
    for (const exact of [image.replace(/:1$/, `@${digest}`), `${image}@${digest}`]) {
      await expect(fresh.ensure(exact)).resolves.toEqual({ digest });
    }

    const counted = seen.map(({ current = 0 }) => current);
    expect(counted).toEqual(counted.toSorted((one, other) => one - other));
    expect(seen).toContainEqual(expect.objectContaining({ total: counted.at(-1) }));
    expect(counted.at(-1)).toBeGreaterThan(LAYER_BYTES);
    expect(seen.map(({ message }) => message)).toContain('Pull complete: 1 of 1 layers done');
  });

  it.each([
    ['a/b:2', 'image_not_found'],
    ['a/none:1', 'image_not_found'],
    ['a/foreign:list', 'image_wrong_platform'],
    ['a/foreign:1', 'image_wrong_platform'],
  ])('says of %s: %s', async (name, code) => {
    await using registry = await start();
    await using fresh = docker();
    await expect(fresh.ensure(`${registry.host}/${name}`)).rejects.toMatchObject({ code });
  });

  it('wants the right password', async () => {
    await using registry = await start({ password: true });
    await using stranger = docker();
    await using wrong = docker(signOn(registry, 'guess'));
    await using right = docker(signOn(registry, PASSWORD));
    const image = `${registry.host}/a/b:1`;

    for (const one of [stranger, wrong]) {
      await expect(one.ensure(image)).rejects.toMatchObject({
        code: 'image_access_denied',
        hint: expect.stringContaining(`docker login ${registry.host}`) as string,
      });
    }
    await expect(right.ensure(image)).resolves.toEqual({ digest });
  });

  it('pulls once for ten, and goes on when some of them leave', async () => {
    await using registry = await start();
    await using fresh = docker();
    const abort = new AbortController();
    const image = `${registry.host}/a/b:1`;
    const leaving = fresh.ensure(image, {
      signal: abort.signal,
      onProgress: () => abort.abort(),
    });
    const staying = Array.from({ length: 9 }, () => fresh.ensure(image));

    await expect(leaving).rejects.toMatchObject({ code: 'call_cancelled' });
    await expect(Promise.all(staying)).resolves.toEqual(staying.map(() => ({ digest })));
    expect(registry.requests().filter((line) => line.includes('"GET /v2/a/b/blobs/'))).toHaveLength(
      2,
    );
  });

  it('ends the pull when all have left, and begins anew', async () => {
    await using registry = await start();
    await using fresh = docker();
    const image = `${registry.host}/a/b:1`;
    const leave = () => {
      const abort = new AbortController();
      return fresh.ensure(image, { signal: abort.signal, onProgress: () => abort.abort() });
    };

    for (const left of await Promise.allSettled([leave(), leave()])) {
      expect(left).toMatchObject({ reason: { code: 'call_cancelled' } });
    }
    await expect(raw.getImage(image).inspect()).rejects.toMatchObject({ statusCode: 404 });
    await expect(fresh.ensure(image)).resolves.toEqual({ digest });
  });

  /** Beside 127.0.0.1, where every engine trusts every certificate. */
  const startWithTls = () => {
    const { address = '' } = engine ?? {};
    const tls = createCertificate(address, folder.path);
    return start({ address, tls, password: true });
  };

  it('says that the engine does not trust a certificate', async () => {
    await using registry = await startWithTls();
    await using fresh = docker(signOn(registry, PASSWORD));

    await expect(fresh.ensure(`${registry.host}/a/b:1`)).rejects.toMatchObject({
      code: 'image_pull_failed',
      hint: expect.stringContaining(`/etc/docker/certs.d/${registry.host}/ca.crt`) as string,
    });
  });

  it.skipIf(engine?.settings === undefined)('pulls with TLS and password', async () => {
    await using registry = await startWithTls();
    await using fresh = docker(signOn(registry, PASSWORD));
    const trusted = join(engine?.settings ?? '', 'certs.d', registry.host);
    const made = mkdirSync(trusted, { recursive: true }) ?? trusted;
    try {
      copyFileSync(join(folder.path, 'tls.crt'), join(trusted, 'ca.crt'));
      await expect(fresh.ensure(`${registry.host}/a/b:1`)).resolves.toEqual({ digest });
    } finally {
      rmSync(made, { recursive: true });
    }
  });
});
