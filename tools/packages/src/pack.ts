import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { run } from './run.ts';

const ROOT = join(import.meta.dirname, '../../..');

export interface Package {
  readonly name: string;
  readonly tarball: string;
  /** Without it there is nothing to import: servers, and the agent's binaries. */
  readonly hasModules: boolean;
}

interface Manifest {
  readonly name: string;
  readonly private?: boolean;
  readonly exports?: Readonly<Record<string, unknown>>;
}

const manifestOf = (path: string) => JSON.parse(readFileSync(join(ROOT, path), 'utf8')) as Manifest;

const published = () =>
  globSync('{apps,libs,docker}/*/package.json', { cwd: ROOT })
    .map((path) => ({ folder: dirname(path), manifest: manifestOf(path) }))
    .filter(({ manifest }) => !manifest.private);

/** Packs every package that is not private into `folder`. The types and modules in `dist` must be built. */
export async function packAll(folder: string): Promise<readonly Package[]> {
  const found = published();
  const workspaces = found.flatMap((one) => ['--workspace', one.folder]);
  const args = ['pack', '--json', '--ignore-scripts', '--pack-destination', folder, ...workspaces];
  const packed = JSON.parse(await run('npm', args, { cwd: ROOT })) as readonly {
    name: string;
    filename: string;
  }[];
  return packed.map(({ name, filename }) => {
    const exported = found.find(({ manifest }) => manifest.name === name)?.manifest.exports ?? {};
    const hasModules = Object.keys(exported).some((path) => !path.endsWith('.json'));
    return { name, tarball: join(folder, filename), hasModules };
  });
}
