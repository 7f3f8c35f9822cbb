import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

import { loadHttpConfig } from '@devbench/kernel';
import { expect, it } from 'vitest';
import { parse } from 'yaml';

interface Service {
  readonly image?: string;
  readonly build?: { readonly context: string; readonly dockerfile: string };
  readonly environment?: Readonly<Record<string, unknown>>;
  readonly volumes?: readonly string[];
  readonly networks?: readonly string[];
  readonly depends_on?: readonly string[];
}

interface Compose {
  readonly services: Readonly<Record<string, Service>>;
  readonly networks?: object;
  readonly volumes?: object;
}

const DOCKER = join(import.meta.dirname, '../../../docker');
const SERVER = join(DOCKER, 'server/compose.yaml');
const MONITORING = join(DOCKER, 'monitoring/compose.yaml');
const read = (file: string) => parse(readFileSync(file, 'utf8'), { version: '1.2' }) as Compose;
const [server, monitoring] = [read(SERVER), read(MONITORING)];

/** What somebody says who starts it; the rest has a default or need not be said. */
const SAID: Readonly<Record<string, string>> = { MCP_BEARER_TOKENS: 'alice=secret' };
const filledIn = (value: unknown) =>
  String(value).replace(
    /\$\{(\w+)(?::([-?])([^}]*))?\}/g,
    (_all, name: string, kind: string | undefined, text = '') =>
      SAID[name] ?? (kind === '-' ? String(text) : ''),
  );

/** As the Dockerfile sets them, for those that compose does not. */
function imageSettings(): Record<string, string> {
  const recipe = readFileSync(join(DOCKER, 'server/Dockerfile'), 'utf8');
  const pairs = [...recipe.matchAll(/^ENV (.*)$/gm)].flatMap(([, said = '']) => said.split(' '));
  return Object.fromEntries(pairs.map((pair) => pair.split('=') as [string, string]));
}

it.each([
  ['alone', [server]],
  ['with monitoring', [server, monitoring]],
])('starts the server %s, with settings that it takes', async (_what, files) => {
  const env = files
    .flatMap(({ services }) => Object.entries(services.server?.environment ?? {}))
    .map(([name, value]) => [name, filledIn(value)] as const);
  const place = { home: '/home', host: 'h', pid: 1, isAlive: () => true, user: 'u' };

  const config = await loadHttpConfig({ ...imageSettings(), ...Object.fromEntries(env) }, place);

  expect(config.http.listen).toMatchObject({ host: '0.0.0.0' });
  expect(config.http.metricsPort).toBe(files.length === 2 ? 9464 : undefined);
});

it('names nothing that is not there', () => {
  const volumes = { ...server.volumes, ...monitoring.volumes };
  const networks = { ...server.networks, ...monitoring.networks };
  const services = { ...server.services, ...monitoring.services };
  // Paths of both files count from the first one's folder.
  const here = (path: string) => resolve(dirname(SERVER), path);
  const parts = [server, monitoring].flatMap((file) => Object.values(file.services));

  for (const part of parts) {
    for (const volume of part.volumes ?? []) {
      const [source = ''] = volume.split(':');
      if (source.startsWith('.')) expect(existsSync(here(source)), source).toBe(true);
      else if (!source.startsWith('/')) expect(volumes).toHaveProperty(source);
    }
    for (const name of part.networks ?? []) expect(networks).toHaveProperty(name);
    for (const name of part.depends_on ?? []) expect(services).toHaveProperty(name);
    if (part.build) {
      const { context, dockerfile } = part.build;
      expect(existsSync(join(here(context), dockerfile))).toBe(true);
    }
    // Whoever starts it again in a year gets the same.
    if (part.image !== undefined) expect(part.image).toMatch(/:v?\d+\.\d+\.\d+$/);
  }
  expect(parts.length).toBe(5);
});

it('copies into the image what there is, from stages that there are', () => {
  const recipe = readFileSync(join(DOCKER, 'server/Dockerfile'), 'utf8');
  const stages = [...recipe.matchAll(/^FROM \S+ AS (\w+)$/gm)].map(([, name]) => name);
  const copies = [...recipe.matchAll(/^COPY (--from=(\w+) )?(.+) \S+$/gm)];

  expect(copies.length).toBeGreaterThan(5);
  for (const [, from, stage, sources = ''] of copies) {
    if (from !== undefined) expect(stages).toContain(stage);
    else
      for (const source of sources.split(' ')) {
        expect(existsSync(join(DOCKER, '..', source)), source).toBe(true);
      }
  }
  const [, main = ''] = /"\/app\/(\S+main\.ts)"/.exec(recipe) ?? [];
  expect(existsSync(join(DOCKER, '..', main))).toBe(true);
});
