import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { loadConfig, loadHttpConfig, settingsSchema } from '@devbench/kernel';
import { operations } from '@devbench/operations';
import { expect, it } from 'vitest';

import { blocks, commands, ROOT } from './blocks.ts';
import { ELSEWHERE } from './elsewhere.ts';
import { isServer } from './servers.ts';

const place = { home: '/home/me', host: 'here', pid: 1, isAlive: () => true, user: 'me' };

it('says of every example what it is', () => {
  const known = ['call', 'console', 'env', 'json', 'sh', 'text', 'ts', 'yaml'];
  expect(blocks.filter(({ language }) => !known.includes(language))).toEqual([]);
});

it('has a test or a reason for every command', () => {
  const without = commands.filter(
    ({ command }) =>
      !isServer(command) && !ELSEWHERE.some(([begins]) => command.startsWith(begins)),
  );
  expect(without).toEqual([]);
});

it('gives reasons that still hold', () => {
  for (const [begins, reason] of ELSEWHERE) {
    expect(commands.map(({ command }) => command)).toContainEqual(
      expect.stringContaining(begins) as string,
    );
    const [file] = /^\w+\/[\w./-]+/.exec(reason) ?? [];
    if (file !== undefined) expect(existsSync(join(ROOT, file)), reason).toBe(true);
  }
});

it.each(blocks.filter(({ language }) => language === 'env'))(
  '$page has settings that a server takes: $text',
  async ({ text }) => {
    const lines = text.split('\n').map((line) => /^(\w+)='?(.*?)'?$/.exec(line) ?? []);
    const env = Object.fromEntries(lines.map(([, name = '', value = '']) => [name, value]));
    expect(Object.keys(env)).not.toContain('');
    await loadConfig(env, place);
    await loadHttpConfig(env, place);
  },
);

it('names no setting that is not there', () => {
  const pages = globSync(['*.md', 'docs/{*,guides/*}.md', 'examples/*/*.md'], { cwd: ROOT });
  const unknown = pages.flatMap((page) =>
    [...readFileSync(join(ROOT, page), 'utf8').matchAll(/\b(?:DOCKER_)?MCP_[A-Z_]*[A-Z]\b/g)]
      .map(([name]) => name)
      .filter((name) => !(name in settingsSchema.shape))
      .map((name) => `${page}: ${name}`),
  );
  expect(unknown).toEqual([]);
});

it('has every tool in the README', () => {
  const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
  const missing = operations.filter(({ name }) => !readme.includes(`\`${name}\``));
  expect(missing.map(({ name }) => name)).toEqual([]);
});
