import type { AuthInfo } from '@modelcontextprotocol/sdk/server/auth/types.js';
import type { Request } from 'express';

export const LINKS_PATH = '/files';

/** The URL of this server as that client knows it, when nobody has said another one. */
export const ownUrl = ({ protocol, host }: Request): string => `${protocol}://${host}`;

/** How links look to who sent a request that has passed. */
export function urlOf(auth: AuthInfo | undefined): ((link: string) => string) | undefined {
  const base = auth?.extra?.base;
  if (typeof base !== 'string') return undefined;
  return (link) => `${base.replace(/\/+$/, '')}${LINKS_PATH}/${link}`;
}
