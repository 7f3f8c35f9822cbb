import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterAll, expect, it } from 'vitest';

import { blocks, commands } from './blocks.ts';
import { isServer, startServer } from './servers.ts';
import { person } from './shell.ts';

const me = person();
afterAll(() => me[Symbol.dispose]());

const starts = new Set(commands.map(({ command }) => command).filter(isServer));

it.each([...starts])('%s listens', { timeout: 600_000 }, async (command) => {
  const tokens = blocks.find(({ text }) => text.startsWith('# name=token'))?.text ?? '';
  const file = join(me.folder, 'tokens');
  writeFileSync(file, tokens);
  await using server = await startServer(command.replace('/etc/devbench/tokens', file), me.env);
  const { protocol, port } = server.url;

  const { status } = await fetch(`${protocol}//127.0.0.1:${port}/health/live`);
  expect(status).toBe(200);
});

const sessions = blocks.filter(({ language }) => language === 'console');

it.each(sessions)('$page shows what a terminal shows', { timeout: 600_000 }, async ({ text }) => {
  const shown = text.split(/^\$ /m).slice(1);
  const typed = shown.map((each) => each.split('\n', 1).join());

  const said = await me.type(typed);

  for (const [n, each] of shown.entries()) {
    const lines = each.split('\n').slice(1).map(general).filter(Boolean);
    const real = (said[n] ?? '').split('\n').map(general);
    expect(real, typed[n]).toEqual(expect.arrayContaining(lines));
  }
});

/** Without what is another time, machine or person. */
const general = (line: string) =>
  line
    .trim()
    .replaceAll(/\d[\d.:TZ-]*/g, '#')
    .replace(/^# \S+ /, '# somebody ');
