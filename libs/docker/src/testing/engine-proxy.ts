import { mkdtempSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const SOCKET = (process.env.DOCKER_HOST ?? '').replace('unix://', '') || '/var/run/docker.sock';

/** A socket that leads to the engine, whose connections a test can cut. */
export async function createEngineProxy() {
  const path = join(mkdtempSync(join(tmpdir(), 'devbench-proxy-')), 'docker.sock');
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const engine = connect(SOCKET);
    for (const [from, to] of [
      [client, engine],
      [engine, client],
    ] as const) {
      sockets.add(from);
      from.pipe(to);
      from.on('error', () => undefined);
      from.on('close', () => {
        sockets.delete(from);
        to.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(path, resolve));
  return {
    host: `unix://${path}`,
    cut: () => {
      for (const socket of sockets) socket.destroy();
    },
    close: () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
