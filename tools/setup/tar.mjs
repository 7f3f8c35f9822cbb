const BLOCK = 512;
const TYPES = { file: '0', symlink: '2', folder: '5' };

/**
 * @typedef {object} Entry
 * @property {string} path at most 100 bytes
 * @property {keyof typeof TYPES} type
 * @property {number} mode
 * @property {number} [owner] user and group
 * @property {string} [target] of a symlink
 * @property {Buffer} [content] of a file
 */

export const folder = (/** @type {string} */ path, mode = 0o755, owner = 0) =>
  entry({ path: `${path}/`, type: 'folder', mode, owner });

/**
 * @param {string} path
 * @param {Buffer | string} content
 */
export const file = (path, content, mode = 0o644) =>
  entry({ path, type: 'file', mode, content: Buffer.from(content) });

/**
 * @param {string} path
 * @param {string} target
 */
export const symlink = (path, target) => entry({ path, type: 'symlink', mode: 0o777, target });

/** Closes an archive: entries, then two empty blocks. */
export const archive = (/** @type {Buffer[]} */ ...entries) =>
  Buffer.concat([...entries, Buffer.alloc(2 * BLOCK)]);

/**
 * One entry of a tar archive (ustar).
 * @param {Entry} entry
 */
function entry({ path, type, mode, owner = 0, target = '', content = Buffer.alloc(0) }) {
  const head = Buffer.alloc(BLOCK);
  const number = (
    /** @type {number} */ value,
    /** @type {number} */ at,
    /** @type {number} */ width,
  ) => head.write(value.toString(8).padStart(width - 1, '0'), at);
  if (Buffer.byteLength(path) > 100) throw new RangeError(`${path} is too long for a tar entry`);
  head.write(path, 0);
  number(mode, 100, 8);
  number(owner, 108, 8);
  number(owner, 116, 8);
  number(content.length, 124, 12);
  number(0, 136, 12);
  head.fill(' ', 148, 156);
  head.write(TYPES[type], 156);
  head.write(target, 157);
  head.write('ustar\x0000', 257);
  number(
    head.reduce((sum, byte) => sum + byte, 0),
    148,
    8,
  );
  return Buffer.concat([head, content, Buffer.alloc(-content.length & (BLOCK - 1))]);
}

/** The content of the first regular file in an archive. */
export function firstFile(/** @type {Buffer} */ tar) {
  for (let at = 0; at + BLOCK <= tar.length;) {
    const size = parseInt(tar.toString('latin1', at + 124, at + 136), 8) || 0;
    const begin = at + BLOCK;
    if (tar[at + 156] === TYPES.file.charCodeAt(0)) return tar.subarray(begin, begin + size);
    at = begin + Math.ceil(size / BLOCK) * BLOCK;
  }
  throw new Error('The archive holds no file');
}
