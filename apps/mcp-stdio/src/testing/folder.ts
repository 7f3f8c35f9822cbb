import { mkdtempDisposableSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A new folder that goes when it is out of sight. */
export function tempFolder() {
  const folder = mkdtempDisposableSync(join(tmpdir(), 'devbench-e2e-'));
  const forget = (name: string) => rmSync(join(folder.path, name), { force: true });
  return Object.assign(folder, { forget });
}
