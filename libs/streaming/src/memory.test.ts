import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

import { expect, it, onTestFinished } from 'vitest';

import { temporaryDirectory } from './test/outputs.ts';

const MIB = 1024 * 1024;

it('stays small while 300 MB come and nobody reads', async () => {
  const directory = await temporaryDirectory(onTestFinished);
  const script = `
    import { flood } from ${JSON.stringify(new URL('./test/flood.ts', import.meta.url).href)};
    const grown = await flood(${JSON.stringify(directory)}, 300, () => process.memoryUsage.rss());
    process.stdout.write(String(grown));`;
  const { stdout } = await promisify(execFile)(process.execPath, [
    '--conditions=@devbench/source',
    '--input-type=module',
    '--eval',
    script,
  ]);
  expect(Number(stdout)).toBeGreaterThan(0);
  expect(Number(stdout)).toBeLessThan(150 * MIB);
}, 60_000);
