import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { filesUnder, hashFiles } from '../hash.mjs';

const SOURCES = ['Cargo.toml', 'build.rs', 'src'];

/** The guest agent's crate, and the folder with what was built from it. */
export class Crate {
  constructor(/** @type {string} */ folder) {
    this.folder = folder;
  }

  /** Paths of all that a build reads, relative to the crate. */
  get sources() {
    return filesUnder(this.folder, SOURCES);
  }

  get hash() {
    return hashFiles(this.folder, this.sources);
  }

  /** Where the binary for a platform is kept. */
  binary(/** @type {string} */ arch) {
    return join(this.folder, 'dist', `guest-linux-${arch}`);
  }

  /** A published package has the binary and no sources. */
  hasSources() {
    return existsSync(join(this.folder, 'Cargo.toml'));
  }

  isBuilt(/** @type {string} */ arch) {
    const binary = this.binary(arch);
    if (!existsSync(binary)) return false;
    if (!this.hasSources()) return true;
    const record = `${binary}.sha256`;
    return existsSync(record) && readFileSync(record, 'utf8').trim() === this.hash;
  }

  /**
   * Keeps a binary with the hash of the sources that it was made from. The record goes first and
   * comes last, so that a crash in between means a new build, not a wrong binary.
   * @param {string} arch
   * @param {string} hash
   * @param {Buffer} content
   */
  keep(arch, hash, content) {
    const binary = this.binary(arch);
    mkdirSync(join(this.folder, 'dist'), { recursive: true });
    rmSync(`${binary}.sha256`, { force: true });
    writeFileSync(`${binary}.new`, content, { mode: 0o755 });
    renameSync(`${binary}.new`, binary);
    writeFileSync(`${binary}.sha256`, `${hash}\n`);
  }
}
