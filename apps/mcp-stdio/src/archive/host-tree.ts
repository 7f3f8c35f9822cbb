import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A few thousand small files, as a project has them, with something to run. */
export function makeProject(folder: string, files = 3000): void {
  for (let index = 0; index < files; index += 1) {
    const path = join(folder, `src/part${index % 40}/deep${index % 7}/file ${index}.txt`);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, `${index}\n`.repeat(1 + (index % 300)));
  }
  writeFileSync(join(folder, 'check.sh'), 'find src -type f | wc -l; cat src/*/*/* | wc -c\n', {
    mode: 0o755,
  });
  mkdirSync(join(folder, `long-${'n'.repeat(120)}`, 'd'.repeat(120)), { recursive: true });
  execFileSync('ln', ['-s', '../check.sh', join(folder, 'src/check')]);
}

export const pack = (folder: string, archive: string, ...options: string[]) =>
  execFileSync('tar', ['-C', folder, ...options, '-cf', archive, '.']);

export function unpack(archive: string, folder: string): void {
  mkdirSync(folder, { recursive: true });
  execFileSync('tar', ['-C', folder, '-xpf', archive]);
}

/** Names, modes, targets and contents. */
export const describe = (folder: string): string =>
  execFileSync('sh', ['-c', LISTING], { cwd: folder, maxBuffer: 1e8 }).toString();

const LISTING = `
find . -mindepth 1 \\( -type l -printf '%P -> %l\\n' -o -printf '%P %y %m\\n' \\) | LC_ALL=C sort
find . -type f -print0 | LC_ALL=C sort -z | xargs -0 -r cksum
`;
