import type { RequestHandler } from 'express';

import type { HttpOptions } from './options.ts';
import { refuse } from './refuse.ts';

/**
 * Lets nobody in through a name that is not ours, nor through a page of somebody else: a browser can be made to
 * call a server that only it can reach (DNS rebinding).
 */
export const guard =
  ({
    hosts,
    origins,
    onProblem,
  }: Pick<HttpOptions, 'hosts' | 'origins' | 'onProblem'>): RequestHandler =>
  (request, response, next) => {
    // Behind a proxy that is trusted it is the name that the client used.
    const host = (request.host as string | undefined) ?? '';
    const { origin } = request.headers;
    if (hosts && !hosts.includes(nameOf(host))) {
      onProblem?.('foreign host', { host: host.slice(0, 100) });
      refuse(response, 403, 'This Host is not served here.');
    } else if (origin !== undefined && !isOurs(origin, host, origins)) {
      onProblem?.('foreign origin', { origin: origin.slice(0, 100) });
      refuse(response, 403, 'This Origin is not allowed.');
    } else next();
  };

/** Without the port; in brackets if it is an address of IPv6. */
const nameOf = (host: string) => host.replace(/:\d*$/, '').toLowerCase();

const isOurs = (origin: string, host: string, origins: readonly string[]) =>
  origins.includes('*') ||
  origins.includes(origin) ||
  origin.replace(/^https?:\/\//, '') === host.toLowerCase();
