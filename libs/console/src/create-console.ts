import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';

import { type Call, createApi } from './api/create-api.ts';
import type { ConsoleClient } from './api/console-client.ts';
import { createPage } from './create-page.ts';

/** A page, and what it asks. URLs are below where the console is mounted. */
export interface Console {
  /** Nothing in it is secret, so it asks for no token. */
  readonly page: RequestListener;
  /** Resolves when the answer is at its end; never rejects. */
  api(request: IncomingMessage, response: ServerResponse, call: Call): Promise<void>;
}

/** Shows workspaces and what goes on in them. All it does are operations, with the rights of who asks. */
export function createConsole(client: ConsoleClient, options: { version: string }): Console {
  return { page: createPage(), api: createApi(client, options) };
}
