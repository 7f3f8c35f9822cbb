import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import { COMPILED_BEFORE } from '@devbench/testing';

const ARGS = ['--conditions=@devbench/source', join(import.meta.dirname, '../main.ts')];
const INHERITED = ['PATH', 'DOCKER_HOST', 'DOCKER_TLS_VERIFY', 'DOCKER_CERT_PATH'];

export interface TestServer extends AsyncDisposable {
  /** Of the MCP endpoint. */
  readonly url: URL;
  readonly pid: number;
  /** What it has said so far. */
  readonly log: () => string;
  readonly stdout: () => string;
  kill(signal: NodeJS.Signals): void;
  /** The exit code, once it has ended. */
  readonly ended: Promise<number | null>;
}

/** A real server process on a free port of this machine. Its state is in `folder`. */
export async function startServer(
  folder: string,
  env: Record<string, string> = {},
): Promise<TestServer> {
  const child = spawn(process.execPath, ARGS, { env: serverEnv(folder, env) });
  let log = '';
  let stdout = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  const ended = once(child, 'exit').then(() => child.exitCode);
  const url = await new Promise<URL>((resolve, reject) => {
    createInterface(child.stderr).on('line', (line) => {
      log += `${line}\n`;
      const [, found] = /"message":"listening".*"url":"([^"]+)"/.exec(line) ?? [];
      if (found !== undefined) resolve(new URL(found));
    });
    child.once('close', () => reject(new Error(`The server did not start:\n${log}`)));
  });
  return {
    url,
    pid: child.pid ?? 0,
    log: () => log,
    stdout: () => stdout,
    kill: (signal) => child.kill(signal),
    ended,
    async [Symbol.asyncDispose]() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

function serverEnv(folder: string, more: Record<string, string>) {
  const kept = INHERITED.flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return {
    ...Object.fromEntries(kept),
    ...COMPILED_BEFORE,
    HOME: folder,
    MCP_STATE_DB: join(folder, 'state.db'),
    MCP_LOG_LEVEL: 'debug',
    MCP_PORT: '0',
    MCP_DRAIN_GRACE_S: '2',
    ...more,
  };
}
