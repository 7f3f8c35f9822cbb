import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

import type { Place } from './run.ts';

export interface Service extends AsyncDisposable {
  readonly url: string;
}

/** Starts a server, which must print its port before it serves; disposing ends it with SIGTERM, and it must end well. */
export async function startService(
  program: string,
  args: readonly string[],
  place: Place,
): Promise<Service> {
  const server = spawn(program, args, { ...place, stdio: ['ignore', 'pipe', 'pipe'] });
  const exited = once(server, 'exit');
  const said: string[] = [];
  const port = new Promise<number>((resolve, reject) => {
    for (const stream of [server.stdout, server.stderr]) {
      createInterface({ input: stream }).on('line', (line) => {
        said.push(line);
        const found = /127\.0\.0\.1:(\d+)|"port":(\d+)/.exec(line);
        if (found) resolve(Number(found[1] ?? found[2]));
      });
    }
    void exited.then(() => reject(new Error(`It ended:\n${said.join('\n')}`)));
  });
  return {
    url: `http://127.0.0.1:${await port}`,
    async [Symbol.asyncDispose]() {
      server.kill('SIGTERM');
      const [code] = (await exited) as [number | null];
      if (code !== 0) throw new Error(`It ended with ${String(code)}:\n${said.join('\n')}`);
    },
  };
}
