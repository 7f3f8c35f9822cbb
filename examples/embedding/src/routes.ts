import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';

import { AppError, HTTP_STATUS, toAppError } from '@devbench/core';

import type { Activity } from './activity.ts';
import type { Workspaces } from './workspaces.ts';

/** Bytes of a script. */
const LONGEST = 64 * 1024;

const page = await readFile(new URL('../public/index.html', import.meta.url));

/**
 * `GET /` the page, `POST /run` a script, its output as server-sent events, `GET /activity` what was done,
 * `DELETE /workspace`. A real service knows its users by their sessions; this one believes a header.
 */
export function createRoutes(workspaces: Workspaces, activity: Activity) {
  const routes: Record<
    string,
    (user: string, request: IncomingMessage, response: ServerResponse) => Promise<void>
  > = {
    async 'GET /'(_user, _request, response) {
      response.setHeader('content-type', 'text/html; charset=utf-8').end(page);
    },
    async 'POST /run'(user, request, response) {
      const left = new AbortController();
      response.on('close', () => left.abort());
      const script = await textOf(request);
      response.setHeader('content-type', 'text/event-stream');
      const decoders = { stdout: new TextDecoder(), stderr: new TextDecoder() };
      for await (const { records, end } of workspaces.run(user, script, left.signal)) {
        for (const { stream, data } of records)
          send(response, stream, decoders[stream].decode(data, { stream: true }));
        if (end) send(response, 'end', end);
      }
      response.end();
    },
    async 'GET /activity'(user, _request, response) {
      response.setHeader('content-type', 'application/json').end(JSON.stringify(activity.of(user)));
    },
    async 'DELETE /workspace'(user, _request, response) {
      await workspaces.remove(user);
      response.writeHead(204).end();
    },
  };

  return (request: IncomingMessage, response: ServerResponse): void => {
    const route = routes[`${request.method} ${request.url}`];
    const user = String(request.headers['x-user'] ?? 'guest');
    if (!route) return void response.writeHead(404).end();
    route(user, request, response).catch((error: unknown) => {
      // What is no AppError becomes one that shows nothing of it.
      const { code, kind, message, hint } = toAppError(error);
      if (!response.headersSent) response.writeHead(HTTP_STATUS[kind]);
      send(response, 'error', { code, message, hint });
      response.end();
    });
  };
}

const send = (response: ServerResponse, event: string, data: unknown) =>
  response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > LONGEST) throw new AppError('invalid_argument', 'The script is too long.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}
