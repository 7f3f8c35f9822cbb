import { type AppError, type Principal, toAppError } from '@devbench/core';
import type { AuthInfo } from '@modelcontextprotocol/sdk/server/auth/types.js';
import type { Request, RequestHandler, Response } from 'express';

import { ownUrl } from './links/link-url.ts';
import type { HttpOptions } from './options.ts';
import type { sparingly } from './refusals.ts';
import { refuse } from './refuse.ts';

type Options = Pick<HttpOptions, 'authenticator' | 'baseUrl' | 'onProblem'> & {
  readonly refused: ReturnType<typeof sparingly>;
  /** Where a client reads who issues tokens. */
  readonly metadataUrl: string | undefined;
};

const STATUS: Partial<Record<AppError['code'], number>> = {
  unauthenticated: 401,
  permission_denied: 403,
};

/** Finds out who calls. The token goes no further than here. */
export const authenticate =
  ({ authenticator, metadataUrl, baseUrl, onProblem, refused }: Options): RequestHandler =>
  async (request, response, next) => {
    const token = tokenOf(request);
    try {
      const principal = await authenticator.authenticate(token);
      const { id: clientId, scopes } = principal;
      const extra = { principal, base: baseUrl ?? ownUrl(request) };
      const auth: AuthInfo = { token: '', clientId, scopes: [...scopes], extra };
      Object.assign(request, { auth });
      next();
    } catch (thrown) {
      const error = toAppError(thrown);
      const status = STATUS[error.code] ?? 503;
      const { code } = error;
      const ip = request.ip ?? '';
      if (status === 503) onProblem?.('not authenticated', { code, ip, ...causeOf(error) });
      else if (token !== undefined) refused({ what: 'token', code, ip, ...causeOf(error) });
      challenge(response, status, { token, authenticator, metadataUrl });
      refuse(response, status, `${error.message} ${error.hint}`);
    }
  };

/** Who sent a request that has passed. */
export function principalOf(auth: AuthInfo | undefined): Principal {
  const principal = auth?.extra?.principal;
  if (principal === undefined) throw new Error('A request came past the authentication.');
  return principal as Principal;
}

export const senderOf = (request: Request): Principal =>
  principalOf((request as Request & { auth?: AuthInfo }).auth);

function tokenOf({ headers: { authorization } }: Request): string | undefined {
  const [, token] = /^Bearer +(\S+) *$/i.exec(authorization ?? '') ?? [];
  return token;
}

interface Challenge extends Pick<Options, 'authenticator' | 'metadataUrl'> {
  readonly token: string | undefined;
}

/** RFC 6750 and RFC 9728: what was wrong, what is needed, and where to get it. */
function challenge(
  response: Response,
  status: number,
  { token, authenticator, metadataUrl }: Challenge,
) {
  if (status === 503) {
    response.set('Retry-After', '5');
    return;
  }
  const error = status === 403 ? 'insufficient_scope' : 'invalid_token';
  const parts = [
    ...(token === undefined ? [] : [`error="${error}"`]),
    ...(authenticator.requiredScopes.length > 0
      ? [`scope="${authenticator.requiredScopes.join(' ')}"`]
      : []),
    ...(metadataUrl === undefined ? [] : [`resource_metadata="${metadataUrl}"`]),
  ];
  response.set('WWW-Authenticate', `Bearer ${parts.join(', ') || 'realm="devbench"'}`);
}

/** Why a token was refused is for the operator alone; the error names no part of it. */
const causeOf = ({ cause }: AppError) =>
  cause instanceof Error ? { cause: cause.message.slice(0, 200) } : {};
