import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempDisposableSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { expect, it } from 'vitest';

const FROM = JSON.stringify(join(import.meta.dirname, 'compile-cache.ts'));

/** Loads a program in a process of its own, which has this home and is killed when it runs. */
async function load(folder: string, home: string): Promise<string> {
  const program = join(folder, 'program.mjs');
  writeFileSync(program, `export const greet = () => 'hello';`);
  const source = `
    const { loadCompiled } = await import(${FROM});
    const { greet } = await loadCompiled(process.env, () => import(${JSON.stringify(program)}));
    console.log(greet());
    setInterval(() => {}, 1000);
  `;
  const env = { PATH: process.env.PATH, HOME: home };
  const child = spawn(process.execPath, ['--input-type=module', '--eval', source], { env });
  const ended = once(child, 'exit');
  const [said] = (await Promise.race([once(child.stdout, 'data'), ended])) as [unknown];
  child.kill('SIGKILL');
  await ended;
  return String(said).trim();
}

it('keeps what was compiled, also for who is killed', async () => {
  using folder = mkdtempDisposableSync(join(tmpdir(), 'compiled-'));

  await expect(load(folder.path, folder.path)).resolves.toBe('hello');

  const options = { recursive: true, withFileTypes: true } as const;
  const kept = readdirSync(join(folder.path, '.cache/devbench/compiled'), options);
  expect(kept.filter((entry) => entry.isFile())).not.toEqual([]);
});

it.each([
  ['that cannot be written', 'file'],
  ['that nobody named', ''],
])('loads without a home %s', async (_, name) => {
  using folder = mkdtempDisposableSync(join(tmpdir(), 'compiled-'));
  writeFileSync(join(folder.path, 'file'), '');
  const home = name && join(folder.path, name);

  await expect(load(folder.path, home)).resolves.toBe('hello');

  expect(readdirSync(folder.path).sort()).toEqual(['file', 'program.mjs']);
});
