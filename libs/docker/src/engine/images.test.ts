import { mkdtempSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import type { DockerSettings } from '../config.ts';
import { createDocker, type Docker } from '../docker.ts';

const never = new AbortController().signal;
const stops: (() => unknown)[] = [];
afterEach(() => Promise.all(stops.splice(0).map((stop) => stop())));

/** An engine that has no image until a pull has ended, and pulls as `script` says. */
function setup(script: (response: ServerResponse) => void, settings: DockerSettings = {}) {
  const path = join(mkdtempSync(join(tmpdir(), 'devbench-engine-')), 'docker.sock');
  const seen: { pulls: string[]; auth: unknown[]; closed: number } = {
    pulls: [],
    auth: [],
    closed: 0,
  };
  let present = false;
  const server = createServer(({ method, url = '', headers }, response) => {
    if (method === 'POST') {
      seen.pulls.push(url);
      const auth = headers['x-registry-auth'];
      if (typeof auth === 'string') {
        seen.auth.push(JSON.parse(Buffer.from(auth, 'base64url').toString()));
      }
      response.on('close', () => (seen.closed += 1));
      response.on('finish', () => (present = true));
      script(response);
    } else if (url.endsWith('/version')) response.end('{"Os":"linux","Arch":"amd64"}');
    else if (present) {
      const RepoDigests = ['elsewhere@sha256:0', 'ghcr.io/a/b@sha256:1'];
      response.end(JSON.stringify({ RepoDigests, Os: 'linux', Architecture: 'amd64' }));
    } else response.writeHead(404).end('{"message":"No such image: ghcr.io/a/b:1"}');
  });
  server.listen(path);
  const docker = createDocker({ host: `unix://${path}`, ...settings });
  stops.push(
    () => docker.stop(),
    () => server.close(),
  );
  const ensureImage = (image: string, given: Partial<Waiting> = {}) =>
    docker.engine.ensureImage(image, { signal: never, onProgress: () => undefined, ...given });
  return { seen, ensureImage };
}
type Waiting = Parameters<Docker['engine']['ensureImage']>[1];

const lines = (...events: object[]) => events.map((it) => `${JSON.stringify(it)}\r\n`).join('');

it('pulls with progress, once for all who wait', async () => {
  const { seen, ensureImage } = setup((response) => {
    const progressDetail = { current: 5, total: 9 };
    const text = lines(
      { status: 'Pulling from a/b', id: '1' },
      { status: 'Downloading', id: 'abc', progressDetail },
      { status: 'Pull complete', id: 'abc' },
    );
    response.write(text.slice(0, 60));
    setImmediate(() => response.end(text.slice(60)));
  });
  const said: unknown[] = [];
  const onProgress = (progress: unknown) => void said.push(progress);

  const both = [1, 2].map(() => ensureImage('ghcr.io/a/b:1', { onProgress }));

  const digests = [{ digest: 'sha256:1' }, { digest: 'sha256:1' }];
  await expect(Promise.all(both)).resolves.toEqual(digests);
  expect(seen.pulls).toEqual(['/images/create?fromImage=ghcr.io%2Fa%2Fb&tag=1']);
  const message = 'Downloading: 0 of 1 layers done';
  expect(said).toContainEqual({ message, current: 5, total: 9 });
});

it('signs on at the registry of the image, and at no other', async () => {
  const auths = { 'ghcr.io': { auth: Buffer.from('me:secret').toString('base64') } };
  const pulled = async (image: string) => {
    const { seen, ensureImage } = setup((response) => response.end(), { credentials: { auths } });
    await ensureImage(image);
    return seen.auth;
  };

  const signOn = { username: 'me', password: 'secret', serveraddress: 'ghcr.io' };
  expect(await pulled('ghcr.io/a/b:1')).toEqual([signOn]);
  expect(await pulled('ghcr.io.evil.com/a/b:1')).toEqual([]);
  expect(await pulled('ghcr.io:443/a/b:1')).toEqual([]);
  expect(await pulled('docker.io/ghcr.io/b:1')).toEqual([]);
});

it.each([
  ['manifest for x not found: manifest unknown', 'image_not_found'],
  ["pull access denied for x, may require 'docker login'", 'image_not_found'],
  ['Head "https://ghcr.io/v2": unauthorized: authentication required', 'image_access_denied'],
  ['no matching manifest for linux/amd64 in the manifest list entries', 'image_wrong_platform'],
  ['write /var/lib/x: no space left on device', 'no_space'],
  ['dial tcp: lookup ghcr.io: no such host', 'image_pull_failed'],
  ['toomanyrequests: You have reached your pull rate limit', 'image_pull_failed'],
])('understands the late error "%s"', async (error, code) => {
  const { ensureImage } = setup((response) =>
    response.end(lines({ status: 'Pulling' }, { error })),
  );
  await expect(ensureImage('ghcr.io/a/b:1')).rejects.toMatchObject({ code });
});

it('hangs up when nobody waits any more', async () => {
  const { seen, ensureImage } = setup((response) => response.write(lines({ status: 'Pulling' })));
  const abort = new AbortController();
  const onProgress = () => abort.abort();

  const pulling = ensureImage('ghcr.io/a/b:1', { signal: abort.signal, onProgress });

  await expect(pulling).rejects.toMatchObject({ code: 'call_cancelled' });
  await expect.poll(() => seen.closed).toBe(1);
});

it.each([
  ['before its answer', () => undefined],
  ['in it', (response: ServerResponse) => void response.write(lines({ status: 'Pulling' }))],
])('gives up on a registry that falls silent %s', async (_when, script) => {
  const { seen, ensureImage } = setup(script, { pullSilenceMs: 100 });

  await expect(ensureImage('ghcr.io/a/b:1')).rejects.toMatchObject({
    code: 'image_pull_failed',
    message: 'The registry of ghcr.io/a/b:1 does not answer.',
  });
  await expect.poll(() => seen.closed).toBe(1);
});

it('makes nothing of an image without a digest when digests are asked for', async () => {
  const { ensureImage } = setup((response) => response.end(), { pinDigest: true });

  await expect(ensureImage('ghcr.io/a/other:1')).rejects.toMatchObject({ code: 'image_denied' });
  await expect(ensureImage('ghcr.io/a/b:1')).resolves.toEqual({ digest: 'sha256:1' });
});
