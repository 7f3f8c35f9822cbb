import type { Problems } from './problems.ts';
import type { Settings } from './schema.ts';

/** An address that only this machine reaches. */
export const isLoopback = (host: string) => /^(localhost|127(\.\d+){3}|\[?::1\]?)$/.test(host);

export const isEverywhere = (host: string) => host === '0.0.0.0' || host === '::';

const BEARER = ['MCP_BEARER_TOKEN', 'MCP_AUTH_BEARER_TOKEN', 'MCP_BEARER_TOKENS'] as const;

/** What does not fit together in an HTTP server. */
export function httpProblems(settings: Settings): Problems {
  return { ...networkProblems(settings), ...authProblems(settings) };
}

function networkProblems(settings: Settings): Problems {
  const isOpen = settings.MCP_AUTH_MODE === 'none' && !settings.MCP_ALLOW_INSECURE;
  const problems = {
    MCP_TRANSPORT_MODE: {
      'is stdio, which is a program of its own: npm run -s stdio':
        settings.MCP_TRANSPORT_MODE === 'stdio',
      'must not be sse with MCP_STATELESS_HTTP: it lives on sessions':
        settings.MCP_TRANSPORT_MODE === 'sse' && settings.MCP_STATELESS_HTTP,
    },
    MCP_HOST: {
      'lets everybody in who reaches it: set MCP_AUTH_MODE, or MCP_ALLOW_INSECURE=true if you must':
        isOpen && !isLoopback(settings.MCP_HOST),
    },
    MCP_CORS_ORIGINS: {
      'is needed for MCP_CORS_ENABLED':
        settings.MCP_CORS_ENABLED && settings.MCP_CORS_ORIGINS === undefined,
      'must not be * without MCP_AUTH_MODE: every web page could call':
        isOpen && settings.MCP_CORS_ORIGINS?.includes('*') === true,
    },
    MCP_TRANSFER_DIR: {
      'is one folder for everybody: leave it out with MCP_AUTH_MODE':
        settings.MCP_AUTH_MODE !== 'none' && settings.MCP_TRANSFER_DIR !== undefined,
    },
    MCP_TLS_CERT: {
      'needs MCP_TLS_KEY, and the other way round':
        (settings.MCP_TLS_CERT === undefined) !== (settings.MCP_TLS_KEY === undefined),
    },
  };
  return firstOfEach(problems);
}

function authProblems(settings: Settings): Problems {
  const { MCP_AUTH_MODE: mode, MCP_OAUTH_CONFIG_URL: configUrl } = settings;
  const hasToken = BEARER.some((name) => settings[name] !== undefined);
  const hasTokens = hasToken || settings.MCP_BEARER_TOKENS_FILE !== undefined;
  const isNowhere = isEverywhere(settings.MCP_HOST) || settings.MCP_PORT === 0;
  const problems = {
    MCP_BEARER_TOKENS: {
      'or MCP_BEARER_TOKEN or MCP_BEARER_TOKENS_FILE is needed for MCP_AUTH_MODE=bearer':
        mode === 'bearer' && !hasTokens,
    },
    MCP_AUTH_MODE: {
      'must be bearer if there are bearer tokens': mode !== 'bearer' && hasTokens,
      'must be oidc if there is MCP_OAUTH_CONFIG_URL': mode !== 'oidc' && configUrl !== undefined,
    },
    MCP_OAUTH_CONFIG_URL: {
      'is needed for MCP_AUTH_MODE=oidc': mode === 'oidc' && configUrl === undefined,
      'must be https, or on this machine': configUrl !== undefined && !isSafe(configUrl),
    },
    MCP_OAUTH_BASE_URL: {
      'is needed: clients must know where the server is':
        mode === 'oidc' && isNowhere && settings.MCP_OAUTH_BASE_URL === undefined,
    },
    MCP_OAUTH_CLIENT_ID: {
      'needs MCP_OAUTH_CLIENT_SECRET, and the other way round':
        (settings.MCP_OAUTH_CLIENT_ID === undefined) !==
        (settings.MCP_OAUTH_CLIENT_SECRET === undefined),
    },
  };
  return firstOfEach(problems);
}

/** Who can change what the issuer says can make tokens. */
const isSafe = (url: string) => {
  const { protocol, hostname } = new URL(url);
  return protocol === 'https:' || isLoopback(hostname);
};

const firstOfEach = (problems: Readonly<Record<string, Readonly<Record<string, boolean>>>>) =>
  Object.fromEntries(
    Object.entries(problems).flatMap(([name, cases]) => {
      const [text] = Object.keys(cases).filter((problem) => cases[problem]);
      return text === undefined ? [] : [[name, text]];
    }),
  );
