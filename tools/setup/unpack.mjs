import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { aptUpdate, isRoot } from './machine.mjs';
import { SetupError } from './report.mjs';
import { lastLines, run } from './run.mjs';

const LEFT_OUT = ['doc', 'man', 'info', 'locale', 'lintian'].map((name) => `./usr/share/${name}/*`);

/** @typedef {{ alone?: boolean }} Options */

/**
 * Unpacks Debian packages with all they depend on (`alone`: without) into an empty folder and hands that to `work`.
 * Nothing is installed on this machine and no maintainer script runs; needs no root.
 * @template T
 * @param {readonly string[]} packages
 * @param {(root: string) => Promise<T>} work
 * @param {Options} [options]
 * @returns {Promise<T>}
 */
export async function withUnpacked(packages, work, { alone = false } = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'devbench-apt-'));
  try {
    const root = join(folder, 'root');
    await mkdir(root);
    await (alone ? downloadAlone : download)(packages, folder);
    const archives = join(folder, 'archives');
    const debs = (await readdir(archives)).filter((name) => name.endsWith('.deb'));
    const worker = async () => {
      for (let deb = debs.pop(); deb; deb = debs.pop()) await unpack(join(archives, deb), root);
    };
    await Promise.all(Array.from({ length: availableParallelism() }, worker));
    return await work(root);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * @param {readonly string[]} packages
 * @param {string} folder
 */
async function download(packages, folder) {
  if (isRoot()) await aptUpdate();
  await mkdir(join(folder, 'archives', 'partial'), { recursive: true });
  // An empty status file: as if nothing were installed, so every dependency is fetched.
  await writeFile(join(folder, 'status'), '');
  const settings = {
    'APT::Sandbox::User': 'root',
    'Debug::NoLocking': '1',
    'Dir::State::status': join(folder, 'status'),
    'Dir::Cache': folder,
    'Dir::Cache::archives': join(folder, 'archives'),
  };
  const options = Object.entries(settings).flatMap(([name, value]) => ['-o', `${name}=${value}`]);
  const flags = ['-qq', '-y', '--no-install-recommends', '--download-only'];
  const { code, output } = await run('apt-get', [...flags, ...options, 'install', ...packages]);
  if (code !== 0) throw failed(packages, output);
}

/**
 * @param {readonly string[]} packages
 * @param {string} folder
 */
async function downloadAlone(packages, folder) {
  if (isRoot()) await aptUpdate();
  const cwd = join(folder, 'archives');
  await mkdir(cwd);
  const { code, output } = await run('apt-get', ['-qq', 'download', ...packages], { cwd });
  if (code !== 0) throw failed(packages, output);
}

const failed = (/** @type {readonly string[]} */ packages, /** @type {string} */ output) =>
  new SetupError(
    `apt-get could not download ${packages.join(' ')}:\n${lastLines(output)}`,
    'Look at the network and at the apt sources, run "apt-get update" as root, and try again.',
  );

/**
 * @param {string} deb
 * @param {string} root
 */
async function unpack(deb, root) {
  const excluded = LEFT_OUT.map((pattern) => `--exclude=${pattern}`);
  const source = spawn('dpkg-deb', ['--fsys-tarfile', deb], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const target = spawn(
    'tar',
    ['-C', root, '-xp', '--no-same-owner', '--keep-directory-symlink', ...excluded],
    {
      stdio: ['pipe', 'ignore', 'inherit'],
    },
  );
  source.stdout.pipe(target.stdin);
  const codes = await Promise.all(
    [source, target].map((child) => new Promise((resolve) => child.once('close', resolve))),
  );
  if (codes.some((code) => code !== 0)) throw new Error(`${deb} could not be unpacked`);
}
