import { mkdtempDisposableSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A new folder that goes when it is out of sight. */
export const tempFolder = () => mkdtempDisposableSync(join(tmpdir(), 'devbench-http-'));
