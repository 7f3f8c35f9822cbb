import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { EngineNews, WorkspaceId } from '@devbench/core';
import { z } from 'zod';
import type { Connection } from '../engine/connection.ts';
import { readLines } from './read-lines.ts';

const ATTEMPT_MS = 5_000;
/** A connection that has died without a word looks like an engine on which nothing happens. */
const ASK_EVERY_MS = 10_000;
const RETRIES_MS = [200, 500, 1_000, 2_000, 5_000] as const;
const SLOWEST_MS = 5_000;

const EVENTS = ['die', 'oom', 'destroy', 'start'];
const event = z.object({
  Actor: z.object({ ID: z.string(), Attributes: z.record(z.string(), z.string()) }),
});

/** The news of the engine, in a stream that is opened again whenever it breaks. */
export async function* watchEngine(
  connection: Connection,
  instance: string,
  { signal, onConnect }: { signal: AbortSignal; onConnect: () => void },
): AsyncGenerator<EngineNews> {
  for (let tries = 0; !signal.aborted; tries += 1) {
    const over = new AbortController();
    const stop = () => over.abort();
    signal.addEventListener('abort', stop);
    try {
      const stream = await open(connection, instance, over);
      tries = 0;
      void watchPulse(connection, stream, over.signal);
      onConnect();
      yield { kind: 'connected' };
      for await (const line of readLines(stream)) {
        const news = toNews(line);
        if (news) yield news;
      }
    } catch {
      // Whoever calls the engine meanwhile is told; here it is tried again.
    } finally {
      over.abort();
      signal.removeEventListener('abort', stop);
    }
    const wait = RETRIES_MS[tries] ?? SLOWEST_MS;
    await sleep(wait, undefined, { ref: false, signal }).catch(() => undefined);
  }
}

async function open(
  { docker, call }: Connection,
  instance: string,
  over: AbortController,
): Promise<Readable> {
  const filters = JSON.stringify({
    type: ['container'],
    event: EVENTS,
    label: [`com.mcp.instance=${instance}`],
  });
  const abortSignal = over.signal;
  const opening = docker.getEvents({ filters, abortSignal });
  try {
    const stream = await call(() => opening.then(readable), { timeoutMs: ATTEMPT_MS });
    abortSignal.addEventListener('abort', () => stream.destroy());
    return stream;
  } catch (error) {
    over.abort();
    opening.catch(() => undefined);
    throw error;
  }
}

/** The answer itself, which dockerode has under a wider type. */
function readable(stream: NodeJS.ReadableStream): Readable {
  if (stream instanceof Readable) return stream;
  throw new TypeError('The engine gave no stream.');
}

async function watchPulse(connection: Connection, stream: Readable, signal: AbortSignal) {
  const { docker, call, silent } = connection;
  silent.addEventListener('silent', () => stream.destroy(), { signal, once: true });
  for (;;) {
    await sleep(ASK_EVERY_MS, undefined, { ref: false, signal }).catch(() => undefined);
    if (signal.aborted) return;
    try {
      await call(() => docker.ping(), { timeoutMs: ATTEMPT_MS });
    } catch {
      stream.destroy();
      return;
    }
  }
}

function toNews(line: string): EngineNews | undefined {
  let said: unknown;
  try {
    said = JSON.parse(line);
  } catch {
    return undefined;
  }
  const { success, data } = event.safeParse(said);
  if (!success) return undefined;
  const { ID: engineId, Attributes: labels } = data.Actor;
  return { kind: 'changed', id: (labels['com.mcp.container_id'] ?? '') as WorkspaceId, engineId };
}
