import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * Where an engine may be. `named` means that the user asked for this one and no other will do.
 * @typedef {{ host: string, certPath?: string, source: string, named?: boolean }} Endpoint
 */

/**
 * The engines to try, best first, in the Docker CLI's order.
 * @param {NodeJS.ProcessEnv} env
 * @param {string} home
 * @returns {Endpoint[]}
 */
export function candidates(env = process.env, home = homedir()) {
  for (const source of ['MCP_DOCKER_HOST', 'DOCKER_HOST']) {
    const host = env[source];
    const certPath =
      env.DOCKER_CERT_PATH ?? (env.DOCKER_TLS_VERIFY ? join(home, '.docker') : undefined);
    if (host)
      return [
        { host, source, named: true, ...(certPath && host.startsWith('tcp:') && { certPath }) },
      ];
  }
  const context = currentContext(env, home);
  return [...(context ? [context] : []), ...wellKnown(env, home)];
}

/**
 * @param {NodeJS.ProcessEnv} env
 * @param {string} home
 * @returns {Endpoint | undefined}
 */
function currentContext(env, home) {
  const folder = env.DOCKER_CONFIG ?? join(home, '.docker');
  const name = env.DOCKER_CONTEXT ?? readJson(join(folder, 'config.json'))?.currentContext;
  if (!name || name === 'default') return undefined;
  const id = createHash('sha256').update(name).digest('hex');
  const host = readJson(join(folder, 'contexts', 'meta', id, 'meta.json'))?.Endpoints?.docker?.Host;
  if (!host) return undefined;
  const certPath = join(folder, 'contexts', 'tls', id, 'docker');
  return { host, source: `docker context ${name}`, ...(existsSync(certPath) && { certPath }) };
}

/**
 * @param {NodeJS.ProcessEnv} env
 * @param {string} home
 * @returns {Endpoint[]}
 */
function wellKnown(env, home) {
  const source = 'well-known socket';
  if (process.platform === 'win32') return [{ host: 'npipe:////./pipe/docker_engine', source }];
  const sockets = [
    '/var/run/docker.sock',
    ...(env.XDG_RUNTIME_DIR ? [join(env.XDG_RUNTIME_DIR, 'docker.sock')] : []),
    ...['.docker/run', '.docker/desktop', '.colima/default', '.rd', '.orbstack/run'].map((folder) =>
      join(home, folder, 'docker.sock'),
    ),
  ];
  return sockets
    .filter((path) => existsSync(path))
    .map((path) => ({ host: `unix://${path}`, source }));
}

/** @returns {any} the parsed file, or nothing when it is absent or broken */
function readJson(/** @type {string} */ path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}
