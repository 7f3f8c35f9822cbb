import { AppError, parseWorkspacePath, WORKSPACE_PATH } from '@devbench/core';
import { z } from 'zod';

import { argvOf, commandInput, requestOf } from '../exec/command-input.ts';
import { type CallOn, declare } from '../operation.ts';
import { requestOf as spawnRequestOf } from '../workspace/plan-workspace.ts';
import { spawnInput } from '../workspace/spawn-input.ts';

const verdict = z.strictObject({
  about: z.enum(['image', 'command', 'path']),
  subject: z.string(),
  allowed: z.boolean(),
  reason: z.string(),
  rule: z.string().nullable(),
});

type Verdict = z.output<typeof verdict>;
type Answer = Pick<Verdict, 'reason'> & { readonly rule?: string | undefined };
type Judging = CallOn<'none', 'policy'>;

export const policyCheck = declare({
  name: 'policy_check',
  toolset: 'more',
  target: 'none',
  summary:
    'Ask whether an image, a command or a path is allowed, and by which rule. Nothing is done.',
  effect: 'read',
  input: {
    image: spawnInput.image,
    network: spawnInput.network.describe('For the image'),
    profile: spawnInput.profile,
    cmd: commandInput.cmd,
    script: commandInput.script,
    as_root: commandInput.as_root.describe('For the command'),
    path: z.string().min(1).max(4096).optional(),
  },
  aliases: { command: 'cmd' },
  output: { allowed: z.boolean(), checks: z.array(verdict) },
  render: ({ checks }) =>
    checks
      .map(({ subject, allowed, reason }) => `${subject}: ${allowed ? 'yes' : 'no'}; ${reason}`)
      .join('\n'),
  async run(call: Judging, input) {
    const { image, network, profile, cmd, script, path } = input;
    const checks: Verdict[] = [];
    if (image !== undefined || network !== undefined || profile !== undefined)
      checks.push(judged('image', image ?? 'the default image', () => ofImage(call, input)));
    if (cmd !== undefined || script !== undefined)
      checks.push(
        judged('command', argvOf({ cmd, script }).join(' '), () => ofCommand(call, input)),
      );
    if (path !== undefined) checks.push(judged('path', path, () => ofPath(call, path)));
    if (checks.length === 0) {
      throw new AppError('invalid_argument', 'Nothing to check; give image, cmd, script or path.');
    }
    return { allowed: checks.every(({ allowed }) => allowed), checks };
  },
});

const LONGEST = 200;

function judged(about: Verdict['about'], subject: string, ask: () => Answer): Verdict {
  const shown = { about, subject: subject.slice(0, LONGEST) };
  try {
    const { reason, rule = null } = ask();
    return { ...shown, allowed: true, reason, rule };
  } catch (thrown) {
    if (!(thrown instanceof AppError) || thrown.kind !== 'denied') throw thrown;
    const rule = typeof thrown.data.rule === 'string' ? thrown.data.rule : null;
    return { ...shown, allowed: false, reason: `${thrown.message} ${thrown.hint}`, rule };
  }
}

function ofImage({ policy, caller }: Judging, input: object): Answer {
  const request = spawnRequestOf(z.object(spawnInput).parse(input));
  const { image, network, profile } = policy.planSpawn(caller.principal, request);
  return { reason: `it would be ${image}, ${profile}, with network ${network}` };
}

function ofCommand({ policy, caller }: Judging, input: object): Answer {
  const request = requestOf(z.object(commandInput).parse(input));
  const { rule } = policy.planExec(caller.principal, request);
  return { reason: rule === undefined ? 'no rule is against it' : `by the rule ${rule}`, rule };
}

function ofPath({ policy }: Judging, path: string): Answer {
  const absolute = path.startsWith('/') ? path : `${WORKSPACE_PATH}/${path}`;
  const rule = policy.deniedPath(absolute);
  if (rule !== undefined) {
    throw new AppError('policy_denied', `The path ${absolute} is denied.`, { data: { rule } });
  }
  parseWorkspacePath(path);
  return { reason: 'no rule is against it' };
}
