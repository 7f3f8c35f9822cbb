import { execFile } from 'node:child_process';
import { mkdtempDisposableSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { COMPILED_BEFORE } from '@devbench/testing';

const MAIN = join(import.meta.dirname, '../main.ts');

export interface Ended {
  readonly code: unknown;
  readonly stdout: string;
  readonly stderr: string;
}

export const serverEnv = (folder: string) => ({
  PATH: process.env.PATH,
  DOCKER_HOST: process.env.DOCKER_HOST,
  ...COMPILED_BEFORE,
  HOME: folder,
  MCP_STATE_DB: join(folder, 'state.db'),
});

/** Runs the program as a person without a terminal does. */
export async function devbench(
  folder: string,
  args: readonly string[],
  more: Record<string, string> = {},
): Promise<Ended> {
  const env = { ...serverEnv(folder), ...more };
  const argv = ['--conditions=@devbench/source', MAIN, ...args];
  return new Promise((resolve) => {
    const child = execFile(process.execPath, argv, { env }, (error, stdout, stderr) => {
      resolve({ code: error?.code ?? 0, stdout, stderr });
    });
    child.stdin?.end();
  });
}

export const tempFolder = () => mkdtempDisposableSync(join(tmpdir(), 'devbench-cli-'));
