import { mkdtempDisposableSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A new folder that goes when it is out of sight. */
export const tempFolder = () => mkdtempDisposableSync(join(tmpdir(), 'devbench-http-'));

/** What is in the files whose names begin so. */
export const textOf = (folder: string, prefix: string): string =>
  readdirSync(folder)
    .filter((name) => name.startsWith(prefix))
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .join('');
