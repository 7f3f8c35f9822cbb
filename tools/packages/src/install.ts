import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Package } from './pack.ts';
import { run } from './run.ts';

/** The oldest Node that the packages promise to run on; npm has it as a package for each platform. */
const OLDEST_NODE = { name: `node-${process.platform}-${process.arch}`, version: '22.23.3' };

/** As of a user: what npm tells its scripts of this repository's settings counts for no other folder. */
const env = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !name.toLowerCase().startsWith('npm_')),
);

/** Installs the packages and an old Node into a folder that knows nothing of the repository. */
export async function install(folder: string, packages: readonly Package[]): Promise<Installed> {
  const path = join(folder, 'package.json');
  const tarballs = packages.map(({ name, tarball }) => [name, `file:${tarball}`] as const);
  const { name, version } = OLDEST_NODE;
  const dependencies = { ...Object.fromEntries(tarballs), [name]: version };
  writeFileSync(path, JSON.stringify({ ...manifestAt(path), dependencies }));
  const quiet = ['--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund'];
  await run('npm', ['install', ...quiet], { cwd: folder, env });
  return {
    oldestNode: join(folder, 'node_modules', name, 'bin/node'),
    bin: (name) => join(folder, 'node_modules/.bin', name),
  };
}

export interface Installed {
  readonly oldestNode: string;
  bin(name: string): string;
}

function manifestAt(path: string): object {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as object;
  } catch {
    return { private: true, type: 'module' };
  }
}
