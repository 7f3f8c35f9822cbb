import type { Clock, Part, ServerRegistry } from '@devbench/core';
import type { Log } from '@devbench/telemetry';

const INTERVAL_MS = 5_000;

/** Keeps saying that this server is alive, as the state did at its start, so that no other one takes over its work. */
export function createHeartbeat(servers: ServerRegistry, clock: Clock, log: Log): Required<Part> {
  const stopped = new AbortController();
  let beating: Promise<void> | undefined;

  const beat = async () => {
    await clock.sleep(INTERVAL_MS, stopped.signal);
    while (!stopped.signal.aborted) {
      await servers
        .heartbeat(clock.now())
        .catch((error: unknown) => log.warn('heartbeat failed', { error: String(error) }));
      await clock.sleep(INTERVAL_MS, stopped.signal);
    }
  };

  return {
    async start() {
      beating = beat();
    },
    async stop() {
      stopped.abort();
      await beating;
    },
  };
}
