import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { it } from 'node:test';
import { filesUnder, hashFiles } from './hash.mjs';

it('changes with a name or a content, and with nothing else', (t) => {
  const root = mkdtempSync(join(tmpdir(), 'devbench-hash-'));
  t.after(() => rmSync(root, { recursive: true }));
  const hash = () => hashFiles(root, filesUnder(root, ['Cargo.toml', 'absent', 'src']));
  mkdirSync(join(root, 'src/deep'), { recursive: true });
  writeFileSync(join(root, 'Cargo.toml'), 'a');
  writeFileSync(join(root, 'src/deep/main.rs'), 'b');

  assert.deepEqual(filesUnder(root, ['src', 'Cargo.toml']), ['Cargo.toml', 'src/deep/main.rs']);
  const first = hash();
  writeFileSync(join(root, 'elsewhere'), 'c');
  assert.equal(hash(), first);
  writeFileSync(join(root, 'src/deep/main.rs'), 'B');
  const second = hash();
  assert.notEqual(second, first);
  renameSync(join(root, 'src/deep/main.rs'), join(root, 'src/main.rs'));
  assert.notEqual(hash(), second);
});
