import { mkdtempDisposableSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';

import { withEnvFile } from './env-file.ts';

it('adds what is ours from the file; the environment wins', () => {
  using folder = mkdtempDisposableSync(join(tmpdir(), 'env-'));
  const path = join(folder.path, '.env');
  writeFileSync(path, 'MCP_LOG_LEVEL=debug # why\nexport MCP_LOG_FORMAT="text"\nDB_PASSWORD=x\n');

  expect(withEnvFile({ MCP_LOG_LEVEL: 'info', HOME: '/h' }, path)).toEqual({
    MCP_LOG_LEVEL: 'info',
    MCP_LOG_FORMAT: 'text',
    HOME: '/h',
  });
});

it('needs no file, but one that is there must be readable', () => {
  using folder = mkdtempDisposableSync(join(tmpdir(), 'env-'));

  expect(withEnvFile({ A: '1' }, join(folder.path, 'none'))).toEqual({ A: '1' });
  expect(() => withEnvFile({}, folder.path)).toThrow('cannot be read');
});
