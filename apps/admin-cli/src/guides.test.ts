import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Command } from 'commander';
import { expect, it } from 'vitest';

import { createProgram } from './program.ts';

const ROOT = join(import.meta.dirname, '../../..');
const pages = globSync(['{README,CONTRIBUTING}.md', 'docs/**/*.md'], { cwd: ROOT });
const scripts = Object.keys(
  (
    JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
      scripts: Record<string, string>;
    }
  ).scripts,
);

/** What a page tells its reader to type: in code, also within a line. */
const codeOf = (page: string) =>
  [...readFileSync(join(ROOT, page), 'utf8').matchAll(/`([^`\n]+)`|^(?:\$ )?(\w.*)$/gm)].map(
    ([, inline, line]) => inline ?? line ?? '',
  );
const matches = (pattern: RegExp) =>
  pages.flatMap((page) =>
    codeOf(page).flatMap((code) => {
      const [, said] = pattern.exec(code) ?? [];
      return said === undefined ? [] : [[page, said] as const];
    }),
  );

const commands = matches(/^(?:npm run -s )?devbench (?:-- )?((?:--url \S+ )?[a-z][a-z -].*)$/);

it.each(commands)('%s: devbench %s is a command', (_page, said) => {
  const words = said.split(/ -- | \||,/, 1)[0]?.split(' ') ?? [];
  let command: Command = createProgram();
  for (const word of words)
    command = command.commands.find((each) => each.name() === word) ?? command;
  const known = [...createProgram().options, ...command.options].map(({ long }) => long);

  expect(command.name()).not.toBe('devbench');
  for (const option of words.filter((word) => word.startsWith('--')))
    expect(known).toContain(option);
});

it('names no script that is not there', () => {
  const said = matches(/^npm run (?:-s )?([\w:-]+)/).map(([, script]) => script);

  expect(said.length).toBeGreaterThan(5);
  expect(said.filter((script) => !scripts.includes(script))).toEqual([]);
});
