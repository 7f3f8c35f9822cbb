import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { LocalEngine } from './local-engine.ts';

/** Of the set-up, where the machine has none. */
const KEPT = fileURLToPath(new URL('../../../../.devbench/bin/docker-registry', import.meta.url));

/** Debian has the program, and the set-up brings it there. */
const program = () => (existsSync(KEPT) ? KEPT : 'docker-registry');

export const USER = 'dev';
export const PASSWORD = 'open sesame';
const HTPASSWD = `${USER}:$2b$05$abcdefghijklmnopqrstuupx2xBUC4954936wVIjyyPHmUBFu0wCW\n`;

export interface Registry extends AsyncDisposable {
  /** As the engine reaches it: address and port. */
  readonly host: string;
  /** What was asked of it, one line each. */
  readonly requests: () => readonly string[];
}

interface Options {
  /** Where `storeImage` has put what it serves. */
  readonly storage: string;
  /** Only for `USER` with `PASSWORD`. */
  readonly password?: boolean;
  readonly tls?: { readonly key: string; readonly certificate: string };
  /** Instead of 127.0.0.1. */
  readonly address?: string;
}

/** A real registry beside the engine, on a port of its own. */
export async function startRegistry(engine: LocalEngine, options: Options): Promise<Registry> {
  const folder = mkdtempSync(join(tmpdir(), 'devbench-registry-'));
  const settings = join(folder, 'config.json');
  const htpasswd = join(folder, 'htpasswd');
  writeFileSync(htpasswd, HTPASSWD);
  // JSON is YAML.
  writeFileSync(settings, JSON.stringify(configOf(options, htpasswd)));
  const [enter, ...rest] = [...engine.inItsNetwork, program()];
  const child = spawn(enter, [...rest, 'serve', settings], { stdio: ['ignore', 'pipe', 'pipe'] });
  const output = { text: '' };
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const stop = async () => {
    child.kill('SIGKILL');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    return {
      host: await listening(child, output),
      requests: () => output.text.split('\n').filter((line) => /"(GET|HEAD) /.test(line)),
      [Symbol.asyncDispose]: stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

function configOf({ storage, password, tls, address = '127.0.0.1' }: Options, path: string) {
  return {
    version: '0.1',
    log: { level: 'info' },
    storage: { filesystem: { rootdirectory: storage } },
    http: { addr: `${address}:0`, ...(tls && { tls }) },
    ...(password === true && { auth: { htpasswd: { realm: 'test', path } } }),
  };
}

/** Resolves with the address that it says it listens on. */
function listening(child: ChildProcess, output: { text: string }): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const hear = (chunk: Buffer) => {
    output.text += chunk.toString();
    const address = /listening on ([\d.]+:\d+)/.exec(output.text)?.[1];
    if (address !== undefined) resolve(address);
  };
  child.stdout?.on('data', hear);
  child.stderr?.on('data', hear);
  child.once('error', reject);
  child.once('close', () => reject(new Error(`The registry did not start:\n${output.text}`)));
  return promise;
}
