import { randomUUID } from 'node:crypto';

import { InMemoryServerEventBus, type ServerEventBus } from '@modelcontextprotocol/server';
import type { Request, Response } from 'express';

import { honoured } from '../../modern/honoured.ts';
import { senderOf } from '../authenticate.ts';
import type { ModernEra } from '../options.ts';
import { refuse } from '../refuse.ts';
import type { Sessions } from '../sessions/sessions.ts';

export const LISTEN = 'subscriptions/listen';

/** Answers requests, and tells those that listen what is on its bus. */
export interface Stream {
  respond(request: Request, response: Response, body: unknown): Promise<void>;
  close(): Promise<void>;
}

interface ListenOptions {
  readonly sessions: Sessions;
  readonly serve: (bus: ServerEventBus) => Stream;
}

/**
 * A stream of changes for as long as its client reads it. It counts as a session of its principal, and has a bus
 * of its own: what one may know of is nobody else's business.
 */
export const listen =
  ({ follow }: ModernEra, { sessions, serve }: ListenOptions) =>
  async (request: Request, response: Response): Promise<void> => {
    const principal = senderOf(request);
    if (!sessions.makeRoom(principal.id)) {
      response.set('Retry-After', '10');
      refuse(response, 429, 'All sessions are in use.');
      return;
    }
    const id = randomUUID();
    const bus = new InMemoryServerEventBus();
    const stream = serve(bus);
    const following = follow?.(principal, (uri) => bus.publish({ kind: 'resource_updated', uri }));
    const session = { id, owner: principal.id, handle: stream, close: () => stream.close() };
    sessions.add(session);
    sessions.use(session, response);
    response.once('close', () => {
      following?.close();
      sessions.remove(id);
      void stream.close();
    });
    const body = await honoured(
      request.body as unknown,
      async (uri) => (await following?.add(uri)) ?? false,
    );
    await stream.respond(request, response, body);
  };
