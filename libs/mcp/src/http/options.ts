import type { Authenticator, Caller, Principal } from '@devbench/core';
import type { LinkFollower, Refusal } from '@devbench/operations';
import type { McpServerFactory } from '@modelcontextprotocol/server';
import type { AuthInfo } from '@modelcontextprotocol/sdk/server/auth/types.js';
import type { Server } from '@modelcontextprotocol/sdk/server/index.js';

import type { Mount } from './mounted-page.ts';

/** Makes the server of one session; who calls is found anew for each request. */
export type ServerFactory = (
  session: string,
  principalOf: (auth: AuthInfo | undefined) => Principal,
) => Pick<Server, 'close' | 'connect' | 'onclose' | 'onerror'>;

/** The same operations in the revision of 2026-07-28, which has no sessions. */
export interface ModernEra {
  /** Makes the server of one request. */
  readonly serverFor: (
    principal: Principal,
    urlOf: Caller['urlOf'],
  ) => ReturnType<McpServerFactory>;
  /** Follows resources for one stream; without it nothing tells of its changes. */
  readonly follow?: (principal: Principal, notify: (uri: string) => void) => Following;
}

/** The servers of both eras of the protocol; each request chooses by what it says. */
export interface Servers {
  /** Revisions up to 2025-11-25. */
  readonly older: ServerFactory;
  readonly modern: ModernEra;
}

/** What one stream follows. */
export interface Following {
  /** False for what cannot be followed, or is not there for this principal. */
  add(uri: string): Promise<boolean>;
  close(): void;
}

export interface SessionLimits {
  /** Of all principals together. */
  readonly most: number;
  readonly mostOfOne: number;
  /** A session whose client says nothing for so long, and listens to nothing, has ended. */
  readonly idleMs: number;
}

export interface Health {
  readonly status: 'healthy' | 'degraded';
  readonly docker_connected: boolean;
  readonly database_initialized: boolean;
}

export interface HttpOptions {
  /** Of the MCP endpoint. */
  readonly path: string;
  readonly authenticator: Authenticator;
  /** The URL under which clients know the MCP endpoint, when tokens come from an issuer. */
  readonly resource?: string;
  /** The URL of the server as clients know it; without it, as each of them asks for it. */
  readonly baseUrl?: string;
  /** Who knows what links are for; none without it. */
  readonly links?: LinkFollower;
  /** Names in `Host` that are ours; any, without it. */
  readonly hosts?: readonly string[];
  /** Web origins whose pages may call besides our own; `*` is all of them. */
  readonly origins: readonly string[];
  /** Whether browsers are told so. */
  readonly cors: boolean;
  /** What express calls `trust proxy`: addresses of proxies, or how many there are. */
  readonly trustProxy: string | number | false;
  readonly maxBodyBytes: number;
  readonly sessions: SessionLimits;
  /** No sessions: every request stands alone. */
  readonly stateless: boolean;
  /** Whether clients of the protocol's first revision are served at `/sse` and `/messages`. */
  readonly legacySse: boolean;
  readonly health: () => Promise<Health>;
  /** In the format of Prometheus; for administrators. None without it. */
  readonly metrics?: () => Promise<string>;
  /** Told of tokens and links that are none, so many in a minute. */
  readonly onRefused?: (refusal: Refusal) => void;
  /** Beside MCP. */
  readonly mounts?: readonly Mount[];
  /** Told about requests that are refused and connections that break; never with a secret. */
  readonly onProblem?: (problem: string, fields?: Readonly<Record<string, unknown>>) => void;
}
