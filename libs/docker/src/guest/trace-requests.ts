import type { Tracer } from '@devbench/core';
import { TYPE } from './messages/types.ts';
import type { Session } from './session.ts';

const NAMES = new Map<number, string>(
  Object.entries(TYPE).map(([name, type]) => [type, `agent ${name.toLowerCase()}`]),
);

/** Makes each request of a session a span. Pings, by which connections are watched, are none. */
export function traceRequests(session: Session, tracer: Tracer | undefined): Session {
  if (tracer === undefined) return session;
  const request = session.request.bind(session);
  const begin = session.begin.bind(session);
  const start = (type: number) => ({ name: NAMES.get(type) ?? 'agent', kind: 'request' }) as const;
  const traced: Pick<Session, 'request' | 'begin'> = {
    request: (type, ...rest) =>
      type === TYPE.PING
        ? request(type, ...rest)
        : tracer.span(start(type), () => request(type, ...rest)),
    begin(type, ...rest) {
      const begun = begin(type, ...rest);
      tracer.span(start(type), () => begun.answer).catch(() => undefined);
      return begun;
    },
  };
  return Object.assign(session, traced);
}
