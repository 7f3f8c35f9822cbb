import { existsSync } from 'node:fs';
import { copyFile, mkdir, readdir, rename } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { withLock } from '../lock.mjs';
import { has, isDebian } from '../machine.mjs';
import { inThisCopy, ROOT } from '../places.mjs';
import { withUnpacked } from '../unpack.mjs';

const BIN = join(ROOT, '.devbench/bin');

/** Programs that only tests start: how their paths end in Debian's packages, after a library that few machines have. */
const PROGRAMS = [
  { name: 'docker-registry', packages: ['docker-registry'], files: ['usr/bin/docker-registry'] },
  {
    name: 'sshd',
    packages: ['libwrap0', 'openssh-server'],
    files: ['/libwrap.so.0', 'usr/sbin/sshd'],
  },
];

const isThere = (/** @type {{ name: string }} */ { name }) =>
  existsSync(join(BIN, name)) || has(name) || existsSync(join('/usr/sbin', name));

/**
 * A registry and an ssh server for tests: the machine's own, else Debian's, unpacked and not installed, so that no
 * service begins to run. Elsewhere the tests that need them are left out.
 * @returns {Promise<{ summary?: string, value: void }>}
 */
export async function testPrograms() {
  const missing = () => PROGRAMS.filter((program) => !isThere(program));
  if (!isDebian() || missing().length === 0) return { value: undefined };
  return withLock(inThisCopy('programs'), async () => {
    const wanted = missing();
    if (wanted.length === 0) return { value: undefined };
    const packages = wanted.flatMap((program) => program.packages);
    const files = wanted.flatMap((program) => program.files);
    await withUnpacked(packages, (root) => keepAll(root, files), { alone: true });
    return { summary: `${packages.join(', ')} of Debian`, value: undefined };
  });
}

/** In this order: the program itself comes last, so that it is whole when it is there. */
async function keepAll(/** @type {string} */ root, /** @type {readonly string[]} */ ends) {
  const unpacked = await readdir(root, { recursive: true });
  await mkdir(BIN, { recursive: true });
  for (const end of ends) {
    const file = join(root, unpacked.find((path) => path.endsWith(end)) ?? end);
    const target = join(BIN, basename(file));
    await copyFile(file, `${target}.new`);
    await rename(`${target}.new`, target);
  }
}
