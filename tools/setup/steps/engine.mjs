import { candidates } from '../docker/endpoint.mjs';
import { startDaemon } from '../docker/daemon.mjs';
import { engineVersion } from '../docker/request.mjs';
import { withLock } from '../lock.mjs';
import { aptInstall, has, isDebian, isRoot } from '../machine.mjs';
import { announce, SetupError } from '../report.mjs';

/**
 * @typedef {import('../docker/endpoint.mjs').Endpoint} Endpoint
 * @typedef {{ endpoint: Endpoint, arch: 'x64' | 'arm64', sameArch: boolean }} Engine
 */

/** The engine's names of processors, and ours. */
const ARCHS = { amd64: 'x64', x86_64: 'x64', arm64: 'arm64', aarch64: 'arm64' };

/** @type {Endpoint} */
const LOCAL = { host: 'unix:///var/run/docker.sock', source: 'started here' };

/**
 * An engine that answers: the one that the user chose or that runs, else one installed and started here.
 * @returns {Promise<{ summary?: string, value: Engine }>}
 */
export async function engine() {
  const found = await firstAnswering(candidates());
  if (found) return { value: found };
  const began = await withLock(
    'engine',
    async () => (await firstAnswering(candidates())) ?? installAndStart(),
  );
  return { summary: `${began.endpoint.host} is up`, value: began };
}

/**
 * @param {Endpoint[]} endpoints
 * @returns {Promise<Engine | undefined>}
 */
async function firstAnswering(endpoints) {
  let denied = '';
  for (const endpoint of endpoints) {
    const { host, source, named } = endpoint;
    const version = await engineVersion(endpoint).catch(
      (/** @type {NodeJS.ErrnoException} */ error) => error,
    );
    if (!(version instanceof Error)) return describe(endpoint, version);
    if (version.code === 'EACCES') denied ||= host;
    else if (named && host !== LOCAL.host) {
      throw new SetupError(
        `The engine that ${source} names (${host}) does not answer: ${version.message}`,
        `Start it, or unset ${source}.`,
      );
    }
  }
  if (!denied) return undefined;
  throw new SetupError(
    `The engine at ${denied} does not let this user in.`,
    'Add yourself to the group "docker" and log in again, or set DOCKER_HOST to an engine of your own.',
  );
}

/** @returns {Promise<Engine>} */
async function installAndStart() {
  if (process.platform !== 'linux' || !isRoot() || !(has('dockerd') || isDebian())) {
    throw new SetupError(
      'No Docker engine answers.',
      'Start Docker (Docker Desktop, colima, "systemctl start docker", …) or set DOCKER_HOST, then try again.',
    );
  }
  const missing = [
    ...(has('dockerd') ? [] : ['docker.io', 'ca-certificates']),
    ...(has('iptables') ? [] : ['iptables']),
    ...(has('ps') ? [] : ['procps']),
  ];
  if (missing.length > 0 && isDebian()) {
    announce(`no Docker engine answers; installing ${missing.join(' ')} by apt-get`);
    await aptInstall(missing);
  }
  announce('starting dockerd');
  await startDaemon(() =>
    engineVersion(LOCAL).then(
      () => true,
      () => false,
    ),
  );
  return describe(LOCAL, await engineVersion(LOCAL));
}

/**
 * @param {Endpoint} endpoint
 * @param {{ Arch: string }} version
 * @returns {Engine}
 */
function describe(endpoint, { Arch }) {
  const arch = /** @type {Engine['arch'] | undefined} */ (
    ARCHS[/** @type {keyof typeof ARCHS} */ (Arch)]
  );
  if (arch) return { endpoint, arch, sameArch: arch === process.arch };
  throw new SetupError(
    `The engine at ${endpoint.host} runs on ${Arch}; DevBench knows amd64 and arm64.`,
    'Set DOCKER_HOST to another engine.',
  );
}
