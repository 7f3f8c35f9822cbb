import type { Workspace } from '@devbench/core';

import type { CommandInput } from './command-input.ts';
import type { RunResult } from './run-result.ts';

type Ended = Pick<RunResult, 'status' | 'exit_code' | 'oom_killed' | 'stdout' | 'stderr'>;

const NO_PROGRAM = 127;
/** What resolvers, pip, npm, git, curl and Go programs say where nobody can be reached. */
const UNREACHABLE =
  /could not resolve|name resolution|temporary failure|name or service not known|no such host|bad address|network is unreachable|ENOTFOUND|EAI_AGAIN|ENETUNREACH/i;
/** Where `&` is a character or an operation on bits: quotes, here-documents, arithmetic. */
const NO_COMMANDS = /'[^']*'|"[^"]*"|<<-?\s*(\w+)[^]*?^\s*\1$|\$\(\(.*?\)\)/gm;
const BACKGROUND = /[^&>|\s]\s*&(?![&>\d])/;

/** Next steps for one who reads how a command ended and may not guess why. */
export function adviceOn(
  { status, exit_code, oom_killed, stdout = '', stderr = '' }: Ended,
  { cmd, script = '', shell }: Pick<CommandInput, 'cmd' | 'script' | 'shell'>,
  { network, limits }: Pick<Workspace, 'network' | 'limits'>,
): string[] {
  const failed = exit_code !== 0;
  const commands = script.replaceAll(NO_COMMANDS, '');
  const leaves = shell === undefined && BACKGROUND.test(commands) && !/\bwait\b/.test(commands);
  const cases: readonly (readonly [boolean | undefined, string])[] = [
    [status === 'timeout', 'Its timeout ended it: give a longer one.'],
    [oom_killed, `It had ${limits.memoryMb} MB: spawn takes a larger memory_mb.`],
    [
      failed && network === 'none' && UNREACHABLE.test(`${stdout}\n${stderr}`),
      'This container has no network: spawn takes network bridge.',
    ],
    [
      exit_code === NO_PROGRAM && cmd?.length === 1 && /\s/.test(cmd[0] ?? ''),
      'cmd is a list of words; a line for the shell goes into script.',
    ],
    [
      leaves && status === 'exited',
      'What it left in the background ended with it; exec_start keeps a server running.',
    ],
  ];
  return cases.flatMap(([applies, advice]) => (applies ? [advice] : []));
}
