import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const PROGRAMS_FOLDER = join(import.meta.dirname, '../../../../node_modules/.bin');

interface Asked {
  readonly url: URL;
  readonly token: string | undefined;
  /** Where the program may keep what it likes. */
  readonly home: string;
  readonly tool: string;
  readonly input: Readonly<Record<string, string>>;
}

/** Calls a tool by a program's command line; answers what the tool does. */
type Call = (asked: Asked) => Promise<unknown>;

async function run(home: string, program: string, args: readonly string[]) {
  const command = [join(PROGRAMS_FOLDER, program), ...args];
  const env = { PATH: process.env.PATH, HOME: home };
  const { stdout } = await promisify(execFile)(process.execPath, command, { env, cwd: home });
  return JSON.parse(stdout) as Record<string, never>;
}

const inspector: Call = async ({ url, token, home, tool, input }) => {
  const to = ['--cli', '-q', '--format', 'json', url.href, '--transport', 'http'];
  const who = token === undefined ? [] : ['--header', `Authorization: Bearer ${token}`];
  const call = ['--method', 'tools/call', '--tool-name', tool];
  const args = ['--tool-args-json', JSON.stringify(input)];
  const { result } = await run(home, 'mcp-inspector', [...to, ...who, ...call, ...args]);
  return (result as { structuredContent: unknown } | undefined)?.structuredContent;
};

const mcporter: Call = ({ url, token, home, tool, input }) => {
  const to = ['call', '--allow-http', '--http-url', url.href, '--no-oauth'];
  const who = token === undefined ? [] : ['--header', `Authorization=Bearer ${token}`];
  const args = Object.entries(input).map((pair) => pair.join('='));
  return run(home, 'mcporter', [...to, ...who, tool, ...args, '--output', 'json']);
};

/** Both sign people on by a browser, and know nothing of a client's own secret: they are given a token. */
export const PROGRAMS: readonly (readonly [string, Call])[] = [
  ['the MCP Inspector', inspector],
  ['mcporter', mcporter],
];
