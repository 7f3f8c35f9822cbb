import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { it } from 'node:test';
import { archive, file, firstFile, folder, symlink } from './tar.mjs';

const content = 'x'.repeat(513);
const tar = archive(
  folder('home', 0o755, 1000),
  symlink('bin', 'usr/bin'),
  file('a', content, 0o755),
);

it('writes what tar reads', () => {
  const list = execFileSync('tar', ['-tvf', '-', '--numeric-owner'], { input: tar }).toString();
  assert.match(list, /^drwxr-xr-x\s.*\b1000\b.*home\/$/m);
  assert.match(list, /bin -> usr\/bin$/m);
  assert.match(list, /^-rwxr-xr-x\s.*\b513\b.*a$/m);
});

it('finds the first file', () => {
  assert.equal(firstFile(tar).toString(), content);
  assert.throws(() => firstFile(archive(folder('home'))), /no file/);
});

it('refuses a path that does not fit', () => {
  assert.throws(() => file('a'.repeat(101), ''), RangeError);
});
