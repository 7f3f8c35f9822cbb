import { existsSync } from 'node:fs';
import { chmod, copyFile, mkdir, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { withLock } from '../lock.mjs';
import { has, isDebian } from '../machine.mjs';
import { inThisCopy, ROOT } from '../places.mjs';
import { withUnpacked } from '../unpack.mjs';

const PROGRAM = join(ROOT, '.devbench/bin/docker-registry');

/**
 * A registry that only tests start: the machine's own, else Debian's, unpacked and not installed, so that no service
 * begins to run. Elsewhere the tests that need one are left out.
 * @returns {Promise<{ summary?: string, value: void }>}
 */
export async function testRegistry() {
  const isThere = () => existsSync(PROGRAM) || has('docker-registry') || !isDebian();
  if (isThere()) return { value: undefined };
  return withLock(inThisCopy('registry'), async () => {
    if (isThere()) return { value: undefined };
    await withUnpacked(['docker-registry'], async (root) => {
      await mkdir(dirname(PROGRAM), { recursive: true });
      await copyFile(join(root, 'usr/bin/docker-registry'), `${PROGRAM}.new`);
      await chmod(`${PROGRAM}.new`, 0o755);
      await rename(`${PROGRAM}.new`, PROGRAM);
    });
    return { summary: 'docker-registry of Debian', value: undefined };
  });
}
