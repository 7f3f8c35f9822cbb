import { execFileSync } from 'node:child_process';
import { mkdtempDisposableSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const adapters = ['audit', 'docker', 'policy', 'state', 'streaming', 'telemetry'];

/** Who may depend on whom. An arrow that is not here is a mistake. */
const allowed: Record<string, readonly string[]> = {
  core: [],
  testing: ['core'],
  operations: ['core', 'testing'],
  guest: [],
  ...Object.fromEntries(adapters.map((adapter) => [adapter, ['core', 'testing']])),
  docker: ['core', 'guest', 'testing'],
  mcp: ['core', 'operations', 'testing'],
  console: ['core', 'operations', 'testing'],
  kernel: ['core', 'operations', 'testing', ...adapters],
  'mcp-stdio': ['core', 'kernel', 'mcp', 'testing'],
  'mcp-http': ['console', 'core', 'kernel', 'mcp', 'testing'],
  'admin-cli': ['core', 'kernel', 'mcp', 'testing'],
  bench: ['core', 'operations', 'kernel', 'mcp', 'testing', ...adapters],
  docs: ['core', 'operations', 'kernel', 'mcp'],
  packages: [],
  boundaries: [],
  // The examples.
  devbench: ['core', 'kernel'],
};

interface Arrow {
  readonly source: string;
  readonly target: string;
}

function readArrows(): Arrow[] {
  using folder = mkdtempDisposableSync(join(tmpdir(), 'boundaries-'));
  const file = join(folder.path, 'graph.json');
  execFileSync('nx', ['graph', `--file=${file}`], { stdio: 'pipe' });
  const { graph } = JSON.parse(readFileSync(file, 'utf8')) as {
    graph: { dependencies: Record<string, Arrow[]> };
  };
  return Object.values(graph.dependencies)
    .flat()
    .map(({ source, target }) => ({ source: room(source), target: room(target) }));
}

const room = (packageName: string) => packageName.replace('@devbench/', '');

test('every arrow between packages is allowed', () => {
  const arrows = readArrows();

  // Nx writes a graph without arrows when it cannot read the sources.
  expect(arrows.filter(({ target }) => target === 'core')).not.toEqual([]);
  expect(
    arrows.filter(({ source, target }) => !allowed[source]?.includes(target)),
    'arrows that are not in the table',
  ).toEqual([]);
});
