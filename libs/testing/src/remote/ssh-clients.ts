import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a server on 127.0.0.1 is to those that call it; each path is for the front of PATH. */
export interface SshServer extends AsyncDisposable {
  readonly host: string;
  /** A folder with an `ssh` that is the real one with the settings of this test, as nobody's own are to be touched. */
  readonly path: string;
  /** As `path`: with a key that the server does not know. */
  readonly strangersPath: string;
  /** As `path`: where the server's own key is not known. */
  readonly newcomersPath: string;
  /** As `path`: where the server has another key than the one that is known. */
  readonly deceivedPath: string;
}

/** Keys of a server (`host`), of who may come in (`id`) and of who may not (`stranger`). */
export function createSshKeys(folder: string): void {
  mkdirSync(folder, { recursive: true });
  for (const name of ['host', 'id', 'stranger']) {
    const file = join(folder, name);
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', name, '-f', file]);
  }
}

export function createSshClients(folder: string, port: number) {
  const remember = (file: string, key: string) => {
    const [kind = '', data = ''] = readFileSync(join(folder, `${key}.pub`), 'utf8').split(' ');
    writeFileSync(join(folder, file), `[127.0.0.1]:${port} ${kind} ${data}\n`);
    return join(folder, file);
  };
  const client = (name: string, settings: Readonly<Record<string, string>>) => {
    const path = join(folder, name);
    mkdirSync(path);
    const lines = Object.entries(settings).map(([key, value]) => `${key} ${value}\n`);
    writeFileSync(join(path, 'config'), lines.join(''));
    const real = execFileSync('which', ['ssh'], { encoding: 'utf8' }).trim();
    const script = `#!/bin/sh\nexec ${real} -F '${join(path, 'config')}' "$@"\n`;
    writeFileSync(join(path, 'ssh'), script, { mode: 0o755 });
    return path;
  };
  const known = {
    ...{ IdentityFile: join(folder, 'id'), IdentitiesOnly: 'yes', IdentityAgent: 'none' },
    ...{ GlobalKnownHostsFile: 'none', UserKnownHostsFile: remember('known', 'host') },
    StrictHostKeyChecking: 'yes',
  };
  const mistaken = remember('mistaken', 'stranger');
  return {
    path: client('friend', known),
    strangersPath: client('other', { ...known, IdentityFile: join(folder, 'stranger') }),
    newcomersPath: client('newcomer', { ...known, UserKnownHostsFile: 'none' }),
    deceivedPath: client('deceived', { ...known, UserKnownHostsFile: mistaken }),
  };
}
