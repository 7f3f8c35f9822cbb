import type { Tracer } from '@devbench/core';
import type { Connection } from './connection.ts';
import { routeOf } from './route-of.ts';

interface Dialing {
  dial(request: { path: string; method: string }, done: unknown): void;
}

/** Makes each request to the engine a span that says which one it is. */
export function traceEngine(connection: Connection, tracer: Tracer | undefined): Connection {
  if (tracer === undefined) return connection;
  const { call, upgrade } = connection;
  const name = (method: string, path: string) => {
    const route = routeOf(path);
    const facts = { 'http.request.method': method, 'url.template': route };
    tracer.note(facts, `${method} ${route}`);
  };

  const modem = connection.docker.modem as Dialing;
  const dial = modem.dial.bind(modem);
  modem.dial = (request, done) => {
    name(request.method, request.path);
    dial(request, done);
  };
  return {
    ...connection,
    tracer,
    call: (request, options) =>
      tracer.span({ name: 'engine', kind: 'request' }, () => call(request, options)),
    upgrade:
      upgrade &&
      ((path, signal) => {
        name('POST', path);
        return upgrade(path, signal);
      }),
  };
}
