import { execFile } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempDisposableSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { ROOT } from './blocks.ts';

/** Where the pages have the state. */
export const SHOWN_FOLDER = '/srv/devbench';

/** A person's machine: a home of its own, `devbench` on the path, and the engine of the tests. */
export function person() {
  const folder = mkdtempDisposableSync(join(tmpdir(), 'person-'));
  const bin = join(folder.path, 'bin');
  mkdirSync(bin);
  const main = join(ROOT, 'apps/admin-cli/src/main.ts');
  const program = `#!/bin/sh\nexec '${process.execPath}' --conditions=@devbench/source '${main}' "$@"\n`;
  writeFileSync(join(bin, 'devbench'), program);
  chmodSync(join(bin, 'devbench'), 0o755);
  const env = {
    PATH: `${bin}:${process.env.PATH ?? ''}`,
    HOME: folder.path,
    MCP_STATE_DB: join(folder.path, 'state.db'),
    MCP_PORT: '0',
    ...(process.env.DOCKER_HOST !== undefined && { DOCKER_HOST: process.env.DOCKER_HOST }),
  };
  return {
    folder: folder.path,
    env,
    /** What comes after each command, on either stream, in one shell. */
    type: async (commands: readonly string[]): Promise<readonly string[]> => {
      const script = commands.map((command) => `{ ${command}\n} 2>&1; echo '\f'`).join('\n');
      const said = await new Promise<string>((resolve, reject) => {
        execFile('sh', ['-c', script], { cwd: folder.path, env }, (error, stdout) => {
          if (error) reject(new Error(error.message, { cause: error }));
          else resolve(stdout);
        });
      });
      return said.replaceAll(folder.path, SHOWN_FOLDER).split('\f\n').slice(0, -1);
    },
    [Symbol.dispose]: () => folder.remove(),
  };
}
