import { dirname, join } from 'node:path';

import { outputWindowFor, resolveEngine } from '@devbench/docker';
import type { Toolset } from '@devbench/operations';

import { type KernelConfig, kernelConfig } from '../config.ts';
import { VERSION } from '../version.ts';
import { type Env, withEnvFile } from './env-file.ts';
import { freeze } from './freeze.ts';
import { type HttpConfig, httpConfigOf } from './http-config.ts';
import { httpProblems } from './http-problems.ts';
import { loadSettings } from './load.ts';
import { archivesOf, engineEnvOf, outputsOf, partsOf, registriesOf } from './parts-of.ts';
import type { Settings } from './schema.ts';
import { besideState, instanceOf, stateFile } from './state-file.ts';

/** What cannot be read from the environment. */
export interface Place {
  readonly home: string;
  readonly host: string;
  readonly pid: number;
  /** Whether this host has a process with that id. */
  readonly isAlive: (pid: number) => boolean;
}

export interface Config {
  readonly kernel: KernelConfig;
  readonly toolsets: readonly Toolset[];
}

/**
 * Everything that the environment and the `.env` file say, checked and frozen.
 * @throws AppError `settings_invalid`, naming every problem at once in `data`
 */
export async function loadConfig(given: Env, place: Place, envFile?: string): Promise<Config> {
  const env = envFile === undefined ? given : withEnvFile(given, envFile);
  return freeze(await configOf(env, place, loadSettings(env)));
}

/**
 * The same with what an HTTP server has besides. `user` is who callers are where nobody has to say.
 * @throws AppError `settings_invalid`, naming every problem at once in `data`
 */
export async function loadHttpConfig(
  given: Env,
  place: Place & { readonly user: string },
  envFile?: string,
): Promise<Config & { readonly http: HttpConfig }> {
  const env = envFile === undefined ? given : withEnvFile(given, envFile);
  const settings = loadSettings(env, httpProblems);
  const http = httpConfigOf(settings, place.user);
  return freeze({ ...(await configOf(env, place, settings)), http });
}

async function configOf(env: Env, place: Place, settings: Settings): Promise<Config> {
  const engine = await resolveEngine(engineEnvOf(settings, env), place.home);
  const file = stateFile(settings.MCP_STATE_DB, env, place.home);
  const parts = partsOf(settings);
  const trail = settings.MCP_AUDIT_LOG_FILE;
  const kernel = kernelConfig.parse({
    ...parts,
    audit: {
      ...parts.audit,
      file: trail === undefined ? undefined : besideState(trail, file, place.home),
    },
    state: { file },
    outputs: { ...outputsOf(settings), directory: join(dirname(file), 'spool') },
    docker: {
      ...engine,
      ...registriesOf(settings, place.home),
      version: VERSION,
      instance: instanceOf(place.host, file),
      diskMb: settings.MCP_CONTAINER_DISK_LIMIT,
      linkFolder: settings.MCP_DIRECT_CHANNEL ? join(dirname(file), 'links') : undefined,
      outputWindowBytes: outputWindowFor(settings.MCP_MAX_CONCURRENT_EXECS),
    },
    archives: { ...archivesOf(settings), folder: join(dirname(file), 'archives') },
    transfers: { folder: settings.MCP_TRANSFER_DIR },
    server: { host: place.host, pid: place.pid, isAlive: place.isAlive },
  });
  return { kernel, toolsets: settings.MCP_TOOLSETS };
}
