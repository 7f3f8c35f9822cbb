import { execFile } from 'node:child_process';
import { join } from 'node:path';

import type { Finding } from '../doctor/examine.ts';
import { serverEnv } from './devbench.ts';

const MAIN = join(import.meta.dirname, '../main.ts');

/** What the doctor finds in a process that `prefix` gives other surroundings. */
export function doctorIn(
  folder: string,
  prefix: readonly string[],
  more: Record<string, string | undefined>,
): Promise<readonly Finding[]> {
  const doctor = [process.execPath, '--conditions=@devbench/source', MAIN, 'doctor', '--json'];
  const [program = '', ...argv] = [...prefix, ...doctor];
  const env = { ...serverEnv(folder), ...more };
  return new Promise((resolve, reject) => {
    // It ends with an error whenever it finds something.
    execFile(program, argv, { env }, (_error, stdout, stderr) => {
      try {
        resolve((JSON.parse(stdout) as { findings: Finding[] }).findings);
      } catch {
        reject(new Error(`The doctor said nothing: ${stderr}`));
      }
    });
  });
}
