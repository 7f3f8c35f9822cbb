import type { Manager } from './manager.ts';

export interface InstallCommand {
  readonly argv: readonly [string, ...string[]];
  readonly env: Readonly<Record<string, string>>;
}

/** The packages come after `--`, or as parameters of the script, so that none is read as an option. */
const ARGV: Record<Manager, InstallCommand['argv']> = {
  pip: ['python3', '-m', 'pip', 'install', '--no-input', '--progress-bar=off', '--'],
  npm: ['npm', 'install', '--no-audit', '--no-fund', '--no-progress', '--'],
  apt: [
    '/bin/sh',
    '-c',
    'apt-get update -qq && exec apt-get install -qq -y --no-install-recommends -- "$@"',
    'apt-get',
  ],
  apk: ['apk', 'add', '--no-cache', '--no-progress'],
};

const ENV: Partial<Record<Manager, InstallCommand['env']>> = {
  pip: { PIP_DISABLE_PIP_VERSION_CHECK: '1' },
  apt: { DEBIAN_FRONTEND: 'noninteractive' },
};

export const installCommand = (manager: Manager, packages: readonly string[]): InstallCommand => ({
  argv: [...ARGV[manager], ...packages],
  env: ENV[manager] ?? {},
});

/** pip alone has files that list what is wanted. */
export function requirementsCommand(file: string): InstallCommand {
  const { argv, env } = installCommand('pip', []);
  return { argv: [...argv.filter((word) => word !== '--'), '-r', file] as never, env };
}
