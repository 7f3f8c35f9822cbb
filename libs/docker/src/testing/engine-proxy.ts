import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ENGINE_SOCKET } from './engine-socket.ts';

/** A socket that leads to the engine, whose connections a test can cut, or hold without a word, and whose bytes it counts. */
export async function createEngineProxy() {
  const path = join(mkdtempSync(join(tmpdir(), 'devbench-proxy-')), 'docker.sock');
  const sockets = new Set<Socket>();
  const deadly = new Set<() => void>();
  let held = false;
  let delayMs = 0;
  let received = 0;
  const server = createServer((client) => {
    const engine = connect(ENGINE_SOCKET);
    let dead = held;
    deadly.add(() => (dead = true));
    for (const [from, to] of [
      [client, engine],
      [engine, client],
    ] as const) {
      sockets.add(from);
      if (from === engine) from.on('data', (chunk) => (received += chunk.length));
      from.on('data', (chunk) => {
        if (!dead) setTimeout(() => to.destroyed || to.write(chunk), delayMs);
      });
      from.on('end', () => dead || setTimeout(() => to.end(), delayMs));
      from.on('error', () => undefined);
      from.on('close', () => {
        sockets.delete(from);
        if (!dead) setTimeout(() => to.destroy(), delayMs);
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(path, resolve));
  const cut = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    host: `unix://${path}`,
    /** Bytes that came from the engine. */
    received: () => received,
    cut,
    /** From now on every byte is lost, on connections old and new; what was held stays dead when it is over. */
    hold: (on: boolean) => {
      held = on;
      if (on) for (const die of deadly) die();
    },
    slow: (ms: number) => {
      delayMs = ms;
    },
    close: () => {
      held = false;
      server.close();
      cut();
      rmSync(dirname(path), { recursive: true, force: true });
    },
  };
}
