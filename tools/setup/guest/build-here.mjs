import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { aptInstall, has, isDebian, isRoot } from '../machine.mjs';
import { announce, SetupError } from '../report.mjs';
import { lastLines, run } from '../run.mjs';

const OLDEST = { major: 1, minor: 63 };
const CPU = { x64: 'x86_64', arm64: 'aarch64' };

/**
 * Compiles the crate with this machine's Rust, or with Debian's when there is none and we may
 * install it.
 * @param {import('./crate.mjs').Crate} crate
 * @param {keyof typeof CPU} arch
 * @returns {Promise<Buffer | undefined>} the binary, or nothing when this machine cannot make one
 */
export async function buildHere(crate, arch) {
  if (process.platform !== 'linux' || process.arch !== arch) return undefined;
  let target = await findTarget(arch);
  if (!target && isRoot() && isDebian()) {
    announce("no Rust here; installing Debian's cargo and rustc by apt-get");
    await aptInstall(['cargo', 'rustc', 'gcc', 'libc6-dev']);
    target = await findTarget(arch);
  }
  if (!target) return undefined;
  const output = join(crate.folder, 'target');
  announce('compiling the guest agent');
  const build = await run(
    'cargo',
    ['build', '--release', '--offline', '--target', target, '--target-dir', output],
    {
      cwd: crate.folder,
      env: { ...process.env, RUSTFLAGS: '-C target-feature=+crt-static' },
    },
  );
  if (build.code !== 0) {
    throw new SetupError(
      `The guest agent does not compile:\n${lastLines(build.output, 20)}`,
      `Mend it, or put a built one at ${crate.binary(arch)}.`,
    );
  }
  return readFileSync(join(output, target, 'release', 'guest'));
}

/**
 * @param {keyof typeof CPU} arch
 * @returns {Promise<string | undefined>} what rustc builds for by itself, if that is what we need
 */
async function findTarget(arch) {
  if (!has('cargo') || !has('rustc') || !has('cc')) return undefined;
  const { output } = await run('rustc', ['-vV']);
  const [, major = 0, minor = 0] = /^release: (\d+)\.(\d+)/m.exec(output)?.map(Number) ?? [];
  const isNew = major > OLDEST.major || (major === OLDEST.major && minor >= OLDEST.minor);
  const host = /^host: (.+)$/m.exec(output)?.[1];
  return isNew && host?.startsWith(`${CPU[arch]}-`) && host.includes('-linux-') ? host : undefined;
}
