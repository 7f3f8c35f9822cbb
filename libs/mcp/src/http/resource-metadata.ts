import type { Authenticator } from '@devbench/core';
import { type RequestHandler, Router } from 'express';

import { refuse } from './refuse.ts';

const WELL_KNOWN = '/.well-known/oauth-protected-resource';

/** Where the description of a resource is (RFC 9728). */
export function metadataUrlOf(resource: string): string {
  const { origin, pathname } = new URL(resource);
  return `${origin}${WELL_KNOWN}${pathname === '/' ? '' : pathname}`;
}

/** Tells clients who issues tokens for this server, so that they need no set-up. */
export function resourceMetadata(resource: string, authenticator: Authenticator): Router {
  const describe: RequestHandler = async (_request, response) => {
    try {
      const issuer = await authenticator.issuer?.();
      response.set('Cache-Control', 'max-age=300').json({
        resource,
        authorization_servers: [issuer],
        scopes_supported: authenticator.requiredScopes,
        bearer_methods_supported: ['header'],
        resource_name: 'DevBench',
      });
    } catch {
      response.set('Retry-After', '5');
      refuse(response, 503, 'The issuer of tokens does not answer.');
    }
  };
  const { pathname } = new URL(metadataUrlOf(resource));
  return Router().get([WELL_KNOWN, pathname], describe);
}
