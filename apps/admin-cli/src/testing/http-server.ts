import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import { serverEnv } from './devbench.ts';

const MAIN = join(import.meta.dirname, '../../../mcp-http/src/main.ts');

/** A real HTTP server with its state in `folder`. */
export async function startHttpServer(folder: string, more: Record<string, string>) {
  const argv = ['--conditions=@devbench/source', MAIN];
  const env = { ...serverEnv(folder), MCP_PORT: '0', MCP_DRAIN_GRACE_S: '2', ...more };
  const child = spawn(process.execPath, argv, { env });
  const ended = once(child, 'exit');
  let log = '';
  const url = await new Promise<string>((resolve, reject) => {
    createInterface(child.stderr).on('line', (line) => {
      log += `${line}\n`;
      const [, found] = /"message":"listening".*"url":"([^"]+)"/.exec(line) ?? [];
      if (found !== undefined) resolve(found);
    });
    child.once('close', () => reject(new Error(`The server did not start:\n${log}`)));
  });
  return {
    url,
    async [Symbol.asyncDispose]() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}
