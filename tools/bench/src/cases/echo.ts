import { z } from 'zod';

import { docker } from '../engine/docker-cli.ts';
import type { Call } from '../ours/call.ts';

const WORD = 'hi';
export const ECHO: readonly [string, ...string[]] = ['echo', WORD];

const ran = z.object({ stdout: z.string() });

/** Runs `echo` in a workspace of ours; a wrong answer is no measurement. */
export async function ourEcho(call: Call, container_id: string): Promise<void> {
  expectWord(ran.parse(await call('exec_run', { container_id, cmd: ECHO })).stdout);
}

export async function cliEcho(container: string): Promise<void> {
  expectWord(await docker(['exec', container, ...ECHO]));
}

export async function naiveEcho(call: Call, container: string): Promise<void> {
  expectWord(ran.parse(await call('exec', { container, cmd: ECHO })).stdout);
}

export function expectWord(stdout: string): void {
  if (stdout.trim() !== WORD) throw new Error(`echo answered ${JSON.stringify(stdout)}`);
}
