import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, realpathSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';

import Docker from 'dockerode';

import { tempFolder } from '../testing/folder.ts';
import { buildFrom } from './build-image.ts';

const BASE = 'python:3.11-slim';
const METHODS = '/usr/lib/apt/methods';

/** Of an image that the set-up made of this machine's own packages, to which its programs fit. */
const BUILT_HERE = 'com.mcp.devbench.built';

/** Whether this machine's own apt can be put into an image. */
export async function hasApt(): Promise<boolean> {
  if (!existsSync(METHODS) || spawnSync('apt-get', ['--version']).status !== 0) return false;
  const found = await new Docker()
    .getImage(BASE)
    .inspect()
    .catch(() => undefined);
  // It may be null, whatever its type says.
  const labels: unknown = found?.Config.Labels;
  return JSON.stringify(labels ?? {}).includes(`"${BUILT_HERE}":"true"`);
}

const PROGRAMS = [
  '/usr/bin/apt-get',
  ...['http', 'copy', 'store'].map((name) => join(METHODS, name)),
];

/** The image of the tests with apt, which knows one repository; of this machine's files, so that no other is needed. */
export async function aptImage(name: string, repository: string): Promise<AsyncDisposable> {
  using folder = tempFolder();
  const into = (...path: readonly string[]) => join(folder.path, ...path);
  for (const path of ['lib', 'methods']) mkdirSync(into(path));
  const linked = execFileSync('ldd', PROGRAMS, { encoding: 'utf8' });
  for (const [path] of linked.matchAll(/\/\S+\.so\S*/g))
    if (!/ld-linux|libc\.so|libm\.so/.test(path))
      cpSync(realpathSync(path), into('lib', basename(path)));
  for (const path of PROGRAMS.slice(1)) cpSync(path, into('methods', basename(path)));
  cpSync('/usr/bin/apt-get', into('apt-get'));
  writeFileSync(into('sources.list'), `deb [trusted=yes] ${repository} ./\n`);
  writeFileSync(into('Dockerfile'), DOCKERFILE);
  return await buildFrom(
    folder.path,
    ['Dockerfile', 'lib', 'methods', 'apt-get', 'sources.list'],
    name,
  );
}

const DOCKERFILE = `FROM ${BASE}
COPY lib /usr/local/lib/
COPY methods ${METHODS}/
COPY apt-get /usr/bin/
COPY sources.list /etc/apt/
RUN ldconfig && mkdir -p /var/lib/apt/lists/partial /var/cache/apt/archives/partial /etc/apt/apt.conf.d \
  /etc/apt/preferences.d /var/log/apt && touch /var/lib/dpkg/status && rm -rf /usr/bin/pip* /usr/lib/python3/dist-packages/pip*
`;
