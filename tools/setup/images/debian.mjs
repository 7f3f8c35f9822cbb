import { spawn } from 'node:child_process';
import { appendFile, copyFile, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { importImage, builtHere } from '../docker/images.mjs';
import { PATH } from '../machine.mjs';
import { lastLines, run } from '../run.mjs';
import { folder } from '../tar.mjs';
import { withUnpacked } from '../unpack.mjs';

const BASE =
  'base-files base-passwd bash coreutils dash debianutils diffutils findutils grep sed tar gzip mawk ' +
  'hostname procps libc-bin util-linux netbase tzdata ca-certificates';
const TOOLS = 'python3 python3-pip python3-venv git';
const CHANGES = [
  'CMD ["python3"]',
  'ENV PATH=/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin LANG=C.UTF-8',
];
const COMPILE = ['python3', '-m', 'compileall', '-q'];
const HOMES = './home';

/**
 * Builds a Debian image with Python, pip and git from this machine's own package source.
 * @param {import('../docker/endpoint.mjs').Endpoint} endpoint
 * @param {string} reference
 * @param {string} recipe
 */
export function buildDebian(endpoint, reference, recipe) {
  return withUnpacked([...BASE.split(' '), ...TOOLS.split(' ')], async (root) => {
    await finish(root);
    const tar = spawn(
      'tar',
      [
        '-C',
        root,
        '--owner=0',
        '--group=0',
        '--numeric-owner',
        '--sort=name',
        `--exclude=${HOMES}`,
        '-c',
        '.',
      ],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    const body = Readable.from(homeThen(tar.stdout));
    await importImage(endpoint, reference, body, [...CHANGES, builtHere(recipe)]);
  });
}

/** The one folder that is not root's goes ahead of the rest. */
async function* homeThen(/** @type {Readable} */ rest) {
  yield folder(HOMES);
  yield folder(`${HOMES}/dev`, 0o755, 1000);
  yield* rest;
}

/** Does what the packages' maintainer scripts would have done, as far as an image needs it. */
async function finish(/** @type {string} */ root) {
  const at = (/** @type {string} */ path) => join(root, path);
  const link = async (/** @type {string} */ target, /** @type {string} */ path) => {
    await rm(at(path), { force: true });
    await symlink(target, at(path));
  };
  await mergeUsr(root);
  await copyFile(at('usr/share/base-passwd/passwd.master'), at('etc/passwd'));
  await copyFile(at('usr/share/base-passwd/group.master'), at('etc/group'));
  await appendFile(at('etc/passwd'), 'dev:x:1000:1000::/home/dev:/bin/bash\n');
  await appendFile(at('etc/group'), 'dev:x:1000:\n');
  await link('dash', 'usr/bin/sh');
  await link('mawk', 'usr/bin/awk');
  await link('which.debianutils', 'usr/bin/which');
  await link('python3', 'usr/bin/python');
  await link('/usr/share/zoneinfo/Etc/UTC', 'etc/localtime');
  const libraries = (await readdir(at('usr/lib')))
    .filter((name) => name.startsWith('python3'))
    .map((name) => `usr/lib/${name}`);
  for (const path of libraries) await rm(at(`${path}/EXTERNALLY-MANAGED`), { force: true });
  const certificates = at('usr/share/ca-certificates/mozilla');
  const names = (await readdir(certificates)).sort();
  const bundle = await Promise.all(names.map((name) => readFile(join(certificates, name))));
  await writeFile(at('etc/ssl/certs/ca-certificates.crt'), Buffer.concat(bundle));
  // Both only make programs faster, and need root.
  const env = { ...process.env, PATH };
  await run('ldconfig', ['-r', root], { env });
  await Promise.all(
    libraries.map((path) => run('chroot', [root, ...COMPILE, `/${path}`], { env })),
  );
}

/** `/bin` and its like become links into `/usr`, as on any Debian of today. */
async function mergeUsr(/** @type {string} */ root) {
  const script = `
    for name in bin sbin lib lib64; do
      if [ -d "$name" ] && [ ! -L "$name" ]; then
        mkdir -p "usr/$name" && cp -a "$name/." "usr/$name/" && rm -rf "$name"
      fi
      if [ -d "usr/$name" ] && [ ! -L "$name" ]; then ln -s "usr/$name" "$name"; fi
    done`;
  const { code, output } = await run('sh', ['-ec', script], { cwd: root });
  if (code !== 0)
    throw new Error(`The file system could not be put together:\n${lastLines(output)}`);
}
