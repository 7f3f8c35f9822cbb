import { nearMatch } from '@devbench/operations';

import type { Env } from './env-file.ts';
import { isForeign, LATER } from './later.ts';

/** What is wrong, by the name of the variable. */
export type Problems = Record<string, string>;

const PREFIX = /^(DOCKER_)?MCP_/;

/** Variables that look like settings and are none: a slip of the pen must not pass for a setting. */
export function findUnknown(env: Env, known: readonly string[]): Problems {
  const unknown = Object.keys(env).filter(
    (name) => PREFIX.test(name) && env[name] !== '' && !known.includes(name) && !isForeign(name),
  );
  return Object.fromEntries(unknown.map((name) => [name, explain(name, known)]));
}

function explain(name: string, known: readonly string[]): string {
  if (LATER.has(name)) return 'is not supported by this server yet; remove it';
  const byRest = new Map(known.map((one) => [rest(one), one]));
  const near = byRest.get(nearMatch(rest(name), [...byRest.keys()]) ?? '');
  return near ? `is unknown; did you mean ${near}?` : 'is unknown; remove it';
}

const rest = (name: string) => name.replace(PREFIX, '');
