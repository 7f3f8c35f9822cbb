import { createHash } from 'node:crypto';
import { dirname, join, resolve } from 'node:path';

import type { Env } from './env-file.ts';

/** A path, or a URL as SQLAlchemy writes it: `sqlite:///relative`, `sqlite:////absolute`. */
const URL = /^sqlite(\+\w+)?:\/\/\/?/;

/** Where the state is: what is said, or the user's data folder. A server may be started in any folder. */
export function stateFile(said: string | undefined, env: Env, home: string): string {
  if (said === undefined) {
    const data = env.XDG_DATA_HOME ?? '';
    return join(
      data.startsWith('/') ? data : join(home, '.local', 'share'),
      'devbench',
      'state.db',
    );
  }
  const path = said.replace(URL, '');
  return path.startsWith('~/') ? join(home, path.slice(2)) : resolve(path);
}

/** Where a file is that is named beside the state: a server may be started in any folder. */
export const besideState = (said: string, stateFile: string, home: string) =>
  said.startsWith('~/') ? join(home, said.slice(2)) : resolve(dirname(stateFile), said);

/** Stands in labels for the servers that share one state, so that others leave their containers alone. */
export const instanceOf = (host: string, file: string) =>
  createHash('sha256').update(`${host}\0${file}`).digest('hex').slice(0, 16);
