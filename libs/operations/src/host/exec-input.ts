import { z } from 'zod';

import { commandInput } from '../exec/command-input.ts';
import type { OperationsConfig } from '../config.ts';
import type { HostCommand } from './host-command.ts';
import { chunkInput, hostId, maxBytesInput, replyBytes } from './host-fields.ts';

const LONGEST_MS = 86_400_000;

const entry = z.string().regex(/^[^=\0]+=[^\0]*$/, 'is NAME=value');

/** What `docker_exec` takes, under the names of mcp-docker-exec. */
export const hostExecInput = {
  id: hostId,
  cmd: commandInput.cmd.unwrap().describe('Program and arguments, no shell'),
  stdin: commandInput.stdin.unwrap().optional(),
  user: z.string().min(1).max(255).optional().describe('Name or uid, with :group if you like'),
  cwd: z.string().max(4096).optional(),
  env: z.array(entry, 'a list of NAME=value').max(256).default([]),
  stream: z.boolean().default(false).describe('Output is sent as progress to who asks for it'),
  tty: z.boolean().default(false),
  timeoutMs: z.int().min(1).max(LONGEST_MS).optional(),
  max_bytes: maxBytesInput,
  chunkBytes: chunkInput,
};

export type HostExecInput = z.output<z.ZodObject<typeof hostExecInput>>;

/** Without a timeout of its own the policy has one, which is not known before it is asked. */
export const longestMs = ({ timeoutMs = LONGEST_MS }: HostExecInput): number => timeoutMs;

export function toHostCommand(
  input: HostExecInput,
  { dockerTools: { timeoutMs: usualMs, ...usual } }: OperationsConfig,
): HostCommand {
  const [program = '', ...rest] = input.cmd;
  const { cwd, user, stdin, tty, timeoutMs = usualMs } = input;
  return {
    argv: [program, ...rest],
    env: Object.fromEntries(input.env.map((each) => [nameOf(each), valueOf(each)])),
    ...{ cwd, user, stdin, tty },
    timeoutS: timeoutMs === undefined ? undefined : timeoutMs / 1000,
    maxBytes: replyBytes(input.max_bytes, usual.maxBytes),
    chunkBytes: input.chunkBytes ?? usual.chunkBytes,
  };
}

export const nameOf = (each: string) => each.slice(0, each.indexOf('='));
const valueOf = (each: string) => each.slice(each.indexOf('=') + 1);
