import { randomBytes, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createLink, type Link } from './link.ts';

const TOKEN_BYTES = 16;
const NAME_BYTES = 8;
/** Besides the agent, whoever is in the workspace may connect. */
const MOST_STRANGERS = 8;

/** A socket that waits for an agent. */
export interface LinkOffer {
  /** In the folder. */
  readonly name: string;
  /** What the agent shows first. */
  readonly token: Buffer;
  /** Resolves when the agent has come; never rejects. */
  readonly taken: Promise<Link>;
  /** Nobody else may come; who has shown no token is gone. */
  close(): void;
}

/** Listens in a folder that the agent sees, too. Rejects when that cannot be. */
export async function offerLink(folder: string): Promise<LinkOffer> {
  const name = randomBytes(NAME_BYTES).toString('hex');
  const token = randomBytes(TOKEN_BYTES);
  const { promise: taken, resolve } = Promise.withResolvers<Link>();
  const strangers = new Set<Link>();
  const server = createServer({ pauseOnConnect: true }, (connection) => {
    const link = createLink(connection, (bytes) => {
      if (bytes.length < TOKEN_BYTES) return 0;
      if (!timingSafeEqual(bytes.subarray(0, TOKEN_BYTES), token)) {
        link.socket.destroy();
        return bytes.length;
      }
      link.read(() => 0);
      strangers.delete(link);
      resolve(link);
      return TOKEN_BYTES;
    });
    strangers.add(link);
    link.socket.on('error', () => undefined).once('close', () => strangers.delete(link));
  });
  server.maxConnections = MOST_STRANGERS;
  // The agent is another user of this machine.
  server.listen({ path: join(folder, name), writableAll: true });
  await once(server, 'listening');
  return {
    name,
    token,
    taken,
    close() {
      server.close();
      for (const { socket } of strangers) socket.destroy();
    },
  };
}
