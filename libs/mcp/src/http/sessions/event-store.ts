import { randomUUID } from 'node:crypto';

import type {
  EventId,
  EventStore,
  StreamId,
} from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import type { JSONRPCMessage } from '@modelcontextprotocol/sdk/types.js';

interface Event {
  readonly stream: StreamId;
  readonly message: JSONRPCMessage;
  readonly bytes: number;
}

/** The memory that all sessions share for what clients may ask for again. */
export class EventBudget {
  readonly #most: number;
  readonly #oldestFirst = new Map<EventId, { bytes: number; drop: () => void }>();
  #bytes = 0;

  constructor(most: number) {
    this.#most = most;
  }

  add(id: EventId, bytes: number, drop: () => void): void {
    this.#oldestFirst.set(id, { bytes, drop });
    this.#bytes += bytes;
    for (const [oldest, entry] of this.#oldestFirst) {
      if (this.#bytes <= this.#most) return;
      entry.drop();
      this.remove(oldest);
    }
  }

  remove(id: EventId): void {
    this.#bytes -= this.#oldestFirst.get(id)?.bytes ?? 0;
    this.#oldestFirst.delete(id);
  }

  get bytes(): number {
    return this.#bytes;
  }
}

export interface SessionEvents extends EventStore {
  clear(): void;
}

/**
 * What a session has sent, for a client whose connection broke. An id of another session means nothing here, and
 * one whose event is no longer kept is refused: nothing is left out in silence.
 */
export function createSessionEvents(budget: EventBudget): SessionEvents {
  const events = new Map<EventId, Event>();
  return {
    async storeEvent(stream, message) {
      const id = randomUUID();
      const bytes = Buffer.byteLength(JSON.stringify(message)) + OVERHEAD;
      events.set(id, { stream, message, bytes });
      budget.add(id, bytes, () => events.delete(id));
      return id;
    },
    async getStreamIdForEventId(id) {
      return events.get(id)?.stream;
    },
    async replayEventsAfter(last, { send }) {
      const stream = events.get(last)?.stream;
      if (stream === undefined) throw new Error('The event is not kept any more.');
      const ids = [...events.keys()];
      for (const id of ids.slice(ids.indexOf(last) + 1)) {
        const event = events.get(id);
        // The event that only opens a stream is no message.
        if (event?.stream === stream && 'jsonrpc' in event.message) await send(id, event.message);
      }
      return stream;
    },
    clear() {
      for (const id of events.keys()) budget.remove(id);
      events.clear();
    },
  };
}

/** Of ids and maps, so that small events are not for nothing. */
const OVERHEAD = 200;
