import { type AuthenticationConfig, authenticationConfig } from '@devbench/policy';

import { isEverywhere, isLoopback } from './http-problems.ts';
import type { Settings } from './schema.ts';

/** What the settings say of the HTTP server. */
export interface HttpConfig {
  readonly listen: {
    readonly host: string;
    readonly port: number;
    readonly tls?: { readonly cert: string; readonly key: string };
  };
  readonly path: string;
  /** The URL under which clients know `path`, when tokens are issued for it. */
  readonly resource?: string;
  /** The URL of the server as clients know it; without it, as each of them asks for it. */
  readonly baseUrl?: string;
  /** Names in `Host` that are ours; any, without it. */
  readonly hosts?: readonly string[];
  readonly origins: readonly string[];
  readonly cors: boolean;
  readonly trustProxy: string | number | false;
  readonly maxBodyBytes: number;
  readonly sessions: { readonly most: number; readonly mostOfOne: number; readonly idleMs: number };
  readonly stateless: boolean;
  readonly legacySse: boolean;
  readonly consoleEnabled: boolean;
  readonly metricsEnabled: boolean;
  readonly metricsPort?: number;
  readonly authentication: AuthenticationConfig;
}

/** `user` is who every caller is where nobody has to say. */
export function httpConfigOf(settings: Settings, user: string): HttpConfig {
  const { MCP_TLS_CERT: cert, MCP_TLS_KEY: key, MCP_TRUST_PROXY: proxy } = settings;
  const { MCP_METRICS_PORT: metricsPort, MCP_OAUTH_BASE_URL: base } = settings;
  const resource = resourceOf(settings);
  const hosts = hostsOf(settings);
  return {
    listen: {
      host: settings.MCP_HOST,
      port: settings.MCP_PORT,
      ...(cert !== undefined && key !== undefined && { tls: { cert, key } }),
    },
    path: settings.MCP_PATH,
    ...(settings.MCP_AUTH_MODE === 'oidc' && { resource }),
    ...(base !== undefined && { baseUrl: base }),
    ...(hosts && { hosts }),
    origins: settings.MCP_CORS_ORIGINS ?? [],
    cors: settings.MCP_CORS_ENABLED,
    trustProxy: /^\d+$/.test(proxy ?? '') ? Number(proxy) : (proxy ?? false),
    maxBodyBytes: settings.MCP_MAX_REQUEST_BYTES,
    sessions: {
      most: settings.MCP_MAX_SESSIONS,
      mostOfOne: settings.MCP_MAX_SESSIONS_PER_PRINCIPAL,
      idleMs: settings.MCP_SESSION_IDLE_S * 1000,
    },
    stateless: settings.MCP_STATELESS_HTTP,
    legacySse: settings.MCP_TRANSPORT_MODE === 'sse',
    consoleEnabled: settings.MCP_CONSOLE_ENABLED,
    metricsEnabled: settings.MCP_METRICS_ENABLED,
    ...(metricsPort !== undefined && { metricsPort }),
    authentication: authenticationOf(settings, resource, user),
  };
}

function resourceOf(settings: Settings): string {
  const { MCP_HOST: host, MCP_PORT: port, MCP_OAUTH_BASE_URL: base } = settings;
  const scheme = settings.MCP_TLS_CERT === undefined ? 'http' : 'https';
  const own = `${scheme}://${inUrl(host)}:${port}`;
  return new URL(`${(base ?? own).replace(/\/+$/, '')}${settings.MCP_PATH}`).href;
}

/** Who has a token came by no trick, so then a server on all addresses may have any name. */
function hostsOf(settings: Settings): readonly string[] | undefined {
  const { MCP_HOST: host, MCP_ALLOWED_HOSTS: said = [], MCP_OAUTH_BASE_URL: base } = settings;
  const named = [...said, ...(base === undefined ? [] : [new URL(base).hostname])];
  const isAnywhere = isEverywhere(host);
  if (isAnywhere && settings.MCP_AUTH_MODE !== 'none' && named.length === 0) return undefined;
  const local = isAnywhere || isLoopback(host) ? ['localhost', '127.0.0.1', '[::1]'] : [];
  return [...local, inUrl(host), ...named].map((name) => name.toLowerCase());
}

const inUrl = (host: string) => (host.includes(':') && !host.startsWith('[') ? `[${host}]` : host);

function authenticationOf(settings: Settings, resource: string, user: string) {
  const single = settings.MCP_BEARER_TOKEN ?? settings.MCP_AUTH_BEARER_TOKEN;
  const id = settings.MCP_OAUTH_CLIENT_ID;
  const type = settings.MCP_OAUTH_TOKEN_TYP;
  const byMode = {
    none: { principal: user },
    bearer: {
      tokens: [
        ...(single === undefined ? [] : [`api-client:admin=${single}`]),
        ...(settings.MCP_BEARER_TOKENS ?? []),
      ],
      file: settings.MCP_BEARER_TOKENS_FILE,
    },
    oidc: {
      configUrl: settings.MCP_OAUTH_CONFIG_URL,
      audience: settings.MCP_OAUTH_AUDIENCE ?? resource,
      requiredScopes: settings.MCP_OAUTH_REQUIRED_SCOPES,
      adminScope: settings.MCP_OAUTH_ADMIN_SCOPE,
      tokenType: type === 'any' ? '' : type,
      clockSkewS: settings.MCP_OAUTH_CLOCK_SKEW_S,
      ...(id !== undefined && { client: { id, secret: settings.MCP_OAUTH_CLIENT_SECRET } }),
    },
  };
  const mode = settings.MCP_AUTH_MODE;
  return authenticationConfig.parse({ mode, ...byMode[mode] });
}
