import { AppError } from '@devbench/core';
import type { z } from 'zod';

import type { Env } from './env-file.ts';
import { MEANING } from './other-names.ts';
import { findUnknown, type Problems } from './problems.ts';
import { type Settings, settingsSchema } from './schema.ts';

/**
 * The settings that the variables make. An empty variable counts as one that is not set.
 * `contradictions` are those of the server that asks.
 * @throws AppError `settings_invalid`, naming every problem at once in `data`
 */
export function loadSettings(
  env: Env,
  contradictions: (settings: Settings) => Problems = () => ({}),
): Settings {
  const names = Object.keys(settingsSchema.shape);
  const given = Object.fromEntries(names.flatMap((name) => (env[name] ? [[name, env[name]]] : [])));
  const parsed = translated(settingsSchema.safeParse(given));
  const problems = {
    ...findUnknown(env, names),
    ...findTwice(given),
    ...(parsed.success
      ? { ...findContradictions(parsed.data, given), ...contradictions(parsed.data) }
      : byName(parsed.error)),
  };
  const count = Object.keys(problems).length;
  if (parsed.success && count === 0) return Object.freeze(parsed.data);
  const message = count === 1 ? 'One setting is invalid.' : `${count} settings are invalid.`;
  throw new AppError('settings_invalid', message, { data: problems });
}

/** Another name of a setting gives it its value. */
function translated(parsed: z.ZodSafeParseResult<Settings>) {
  const pairs = Object.entries(MEANING) as [keyof typeof MEANING, keyof Settings][];
  for (const [name, ours] of pairs) {
    const value = parsed.data?.[name];
    if (value !== undefined) Object.assign(parsed.data ?? {}, { [ours]: value });
  }
  return parsed;
}

function findTwice(given: Env): Problems {
  const said = Object.entries(MEANING).filter(([name]) => given[name]);
  const isTwice = ([, ours]: readonly [string, string]) =>
    given[ours] !== undefined || said.filter(([, meaning]) => meaning === ours).length > 1;
  return Object.fromEntries(
    said.filter(isTwice).map(([name, ours]) => [name, `is ${ours}; give one of them`]),
  );
}

function findContradictions(settings: Settings, given: Env): Problems {
  const problems: Problems = {};
  // One that nobody set gives way instead.
  const defaultS = given.MCP_DEFAULT_EXEC_TIMEOUT ? settings.MCP_DEFAULT_EXEC_TIMEOUT : 0;
  if (defaultS > settings.MCP_MAX_EXEC_TIMEOUT)
    problems.MCP_DEFAULT_EXEC_TIMEOUT = 'must not be more than MCP_MAX_EXEC_TIMEOUT';
  const mostS = settings.MCP_MAX_EXEC_TIMEOUT;
  if ((settings.DOCKER_MCP_TIMEOUT ?? 0) > mostS)
    problems.DOCKER_MCP_TIMEOUT = 'must not be more than MCP_MAX_EXEC_TIMEOUT';
  if ((settings.MCP_DOCKER_TIMEOUT_MS ?? 0) > mostS * 1000)
    problems.MCP_DOCKER_TIMEOUT_MS = 'must not be more than MCP_MAX_EXEC_TIMEOUT';
  if (settings.DOCKER_MCP_DEFAULT_NETWORK === 'bridge' && settings.MCP_ALLOW_NETWORK === false)
    problems.DOCKER_MCP_DEFAULT_NETWORK = 'must be none while MCP_ALLOW_NETWORK is false';
  if (settings.MCP_TRACING_ENDPOINT !== undefined && !settings.MCP_TRACING_ENABLED)
    problems.MCP_TRACING_ENDPOINT = 'has no effect while MCP_TRACING_ENABLED is false';
  const { MCP_DOCKER_COMMAND_POLICY_MODE: mode, MCP_DOCKER_COMMAND_PATTERNS: rules } = settings;
  if ((mode === 'none') !== (rules === undefined))
    problems.MCP_DOCKER_COMMAND_PATTERNS =
      rules === undefined
        ? 'is missing; MCP_DOCKER_COMMAND_POLICY_MODE needs it'
        : 'has no effect while MCP_DOCKER_COMMAND_POLICY_MODE is none';
  return problems;
}

/** Values are not repeated: a secret may be in the wrong place. */
const byName = ({ issues }: z.ZodError): Problems =>
  Object.fromEntries(issues.map(({ path, message }) => [String(path[0]), message]));
