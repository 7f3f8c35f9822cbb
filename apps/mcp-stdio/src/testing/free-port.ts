import { once } from 'node:events';
import { createServer } from 'node:net';

/** A port that nobody listens on, for what must be known before it listens. */
export async function freePort(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return String(port);
}
