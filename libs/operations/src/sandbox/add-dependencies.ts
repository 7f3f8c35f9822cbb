import { AppError, displayPath, parseWorkspacePath } from '@devbench/core';
import { z } from 'zod';

import { ANSWER_MS } from '../exec/run-command.ts';
import { declare } from '../operation.ts';
import { assertCanInstall } from './packages/assert-can-install.ts';
import { findManager } from './packages/find-manager.ts';
import { requirementsCommand } from './packages/install-command.ts';
import { install, INSTALL_S, judgeInstall, reasonOf, runInstall } from './packages/install.ts';
import { MANAGERS } from './packages/manager.ts';
import { packagesInput } from './packages/packages-input.ts';
import type { CodeCall } from './run-code.ts';

export const addDependencies = declare({
  name: 'add_dependencies',
  toolset: 'sandbox',
  target: 'workspace',
  summary:
    'Install packages in a container that has a network: by pip and npm into /workspace, by apt ' +
    'and apk into the system of a buildable one. Says of each package whether it is installed.',
  effect: 'execute',
  rate: 'commands',
  input: {
    packages: packagesInput.optional().describe('Names, with versions if you like'),
    requirements_file: z.string().max(4096).optional().describe('For pip, instead of packages'),
    package_manager: z.enum(MANAGERS).optional().describe('Found by itself without it'),
  },
  output: {
    package_manager: z.enum(MANAGERS),
    success: z.boolean(),
    installed: z.array(z.string()),
    failed: z.array(z.strictObject({ package: z.string(), reason: z.string() })),
  },
  audit: ({ packages = [], requirements_file = null, package_manager = null }) => ({
    packages,
    requirements_file,
    package_manager,
  }),
  deadlineMs: ({ packages = [] }) => INSTALL_S * 1000 * (1 + packages.length) + ANSWER_MS,
  render: ({ installed, failed, package_manager }) =>
    [
      ...(installed.length > 0 ? [`${package_manager} installed ${installed.join(', ')}`] : []),
      ...failed.map((each) => `not installed: ${each.package}: ${each.reason}`),
    ].join('\n'),
  judge(call: CodeCall, { packages, requirements_file, package_manager }) {
    assertOne(packages, requirements_file);
    // Which manager there is only the container knows, which a dry run asks nothing.
    judgeInstall(call, package_manager ?? 'pip', packages ?? []);
  },
  async run(call: CodeCall, { packages, requirements_file, package_manager }) {
    assertOne(packages, requirements_file);
    if (requirements_file !== undefined) return fromFile(call, requirements_file);
    const manager = package_manager ?? (await findManager(call));
    const { installed, failed } = await install(call, manager, packages ?? []);
    return {
      package_manager: manager,
      success: failed.length === 0,
      installed: [...installed],
      failed: [...failed],
    };
  },
});

function assertOne(packages: unknown, file: unknown): void {
  if ((packages === undefined) !== (file === undefined)) return;
  throw new AppError('invalid_argument', 'Give either packages or requirements_file.');
}

async function fromFile(call: CodeCall, file: string) {
  const path = displayPath(parseWorkspacePath(file));
  assertCanInstall(call.workspace, 'pip');
  const result = await runInstall(call, requirementsCommand(path));
  const success = result.exit_code === 0;
  return {
    package_manager: 'pip' as const,
    success,
    installed: success ? [path] : [],
    failed: success ? [] : [{ package: path, reason: reasonOf(result) }],
  };
}
