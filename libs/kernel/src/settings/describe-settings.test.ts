import { mkdtempDisposableSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';

import { describeSettings, SECRET_SETTINGS } from './describe-settings.ts';
import { settingsSchema } from './schema.ts';

/** They speak of secrets and are none. */
const HARMLESS = new Set([
  'DOCKER_CERT_PATH',
  'MCP_DOCKER_CERT_PATH',
  'DOCKER_CONFIG',
  'MCP_BEARER_TOKENS_FILE',
  'MCP_OAUTH_TOKEN_TYP',
  'MCP_OAUTH_CONFIG_URL',
  'MCP_TLS_CERT',
  'MCP_TLS_KEY',
]);

it('says what each setting is and who says so', () => {
  using folder = mkdtempDisposableSync(join(tmpdir(), 'settings-'));
  const file = join(folder.path, '.env');
  writeFileSync(file, 'MCP_PORT=1\nMCP_LOG_LEVEL=debug\nMCP_BEARER_TOKEN=hunter2\n');
  const all = describeSettings({ MCP_PORT: '2', DOCKER_HOST: 'tcp://a:hunter2@b' }, file);
  const said = Object.fromEntries(all.map(({ name, value, source }) => [name, [value, source]]));

  expect(said).toMatchObject({
    MCP_PORT: ['2', 'environment'],
    MCP_LOG_LEVEL: ['debug', '.env'],
    MCP_BEARER_TOKEN: ['[hidden]', '.env'],
    DOCKER_HOST: ['tcp://[hidden]@b', 'environment'],
    MCP_TOOLSETS: ['["workspace"]', 'default'],
    MCP_STATE_DB: [undefined, 'default'],
  });
  expect(JSON.stringify(all)).not.toContain('hunter2');
});

it('knows every setting that is secret', () => {
  const names = Object.keys(settingsSchema.shape);
  const suspicious = names.filter((name) => /TOKEN|SECRET|PASSW|KEY|CERT|CONFIG/.test(name));
  const undecided = suspicious.filter((name) => !SECRET_SETTINGS.has(name) && !HARMLESS.has(name));
  expect(undecided).toEqual([]);
  expect([...SECRET_SETTINGS].filter((name) => !names.includes(name))).toEqual([]);
});
