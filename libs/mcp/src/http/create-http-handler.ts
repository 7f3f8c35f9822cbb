import type { RequestListener } from 'node:http';

import cors from 'cors';
import express, { type ErrorRequestHandler } from 'express';
import helmet from 'helmet';

import { authenticate } from './authenticate.ts';
import { bodyPatience } from './body-patience.ts';
import { guard } from './guard.ts';
import { linkRoutes } from './links/link-routes.ts';
import { metricsForAdmins } from './metrics.ts';
import { byEra } from './modern/by-era.ts';
import { modern } from './modern/modern.ts';
import type { HttpOptions, Servers } from './options.ts';
import { mount } from './mount.ts';
import { probes } from './probes.ts';
import { sparingly } from './refusals.ts';
import { refuse } from './refuse.ts';
import { metadataUrlOf, resourceMetadata } from './resource-metadata.ts';
import { EventBudget } from './sessions/event-store.ts';
import { legacySse, MESSAGES_PATH, SSE_PATH } from './sessions/legacy-sse.ts';
import { Sessions } from './sessions/sessions.ts';
import { stateless } from './sessions/stateless.ts';
import { streamable } from './sessions/streamable.ts';

const EVENT_BYTES = 64 * 1024 * 1024;
/** How late the end of a quiet session may be. */
const LATE_MS = 5_000;
/** A message that takes longer to arrive is none. */
const BODY_MS = 60_000;

export interface HttpHandler {
  readonly handle: RequestListener;
  readonly sessionCount: () => number;
  /** From now on it is not ready and begins no session; those that exist go on. */
  drain(): void;
  /** Ends all sessions. Never rejects. */
  close(): Promise<void>;
}

/** MCP over HTTP with what a server on a network needs besides: who calls, from where, and how many. */
export function createHttpHandler(servers: Servers, options: HttpOptions): HttpHandler {
  const { path, authenticator, resource, origins, metrics, onProblem } = options;
  const sessions = new Sessions(options.sessions);
  const expiry = setInterval(
    () => sessions.expire(),
    Math.min(LATE_MS, options.sessions.idleMs / 4),
  ).unref();
  const metadataUrl = resource === undefined ? undefined : metadataUrlOf(resource);
  const refused = sparingly((refusal) => {
    onProblem?.('refused', { ...refusal });
    options.onRefused?.(refusal);
  });
  const who = authenticate({ ...options, metadataUrl, refused });
  let draining = false;

  const app = express().disable('x-powered-by').set('trust proxy', options.trustProxy);
  app.use(
    helmet(),
    probes(options, () => draining),
  );
  app.use(guard(options));
  if (options.cors) app.use(cors({ ...CORS, origin: origins.includes('*') ? '*' : [...origins] }));
  if (resource !== undefined) app.use(resourceMetadata(resource, authenticator));
  if (metrics) app.get('/metrics', who, ...metricsForAdmins(metrics));
  app.use((request, response, next) => {
    if (!draining || request.headers['mcp-session-id'] !== undefined) {
      next();
      return;
    }
    response.set({ 'Retry-After': '10', Connection: 'close' });
    refuse(response, 503, 'The server is stopping.');
  });
  if (options.links) app.use(linkRoutes(options.links, refused));
  for (const each of options.mounts ?? []) app.use(mount(each, who));
  const body = [bodyPatience(BODY_MS), express.json({ limit: options.maxBodyBytes })];
  const events = new EventBudget(EVENT_BYTES);
  const older = options.stateless
    ? stateless(servers.older, options)
    : streamable(servers.older, { ...options, sessions, events });
  const newer = modern(servers.modern, { ...options, sessions });
  app.all(path, who, ...body, byEra(newer.handle, older));
  if (options.legacySse) {
    app.use([SSE_PATH, MESSAGES_PATH], who, ...body);
    app.use(legacySse(servers.older, { ...options, sessions }));
  }
  app.use((_request, response) => {
    refuse(response, 404, 'There is nothing here.');
  });
  app.use(failed(onProblem));

  return {
    handle: app,
    sessionCount: () => sessions.size,
    drain: () => void (draining = true),
    async close() {
      clearInterval(expiry);
      await Promise.all([sessions.closeAll(), newer.close()]);
    },
  };
}

const CORS = {
  methods: ['GET', 'POST', 'PUT', 'DELETE'],
  allowedHeaders: [
    ...['Content-Type', 'Accept', 'Authorization'],
    ...['Mcp-Session-Id', 'Mcp-Protocol-Version', 'Last-Event-ID', 'Mcp-Method', 'Mcp-Name'],
    ...['Range', 'If-Range', 'Traceparent'],
  ],
  exposedHeaders: [
    ...['Mcp-Session-Id', 'WWW-Authenticate', 'Retry-After'],
    ...['ETag', 'Content-Range', 'Content-Disposition'],
  ],
  maxAge: 600,
};

/** What a parser says is the client's to know; everything else is only for the log. */
const failed =
  (onProblem: HttpOptions['onProblem']): ErrorRequestHandler =>
  (error: Error & { status?: number }, _request, response, _next) => {
    const status = error.status ?? 500;
    onProblem?.('request failed', { status, problem: error.message.slice(0, 200) });
    refuse(response, status, status === 413 ? 'The message is too large.' : 'No such message.');
  };
