import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The files under some paths, sorted, relative to `root`. What does not exist is skipped.
 * @param {string} root
 * @param {readonly string[]} paths
 * @returns {string[]}
 */
export function filesUnder(root, paths) {
  return paths
    .flatMap((path) => {
      const stat = statSync(join(root, path), { throwIfNoEntry: false });
      if (!stat) return [];
      if (!stat.isDirectory()) return [path];
      return filesUnder(
        root,
        readdirSync(join(root, path)).map((name) => `${path}/${name}`),
      );
    })
    .sort();
}

/**
 * One hash over the names and contents of files.
 * @param {string} root
 * @param {readonly string[]} files
 */
export function hashFiles(root, files) {
  const hash = createHash('sha256');
  for (const file of files) {
    const content = readFileSync(join(root, file));
    hash.update(`${file}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex');
}
