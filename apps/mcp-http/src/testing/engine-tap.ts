import { once } from 'node:events';
import { createConnection, createServer, type Socket } from 'node:net';
import { join } from 'node:path';

const ENGINE = (process.env.DOCKER_HOST ?? '').replace('unix://', '') || '/var/run/docker.sock';

/** A way to the engine that a test can listen in on, and cut. */
export async function engineTap(folder: string) {
  const path = join(folder, 'tap.sock');
  const sockets = new Set<Socket>();
  let said = '';
  let last: string | undefined;
  const held = new Set<Socket>();
  const server = createServer((near) => {
    const far = createConnection(ENGINE);
    near.on('data', (chunk: Buffer) => (said += chunk.toString('latin1')));
    far.on('data', (chunk: Buffer) => {
      if (last !== undefined && chunk.includes(last)) held.add(far.pause());
    });
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
    }
    near.pipe(far).pipe(near);
  });
  server.listen(path);
  await once(server, 'listening');
  const cut = async () => {
    if (!server.listening) return;
    server.close();
    sockets.forEach((socket) => socket.destroy());
    await once(server, 'close');
  };
  return {
    host: `unix://${path}`,
    /** What the engine was told since the last time. */
    take() {
      const taken = said;
      said = '';
      return taken;
    },
    /** Keeps back what the engine says after these words, until what this answers is called. */
    holdAfter(words: string) {
      last = words;
      return () => {
        last = undefined;
        for (const socket of held) socket.resume();
        held.clear();
      };
    },
    cut,
    [Symbol.asyncDispose]: cut,
  };
}
