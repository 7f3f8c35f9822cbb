import { accessSync, constants, existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { run, lastLines } from './run.mjs';
import { SetupError } from './report.mjs';

/** Daemons live in sbin, which a plain user's and some containers' PATH lacks. */
export const PATH = [process.env.PATH, '/usr/sbin', '/sbin'].filter(Boolean).join(delimiter);

export function has(/** @type {string} */ program) {
  return PATH.split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

export const isRoot = () => process.getuid?.() === 0;

export const isDebian = () =>
  existsSync('/etc/os-release') &&
  /^ID(_LIKE)?=.*\b(debian|ubuntu)\b/m.test(readFileSync('/etc/os-release', 'utf8')) &&
  has('apt-get');

const APT_ENV = { ...process.env, PATH, DEBIAN_FRONTEND: 'noninteractive' };

let updated = false;

/** Brings the package lists up to date, once. A broken third-party source is not our business. */
export async function aptUpdate() {
  if (updated) return;
  updated = true;
  await run('apt-get', ['update', '-qq'], { env: APT_ENV });
}

/**
 * Installs Debian packages; needs root.
 * @param {readonly string[]} packages
 */
export async function aptInstall(packages) {
  if (packages.length === 0) return;
  await aptUpdate();
  const options = ['-y', '-qq', '--no-install-recommends', '-o', 'DPkg::Lock::Timeout=120'];
  const { code, output } = await run('apt-get', ['install', ...options, ...packages], {
    env: APT_ENV,
  });
  if (code === 0) return;
  throw new SetupError(
    `apt-get could not install ${packages.join(' ')}:\n${lastLines(output)}`,
    `Mend it with: apt-get update && apt-get install ${packages.join(' ')}`,
  );
}
