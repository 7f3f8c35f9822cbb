import { once } from 'node:events';
import { createServer } from 'node:http';

import { exportJWK, generateKeyPair, type JWK, type JWTPayload, SignJWT } from 'jose';
import Provider, { errors } from 'oidc-provider';

import { issuerStore } from './issuer-store.ts';

/** The client of our server itself, which asks about opaque tokens. */
export const LOOKUP = { id: 'devbench', secret: 'lookup-secret' };
export const CLIENT = { id: 'robot', secret: 'robot-secret' };

export type Issuer = Awaited<ReturnType<typeof startIssuer>>;

/** A real OpenID provider that gives tokens for `resources` to clients that have a secret. */
export async function startIssuer(resources: Readonly<Record<string, 'jwt' | 'opaque'>>) {
  const listener = createServer();
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const { port } = listener.address() as { port: number };
  const url = `http://127.0.0.1:${port}`;
  const store = issuerStore();
  let keys = await signingKey('first');

  const provider = () => {
    const made = new Provider(url, {
      adapter: store,
      ttl: { ClientCredentials: 600 },
      jwks: { keys: [keys.jwk] },
      cookies: { keys: ['cookie'] },
      clients: [CLIENT, LOOKUP].map(({ id, secret }) => ({
        client_id: id,
        client_secret: secret,
        grant_types: ['client_credentials'],
        redirect_uris: [],
        response_types: [],
      })),
      scopes: ['workspace', 'admin'],
      features: {
        devInteractions: { enabled: false },
        clientCredentials: { enabled: true },
        introspection: { enabled: true, allowedPolicy: () => true },
        resourceIndicators: {
          enabled: true,
          getResourceServerInfo: (_context, resource) => {
            const format = resources[resource];
            if (!format) throw new errors.InvalidTarget();
            return {
              scope: 'workspace admin',
              audience: resource,
              accessTokenTTL: 600,
              accessTokenFormat: format,
              ...(format === 'jwt' && { jwt: { sign: { alg: 'RS256' as const } } }),
            };
          },
        },
      },
    });
    return made.callback();
  };
  let handle = provider();
  listener.on('request', (request, response) => void handle(request, response));

  return {
    url,
    configUrl: `${url}/.well-known/openid-configuration`,
    /** A token as clients get it. */
    async token(resource: string, scope = 'workspace'): Promise<string> {
      const response = await fetch(`${url}/token`, {
        method: 'POST',
        headers: { authorization: `Basic ${btoa(`${CLIENT.id}:${CLIENT.secret}`)}` },
        body: new URLSearchParams({ grant_type: 'client_credentials', resource, scope }),
      });
      return ((await response.json()) as { access_token: string }).access_token;
    },
    /** A token with the issuer's signature that says what the issuer never would. */
    sign: (claims: JWTPayload, header: object = {}) =>
      new SignJWT(claims)
        .setProtectedHeader({ alg: 'RS256', typ: 'at+jwt', kid: keys.jwk.kid ?? '', ...header })
        .sign(keys.privateKey),
    publicKey: () => keys.jwk.n ?? '',
    async rotate() {
      keys = await signingKey('second');
      handle = provider();
    },
    async [Symbol.asyncDispose]() {
      listener.closeAllConnections();
      listener.close();
      if (listener.listening) await once(listener, 'close');
    },
  };
}

async function signingKey(kid: string) {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  const jwk: JWK = { ...(await exportJWK(privateKey)), kid, alg: 'RS256', use: 'sig' };
  return { privateKey, jwk };
}
