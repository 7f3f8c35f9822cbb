import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { withLock } from '../lock.mjs';
import { inThisCopy, NODE, npm, ROOT } from '../places.mjs';
import { announce, SetupError } from '../report.mjs';
import { run } from '../run.mjs';

/**
 * @typedef {{ version?: string, integrity?: string, resolved?: string, optional?: boolean, devOptional?: boolean }} Locked
 * @typedef {Record<string, Locked>} Packages
 */

/**
 * The packages that package-lock.json names, and with them the project's own Node.
 * @returns {Promise<{ summary?: string, value: void }>}
 */
export async function dependencies() {
  if (isInstalled()) return { value: undefined };
  return withLock(inThisCopy('dependencies'), async () => {
    if (isInstalled()) return { value: undefined };
    announce('installing the packages of package-lock.json');
    await npmCi();
    return { summary: 'npm ci', value: undefined };
  });
}

function isInstalled() {
  const wanted = lockedPackages(join(ROOT, 'package-lock.json'));
  const installed = lockedPackages(join(ROOT, 'node_modules/.package-lock.json'));
  return (
    existsSync(NODE) && wanted !== undefined && installed !== undefined && isSame(wanted, installed)
  );
}

/** @returns {Packages | undefined} */
function lockedPackages(/** @type {string} */ path) {
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')).packages : undefined;
}

/**
 * Whether what npm installed is what the lock file asks for. Optional packages may be left out:
 * most are for other platforms.
 * @param {Packages} wanted
 * @param {Packages} installed
 */
export function isSame(wanted, installed) {
  const nothingLeftOver = Object.keys(installed).every((path) => path in wanted);
  return (
    nothingLeftOver &&
    Object.entries(wanted).every(([path, want]) => {
      const have = installed[path];
      if (have) return have.version === want.version && have.integrity === want.integrity;
      return path === '' || want.optional === true || want.devOptional === true;
    })
  );
}

/** Older npm does not know `allowScripts`: no package's script runs but that of the one that needs it. */
async function npmCi() {
  const quiet = ['--no-audit', '--no-fund', '--loglevel=error', '--engine-strict=false'];
  await npmRun(['ci', '--ignore-scripts', ...quiet]);
  await npmRun(['rebuild', 'node', ...quiet]);
  if (existsSync(NODE)) return;
  throw new SetupError(
    'npm ci ran, but left out the Node that the project runs on.',
    'Remove node_modules and try again.',
  );
}

async function npmRun(/** @type {string[]} */ args) {
  const [program, ...first] = npm();
  const { code, output } = await run(program, [...first, ...args], { cwd: ROOT });
  if (code === 0) return;
  throw new SetupError(
    `npm ${args[0]} failed:\n${reason(output)}`,
    'Mend it (network, registry, or a package-lock.json behind package.json), then try again.',
  );
}

/** npm says what happened first, then explains itself at length. */
const reason = (/** @type {string} */ output) =>
  output
    .split('\n')
    .map((line) => line.replace(/^npm error\s*/, ''))
    .filter(Boolean)
    .slice(0, 5)
    .join('\n');
