import { z } from 'zod';

import { issuerUnavailable } from '../refusals.ts';

const PATIENCE_MS = 5_000;
/** After this the description is read again: an issuer may move its endpoints. */
const FRESH_MS = 3_600_000;
const AGAIN_MS = 30_000;

const issuerMetadata = z.object({
  issuer: z.string().min(1),
  jwks_uri: z.url(),
  introspection_endpoint: z.url().optional(),
});

export type IssuerMetadata = z.output<typeof issuerMetadata>;

/**
 * How the issuer describes itself; what it said last counts while it does not answer.
 * The function that it returns rejects with `issuer_unavailable`.
 */
export function createDiscovery(configUrl: string): () => Promise<IssuerMetadata> {
  let known: IssuerMetadata | undefined;
  let until = 0;
  let asking: Promise<IssuerMetadata> | undefined;
  return async () => {
    if (known && performance.now() < until) return known;
    asking ??= read(configUrl).finally(() => (asking = undefined));
    try {
      known = await asking;
      until = performance.now() + FRESH_MS;
    } catch (error) {
      if (!known) throw error;
      until = performance.now() + AGAIN_MS;
    }
    return known;
  };
}

async function read(configUrl: string): Promise<IssuerMetadata> {
  try {
    const response = await fetch(configUrl, { signal: AbortSignal.timeout(PATIENCE_MS) });
    if (!response.ok) throw new Error(`${configUrl} answers ${response.status}`);
    return issuerMetadata.parse(await response.json());
  } catch (cause) {
    throw issuerUnavailable(cause);
  }
}
