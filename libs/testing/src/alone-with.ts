import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

const BETWEEN_MS = 100;

/**
 * Resolves when no other test of this machine is alone with that. For what tests do to a whole engine that others
 * use at the same time. A socket without a file, so that it is free again when its holder dies.
 */
export async function aloneWith(what: string): Promise<Disposable> {
  for (;;) {
    const server = createServer().listen(`\0devbench-tests-${what}`);
    const isAlone = await once(server, 'listening').then(
      () => true,
      () => false,
    );
    if (isAlone) return { [Symbol.dispose]: () => void server.close() };
    await sleep(BETWEEN_MS);
  }
}
