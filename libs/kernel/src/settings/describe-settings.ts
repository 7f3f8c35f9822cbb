import { HIDDEN, redact } from '@devbench/core';

import { type Env, withEnvFile } from './env-file.ts';
import { settingsSchema } from './schema.ts';

export interface Setting {
  readonly name: string;
  /** As it was written; what is secret is hidden. Undefined when nothing was said and there is no default. */
  readonly value: string | undefined;
  readonly source: 'environment' | '.env' | 'default';
  readonly meaning: string;
}

/** Whose value nobody should see. A name that looks like one and is none is in the test. */
export const SECRET_SETTINGS: ReadonlySet<string> = new Set([
  'MCP_BEARER_TOKEN',
  'MCP_AUTH_BEARER_TOKEN',
  'MCP_BEARER_TOKENS',
  'MCP_OAUTH_CLIENT_SECRET',
  'MCP_DOCKER_CONFIG_JSON',
]);

/**
 * Every setting, what it is and who says so; also when some are wrong.
 * @throws AppError `settings_invalid` when the `.env` file cannot be read
 */
export function describeSettings(given: Env, envFile: string): readonly Setting[] {
  const both = withEnvFile(given, envFile);
  return Object.entries(settingsSchema.shape).map(([name, schema]) => {
    // An empty variable counts as one that is not set.
    const said = both[name] === '' ? undefined : both[name];
    const byDefault = schema.safeParse(undefined).data as unknown;
    return {
      name,
      value: said === undefined ? textOf(byDefault) : shown(name, said),
      source: said === undefined ? 'default' : given[name] ? 'environment' : '.env',
      meaning: schema.description ?? '',
    };
  });
}

const shown = (name: string, value: string) => (SECRET_SETTINGS.has(name) ? HIDDEN : redact(value));

const textOf = (value: unknown) =>
  value === undefined || typeof value === 'string' ? value : JSON.stringify(value);
