import type { ServerResponse } from 'node:http';

/** Proxies end what is silent. */
const HEARTBEAT_MS = 15_000;

const HEADERS = {
  'Content-Type': 'text/event-stream',
  'Cache-Control': 'no-store',
  // What nginx must be told, or it waits for more.
  'X-Accel-Buffering': 'no',
};

export interface EventStream extends Disposable {
  /** Resolves when there is room for more, or the reader has left. */
  send(event: string, data: unknown): Promise<void>;
}

/** Server-sent events. The page reads them by `fetch`, which can show its token in a header. */
export function openEventStream(response: ServerResponse): EventStream {
  response.writeHead(200, HEADERS);
  response.flushHeaders();
  const heartbeat = setInterval(() => response.write(':\n\n'), HEARTBEAT_MS).unref();
  return {
    async send(event, data) {
      if (response.destroyed) return;
      if (response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`)) return;
      await new Promise<void>((resolve) => {
        const done = () => {
          response.off('drain', done).off('close', done);
          resolve();
        };
        response.once('drain', done).once('close', done);
      });
    },
    [Symbol.dispose]: () => clearInterval(heartbeat),
  };
}
