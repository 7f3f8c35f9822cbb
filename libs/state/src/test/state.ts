import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { StateConfig } from '../config.ts';
import { createState, type State } from '../state.ts';

export function testState(file: string, change: Partial<StateConfig> = {}): State {
  const here = { pid: 1, host: 'here', isAlive: () => true };
  return createState({ file, busyTimeoutMs: 5_000, ...here, ...change });
}

export async function temporaryFile() {
  const directory = await mkdtemp(join(tmpdir(), 'devbench-state-'));
  const remove = () => rm(directory, { recursive: true, force: true });
  return { directory, file: join(directory, 'state.db'), remove };
}
