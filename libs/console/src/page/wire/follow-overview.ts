import type { OverviewNews } from '@devbench/operations';

import { ask, Refusal } from './ask.ts';
import { readEvents } from './read-events.ts';

export interface Hello {
  readonly principal: string;
  readonly admin: boolean;
  readonly version: string;
}

export interface Listener {
  hello(hello: Hello): void;
  news(news: OverviewNews): void;
  /** Nobody has said who asks, or not well enough. */
  refused(refusal: Refusal): void;
  /** It tries again. */
  lost(message: string): void;
}

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 10_000;

/** Follows what goes on until `signal` aborts or the server wants another token. */
export async function followOverview(listener: Listener, signal: AbortSignal): Promise<void> {
  const isOver = () => signal.aborted;
  for (let wait = FIRST_WAIT_MS; !isOver(); wait = Math.min(wait * 2, LONGEST_WAIT_MS)) {
    let message = 'The connection ended.';
    try {
      const { body } = await ask('overview', { signal });
      for await (const { name, data } of readEvents(body ?? new ReadableStream())) {
        if (name === 'problem') message = (data as { message: string }).message;
        else if (name === 'hello') {
          listener.hello(data as Hello);
          wait = FIRST_WAIT_MS;
        } else listener.news({ topic: name, value: data } as OverviewNews);
      }
    } catch (thrown) {
      if (thrown instanceof Refusal) {
        if (thrown.status === 401 || thrown.status === 403) {
          listener.refused(thrown);
          return;
        }
        message = thrown.message;
      }
    }
    if (isOver()) return;
    listener.lost(message);
    await pause(wait, signal);
  }
}

const pause = (ms: number, signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
