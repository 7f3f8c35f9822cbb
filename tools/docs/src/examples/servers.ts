import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

import { ROOT } from './blocks.ts';

/** Commands that start a server, with the settings before them. */
export const isServer = (command: string) => /^(\w+=\S+ )*npm start$/.test(command);

export interface Server extends AsyncDisposable {
  readonly url: URL;
}

/** Types the command into a shell, and waits until the server listens; disposing ends all that it started. */
export async function startServer(command: string, env: NodeJS.ProcessEnv): Promise<Server> {
  const shell = spawn('sh', ['-c', command], { cwd: ROOT, env, detached: true });
  const closed = once(shell, 'close');
  const url = await listening(shell);
  return {
    url,
    async [Symbol.asyncDispose]() {
      if (shell.pid !== undefined) process.kill(-shell.pid, 'SIGTERM');
      await closed;
    },
  };
}

function listening({ stdout, stderr }: ChildProcess): Promise<URL> {
  const said: string[] = [];
  return new Promise((resolve, reject) => {
    stdout?.resume();
    if (!stderr) return;
    const lines = createInterface({ input: stderr });
    lines.on('line', (line) => {
      said.push(line);
      const [, url] = /"message":"listening".*"url":"([^"]+)"/.exec(line) ?? [];
      if (url !== undefined) resolve(new URL(url));
    });
    lines.on('close', () => reject(new Error(`It ended:\n${said.join('\n')}`)));
  });
}
