import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { expect, it } from 'vitest';
import { upgrade } from './upgrade.ts';

/** An engine that says this to whoever connects. */
async function engine(answer: (socket: Socket) => void) {
  const folder = await mkdtempDisposable(join(tmpdir(), 'devbench-upgrade-'));
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => answer(socket));
  });
  const path = join(folder.path, 'engine.sock');
  await once(server.listen(path), 'listening');
  return {
    path,
    async [Symbol.asyncDispose]() {
      server.close();
      await folder.remove();
    },
  };
}

const waiting = new AbortController().signal;
const SWITCH = 'HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\n\r\n';

it('gives every byte behind the head, whenever it came and whoever listens late', async () => {
  const data = Buffer.alloc(3_000_000, 'some bytes that do not repeat with a chunk. ');
  await using it = await engine((socket) => {
    socket.write(SWITCH.slice(0, 20));
    setImmediate(() => socket.end(Buffer.concat([Buffer.from(SWITCH.slice(20)), data])));
  });
  const stream = await upgrade({ path: it.path }, '/attach', waiting);
  if (stream === undefined) throw new Error('It was refused.');
  const chunks: Buffer[] = [];
  stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  await once(stream, 'close');
  expect(Buffer.concat(chunks).equals(data)).toBe(true);
});

it('leaves what the engine refuses to who can say why', async () => {
  await using it = await engine((socket) => socket.end('HTTP/1.1 404 Not Found\r\n\r\n'));
  expect(await upgrade({ path: it.path }, '/attach', waiting)).toBeUndefined();
});

it('rejects when there is no engine, and when nobody waits any more', async () => {
  const asked = Promise.withResolvers<undefined>();
  await using it = await engine(() => asked.resolve(undefined));
  const patience = new AbortController();
  const asking = upgrade({ path: it.path }, '/attach', patience.signal);
  await asked.promise;
  patience.abort();
  await expect(asking).rejects.toThrow();
  await expect(upgrade({ path: it.path }, '/attach', patience.signal)).rejects.toThrow();
  await expect(upgrade({ path: `${it.path}-no` }, '/attach', waiting)).rejects.toThrow('ENOENT');
});

it('leaves the stream to the caller once it is open', async () => {
  await using it = await engine((socket) => socket.write(SWITCH));
  const patience = new AbortController();
  const stream = await upgrade({ path: it.path }, '/attach', patience.signal);
  patience.abort();
  expect(stream?.destroyed).toBe(false);
  stream?.destroy();
});
