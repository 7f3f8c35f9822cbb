import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';

import { AppError } from '@devbench/core';

export type Env = Readonly<Record<string, string | undefined>>;

/** Only what is meant for us or for Docker: the file may serve other programs too. */
const OURS = /^(MCP|DOCKER_MCP|DOCKER)_/;

/**
 * The variables of a `.env` file; the environment itself wins over them. A file that is not there is fine.
 * @throws AppError `settings_invalid` when it cannot be read
 */
export function withEnvFile(env: Env, path: string): Env {
  try {
    const entries = Object.entries(parseEnv(readFileSync(path, 'utf8')));
    return { ...Object.fromEntries(entries.filter(([name]) => OURS.test(name))), ...env };
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return env;
    throw new AppError('settings_invalid', `The settings in ${path} cannot be read.`, {
      cause,
      data: { [path]: code ?? 'unreadable' },
    });
  }
}
