import { z } from 'zod';

import type { OidcConfig } from '../config.ts';
import { issuerUnavailable, unauthenticated } from '../refusals.ts';
import type { IssuerMetadata } from './discovery.ts';

const PATIENCE_MS = 5_000;

/** When it is over, in seconds since 1970, and claims. */
interface Said {
  readonly exp?: number | undefined;
  readonly sub?: unknown;
}

const answer = z.looseObject({
  active: z.boolean(),
  iss: z.string().optional(),
  aud: z.union([z.string(), z.array(z.string())]).optional(),
  exp: z.number().optional(),
});

/**
 * Asks the issuer about a token that says nothing itself (RFC 7662); answers its claims. A token that is not
 * said to be for us is for somebody else.
 * Rejects with `unauthenticated` or `issuer_unavailable`.
 */
export async function introspect(
  token: string,
  { audience, client }: OidcConfig,
  { issuer, introspection_endpoint: endpoint }: IssuerMetadata,
): Promise<Said> {
  if (!client || endpoint === undefined) throw unauthenticated();
  const { active, iss, aud, client_id, ...rest } = await ask(endpoint, token, client);
  const isOurs = [aud].flat().includes(audience) && (iss === undefined || iss === issuer);
  if (!active || !isOurs) throw unauthenticated();
  // A program that acts for itself is its own subject.
  return { sub: client_id, ...rest };
}

/** @throws AppError `unauthenticated` when what was said has an end that is past */
export function assertCurrent({ exp }: Said, { clockSkewS }: OidcConfig): void {
  if (exp !== undefined && exp + clockSkewS < Date.now() / 1000) throw unauthenticated();
}

async function ask(endpoint: string, token: string, { id, secret }: Client) {
  const credentials = [id, secret].map(encodeURIComponent).join(':');
  try {
    const response = await fetch(endpoint, {
      method: 'POST',
      body: new URLSearchParams({ token, token_type_hint: 'access_token' }),
      headers: { authorization: `Basic ${Buffer.from(credentials).toString('base64')}` },
      redirect: 'error',
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    if (!response.ok) throw new Error(`The introspection endpoint answers ${response.status}`);
    return answer.parse(await response.json());
  } catch (cause) {
    throw issuerUnavailable(cause);
  }
}

type Client = NonNullable<OidcConfig['client']>;
