import { isIP } from 'node:net';

import { BEARER_ENTRY } from '@devbench/policy';

import { choice, flag, integer, list, text } from './text.ts';

const MIB = 1024 * 1024;
const GIB = 1024 * MIB;

const url = text.refine((value) => /^https?:$/.test(URL.parse(value)?.protocol ?? ''), {
  error: 'must be a http(s) URL',
});
const token = text.refine((value) => /^\S+$/.test(value), { error: 'must not contain spaces' });

/** As express understands it. */
const isAddress = (text: string) => {
  const [address = '', bits = '0'] = text.trim().split('/');
  const isNamed = /^(loopback|linklocal|uniquelocal)$/.test(address);
  return isNamed || (isIP(address) > 0 && /^\d{1,3}$/.test(bits) && Number(bits) <= 128);
};

/** Of the HTTP server; the stdio server reads and ignores them. */
export const httpSettings = {
  MCP_HOST: text.default('127.0.0.1').describe('HTTP: the address to listen on'),
  MCP_PORT: integer(0, 65_535).default(8000).describe('HTTP: the port; 0 is any that is free'),
  MCP_PATH: text
    .regex(/^(\/[\w.-]+)+$/, 'must be a path such as /mcp')
    .default('/mcp')
    .describe('HTTP: where MCP is'),
  MCP_TRANSPORT_MODE: choice(['streamable-http', 'sse', 'stdio'])
    .default('streamable-http')
    .describe('HTTP: sse adds /sse and /messages for old clients; stdio is a program of its own'),
  MCP_STATELESS_HTTP: flag.default(false).describe('HTTP: every request alone, no sessions'),
  MCP_ALLOW_INSECURE: flag
    .default(false)
    .describe('HTTP: whether everybody who reaches a non-loopback address may do everything'),
  MCP_ALLOWED_HOSTS: list
    .optional()
    .describe('HTTP: names in the Host header that are ours, besides the address'),
  MCP_CORS_ENABLED: flag.default(false).describe('HTTP: whether browsers are told of the origins'),
  MCP_CORS_ORIGINS: list.optional().describe('HTTP: origins whose pages may call; * is all'),
  MCP_TRUST_PROXY: text
    .refine((value) => /^\d+$/.test(value) || value.split(',').every(isAddress), {
      error: 'must be a number, or addresses and networks',
    })
    .optional()
    .describe('HTTP: proxies whose X-Forwarded headers count: addresses, or how many there are'),
  MCP_TLS_CERT: text.optional().describe('HTTP: file of the certificate chain, in PEM'),
  MCP_TLS_KEY: text.optional().describe('HTTP: file of its key, in PEM'),
  MCP_MAX_REQUEST_BYTES: integer(1024, 1024 * MIB)
    .default(16 * MIB)
    .describe('HTTP: the largest message'),
  MCP_MAX_SESSIONS: integer(1, 100_000).default(1000).describe('HTTP: sessions of all principals'),
  MCP_MAX_SESSIONS_PER_PRINCIPAL: integer(1, 100_000)
    .default(100)
    .describe('HTTP: sessions of one; for one more the one that was quiet longest ends'),
  MCP_SESSION_IDLE_S: integer(1, 604_800)
    .default(1800)
    .describe('HTTP: seconds after which a quiet session ends'),
  MCP_LINK_TTL_S: integer(1, 86_400)
    .default(900)
    .describe('HTTP: seconds that the URL of a file or an archive is good'),
  MCP_EXPORT_MAX_BYTES: integer(1, 1024 * GIB)
    .default(GIB)
    .describe('HTTP: archives of one principal that wait to be downloaded'),
  MCP_EXPORT_TOTAL_BYTES: integer(1, 1024 * GIB)
    .default(4 * GIB)
    .describe('HTTP: the same of all principals'),
  MCP_METRICS_ENABLED: flag.default(true).describe('HTTP: whether there is /metrics'),
  MCP_METRICS_PORT: integer(1, 65_535)
    .optional()
    .describe(
      'HTTP: /metrics for whoever reaches this port, instead of administrators on MCP_PORT',
    ),

  MCP_CONSOLE_ENABLED: flag
    .default(true)
    .describe('HTTP: whether there is a page to look at, /console'),

  MCP_AUTH_MODE: choice(['none', 'bearer', 'oidc'])
    .default('none')
    .describe('HTTP: how callers are known'),
  MCP_BEARER_TOKEN: token
    .optional()
    .describe('HTTP: the token of the principal api-client, an administrator'),
  MCP_AUTH_BEARER_TOKEN: token.optional().describe('HTTP: another name of MCP_BEARER_TOKEN'),
  MCP_BEARER_TOKENS: list
    .refine((entries) => entries.every((entry) => BEARER_ENTRY.test(entry)), {
      error: 'must be like alice=TOKEN,bob:admin=TOKEN',
    })
    .optional()
    .describe('HTTP: tokens by principal: alice=TOKEN,bob:admin=TOKEN'),
  MCP_BEARER_TOKENS_FILE: text
    .optional()
    .describe('HTTP: file of the same, one on a line; a change counts at once'),
  MCP_OAUTH_CONFIG_URL: url
    .optional()
    .describe('HTTP: …/.well-known/openid-configuration of the issuer of tokens'),
  MCP_OAUTH_BASE_URL: url.optional().describe('HTTP: the URL of this server as clients know it'),
  MCP_OAUTH_AUDIENCE: text
    .optional()
    .describe('HTTP: what tokens must be for; default is the URL of MCP_PATH'),
  MCP_OAUTH_REQUIRED_SCOPES: list
    .default(['workspace'])
    .describe('HTTP: scopes that a token must have'),
  MCP_OAUTH_ADMIN_SCOPE: text
    .default('admin')
    .describe('HTTP: the scope that makes an administrator'),
  MCP_OAUTH_TOKEN_TYP: text
    .default('at+jwt')
    .describe('HTTP: the typ of tokens; any accepts all, some issuers say JWT'),
  MCP_OAUTH_CLOCK_SKEW_S: integer(0, 300)
    .default(5)
    .describe('HTTP: seconds by which clocks may differ'),
  MCP_OAUTH_CLIENT_ID: text
    .optional()
    .describe('HTTP: with it, opaque tokens are looked up at the issuer'),
  MCP_OAUTH_CLIENT_SECRET: text.optional().describe('HTTP: the secret of MCP_OAUTH_CLIENT_ID'),
};
