import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** The Node that everything after the set-up runs on. */
export const NODE = join(
  ROOT,
  'node_modules/node/bin',
  process.platform === 'win32' ? 'node.exe' : 'node',
);

/** The name of a lock that two copies of the repository do not share. */
export const inThisCopy = (/** @type {string} */ name) => `${name}:${ROOT}`;

/**
 * How to run npm: the very npm that runs us, on its own Node, because the one that is first on
 * PATH may be the one in node_modules that `npm ci` is about to remove.
 * @returns {[program: string, ...args: string[]]}
 */
export function npm() {
  const { npm_execpath: cli, npm_node_execpath: node } = process.env;
  return cli?.endsWith('npm-cli.js') ? [node ?? process.execPath, cli] : ['npm'];
}
