import { AppError } from '@devbench/core';
import { z } from 'zod';

import { envInput } from '../exec/command-input.ts';
import { type CallOn, declare } from '../operation.ts';
import { type ObtainCall, obtainWorkspace } from '../workspace/obtain-workspace.ts';
import { requestOf } from '../workspace/plan-workspace.ts';
import { SPAWN_DEADLINE_MS } from '../workspace/spawn-deadline.ts';
import type { SpawnInput } from '../workspace/spawn-input.ts';
import { aliasInput } from '../workspace/workspace-fields.ts';
import { findManager } from './packages/find-manager.ts';
import { install, INSTALL_S } from './packages/install.ts';
import { splitList } from './packages/split-list.ts';
import type { CodeCall } from './run-code.ts';
import { sessionAlias } from './session-alias.ts';

type CreateCall = ObtainCall & Omit<CodeCall, 'workspace'>;

export const createContainer = declare({
  name: 'create_container',
  toolset: 'sandbox',
  target: 'none',
  summary:
    'Make a container to run code in. With a session_id its files in /workspace are kept, for the ' +
    'next container of that name, or of the session without one. Packages need network_enabled.',
  effect: 'write',
  rate: 'spawns',
  input: {
    image: z.string().min(1).max(512),
    name: aliasInput.optional(),
    dependencies: z.string().max(10_000).optional().describe('Packages, separated by commas'),
    network_enabled: z.boolean().optional(),
    session_id: z
      .string()
      .regex(/^[A-Za-z0-9_.-]{1,54}$/, 'letters, digits, _ . -, at most 54')
      .optional(),
    reuse_existing: z.boolean().default(false).describe('That of the session, if it is equal'),
    environment: envInput.optional(),
  },
  output: {
    container_id: z.string(),
    name: z.string().nullable(),
    ready: z.boolean(),
    reused: z.boolean(),
    dependencies_installed: z.boolean().nullable(),
    failed: z.array(z.strictObject({ package: z.string(), reason: z.string() })),
  },
  audit: ({ image, name = null, network_enabled, session_id = null, environment = {} }) => ({
    ...{ image, name, network_enabled: network_enabled ?? null, session_id },
    env: Object.keys(environment),
  }),
  deadlineMs: () => SPAWN_DEADLINE_MS + INSTALL_S * 1000,
  render: ({ container_id, reused, failed }) =>
    [
      `${container_id} ${reused ? 'is used again' : 'is ready'}`,
      ...failed.map((each) => `not installed: ${each.package}: ${each.reason}`),
    ].join('\n'),
  judge: assertPossible,
  async run(call: CreateCall, input) {
    if (input.dependencies) assertPossible(call, input);
    const { workspace, reused } = await obtainWorkspace(call, toSpawn(input));
    const packages = splitList(input.dependencies ?? '');
    const inside = { ...call, workspace };
    const failed =
      packages.length === 0
        ? []
        : (await install(inside, await findManager(inside), packages)).failed;
    return {
      container_id: workspace.id,
      name: workspace.alias ?? null,
      ready: true,
      reused,
      dependencies_installed: packages.length === 0 ? null : failed.length === 0,
      failed: [...failed],
    };
  },
});

interface Wanted {
  readonly image: string;
  readonly name?: string | undefined;
  readonly network_enabled?: boolean | undefined;
  readonly session_id?: string | undefined;
  readonly reuse_existing: boolean;
  readonly environment?: Record<string, string> | undefined;
}

/** Before anything is made: nobody would be told its id. @throws AppError as a spawn, and `no_network` */
function assertPossible(
  { policy, caller }: CallOn<'none', 'policy'>,
  input: Wanted & { readonly dependencies?: string | undefined },
): void {
  const { network } = policy.planSpawn(caller.principal, requestOf(toSpawn(input)));
  if (network !== 'none' || splitList(input.dependencies ?? '').length === 0) return;
  throw new AppError('no_network', 'Packages cannot be installed without a network.', {
    hint: 'Set network_enabled to true, or leave out dependencies.',
  });
}

function toSpawn({ image, name, session_id, environment, ...flags }: Wanted): SpawnInput {
  const alias = name ?? (session_id === undefined ? undefined : sessionAlias(session_id));
  return {
    image,
    ...(alias !== undefined && { alias }),
    ...(session_id !== undefined && { session_id }),
    ...(environment !== undefined && { env: environment }),
    persistent: session_id !== undefined,
    ...(flags.network_enabled !== undefined && {
      network: flags.network_enabled ? 'bridge' : 'none',
    }),
    reuse: flags.reuse_existing,
  };
}
