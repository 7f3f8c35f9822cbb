import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { it } from 'node:test';
import { Crate } from './crate.mjs';

it('is built as long as the sources are those of the binary', (t) => {
  const root = mkdtempSync(join(tmpdir(), 'devbench-crate-'));
  t.after(() => rmSync(root, { recursive: true }));
  const crate = new Crate(root);
  mkdirSync(join(root, 'src'));
  writeFileSync(join(root, 'Cargo.toml'), '[package]');
  writeFileSync(join(root, 'src/main.rs'), 'fn main() {}');

  assert.ok(!crate.isBuilt('x64'));
  crate.keep('x64', crate.hash, Buffer.from('binary'));
  assert.ok(crate.isBuilt('x64'));
  assert.ok(!crate.isBuilt('arm64'));

  writeFileSync(join(root, 'src/main.rs'), 'fn main() { }');
  assert.ok(!crate.isBuilt('x64'));

  rmSync(join(root, 'src'), { recursive: true });
  rmSync(join(root, 'Cargo.toml'));
  assert.ok(crate.isBuilt('x64'), 'a published package has no sources');
});
