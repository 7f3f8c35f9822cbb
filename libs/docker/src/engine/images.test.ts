import { mkdtempSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { createDocker, type Docker } from '../docker.ts';

const never = new AbortController().signal;
const stops: (() => unknown)[] = [];
afterEach(() => Promise.all(stops.splice(0).map((stop) => stop())));

/** An engine that has no image until a pull has ended, and pulls as `script` says. */
function setup(script: (response: ServerResponse) => void) {
  const path = join(mkdtempSync(join(tmpdir(), 'devbench-engine-')), 'docker.sock');
  const seen: { pulls: string[]; auth: unknown[]; closed: number } = {
    pulls: [],
    auth: [],
    closed: 0,
  };
  let present = false;
  const server = createServer((request, response) => {
    if (request.method === 'POST') {
      seen.pulls.push(request.url ?? '');
      seen.auth.push(request.headers['x-registry-auth']);
      response.on('close', () => (seen.closed += 1));
      response.on('finish', () => (present = true));
      script(response);
    } else if (present) response.end('{"RepoDigests":["ghcr.io/a/b@sha256:1"]}');
    else response.writeHead(404).end('{"message":"No such image: ghcr.io/a/b:1"}');
  });
  server.listen(path);
  const registries = { 'ghcr.io': { username: 'me', password: 'secret' } };
  const docker: Docker = createDocker({ host: `unix://${path}`, registries });
  stops.push(
    () => docker.stop(),
    () => server.close(),
  );
  const ensureImage: Docker['engine']['ensureImage'] = (image, options) =>
    docker.engine.ensureImage(image, options);
  return { seen, ensureImage };
}
const lines = (...events: object[]) => events.map((it) => `${JSON.stringify(it)}\r\n`).join('');

it('pulls with progress and sign-on, once for all who wait', async () => {
  const { seen, ensureImage } = setup((response) => {
    const detail = { current: 5, total: 9 };
    const text = lines(
      { status: 'Pulling', id: 'abc', progressDetail: detail },
      { status: 'Done' },
    );
    response.write(text.slice(0, 30));
    setTimeout(() => response.end(text.slice(30)), 10);
  });
  const said: unknown[] = [];
  const options = { signal: never, onProgress: (progress: unknown) => void said.push(progress) };

  const both = [ensureImage('ghcr.io/a/b:1', options), ensureImage('ghcr.io/a/b:1', options)];

  await expect(Promise.all(both)).resolves.toEqual([
    { digest: 'sha256:1' },
    { digest: 'sha256:1' },
  ]);
  expect(seen.pulls).toEqual(['/images/create?fromImage=ghcr.io%2Fa%2Fb&tag=1']);
  expect(seen.auth[0]).toMatch(/^ey/);
  expect(said).toContainEqual({ message: 'abc: Pulling', current: 5, total: 9 });
});

it.each([
  ['manifest for x not found: manifest unknown', 'image_not_found'],
  ['dial tcp: lookup ghcr.io: no such host', 'image_pull_failed'],
])('understands the late error "%s"', async (error, code) => {
  const { ensureImage } = setup((response) =>
    response.end(lines({ status: 'Pulling' }, { error })),
  );
  const pulling = ensureImage('ghcr.io/a/b:1', { signal: never, onProgress: () => undefined });
  await expect(pulling).rejects.toMatchObject({ code });
});

it('hangs up when nobody waits any more', async () => {
  const { seen, ensureImage } = setup((response) => response.write(lines({ status: 'Pulling' })));
  const abort = new AbortController();
  const onProgress = () => abort.abort();

  const pulling = ensureImage('ghcr.io/a/b:1', { signal: abort.signal, onProgress });

  await expect(pulling).rejects.toMatchObject({ code: 'call_cancelled' });
  await expect.poll(() => seen.closed).toBe(1);
});
