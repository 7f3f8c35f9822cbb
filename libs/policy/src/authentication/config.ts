import { z } from 'zod';

/** `name=token`, or `name:admin=token` for an administrator. */
export const BEARER_ENTRY = /^([\w.@-]{1,64})(:workspace|:admin)?=(\S+)$/;

const secret = z.string().min(1);

const none = z.object({
  mode: z.literal('none'),
  principal: z.string().min(1).describe('Who every caller is'),
});

const bearer = z.object({
  mode: z.literal('bearer'),
  tokens: z
    .array(z.string().regex(BEARER_ENTRY))
    .default([])
    .describe('name=token, name:admin=token'),
  file: z.string().optional().describe('The same, one on a line; read again when it changes'),
});

const oidc = z.object({
  mode: z.literal('oidc'),
  configUrl: z.url().describe('Where the issuer describes itself'),
  audience: z.string().min(1).describe('What a token must be for'),
  requiredScopes: z.array(z.string().min(1)).default(['workspace']),
  adminScope: z.string().min(1).default('admin').describe('The scope that makes an administrator'),
  tokenType: z.string().default('at+jwt').describe('The typ of a token; empty for any'),
  clockSkewS: z.int().min(0).default(5),
  client: z
    .object({ id: z.string().min(1), secret })
    .optional()
    .describe('With it, tokens that say nothing themselves are looked up at the issuer'),
});

export const authenticationConfig = z.discriminatedUnion('mode', [none, bearer, oidc]);

export type AuthenticationConfig = z.output<typeof authenticationConfig>;
export type OidcConfig = z.output<typeof oidc>;
export type BearerConfig = z.output<typeof bearer>;
