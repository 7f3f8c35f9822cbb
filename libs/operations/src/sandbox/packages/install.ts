import { AppError } from '@devbench/core';

import { judgeCommand } from '../../exec/begin-command.ts';
import type { RunResult } from '../../exec/run-result.ts';
import { withDefaults } from '../../exec/run-to-end.ts';
import { type CodeCall, runCode } from '../run-code.ts';
import { assertCanInstall } from './assert-can-install.ts';
import { installCommand, type InstallCommand } from './install-command.ts';
import type { Manager } from './manager.ts';
import { parsePackages } from './parse-packages.ts';

export const INSTALL_S = 600;
const REASON_CHARACTERS = 1000;

export interface Installation {
  readonly installed: readonly string[];
  readonly failed: readonly { readonly package: string; readonly reason: string }[];
}

/**
 * Installs packages in one go. When that fails, one after the other, so that it is known which could not be.
 * @throws AppError `invalid_argument`, `no_network`, `policy_denied`
 */
export async function install(
  call: CodeCall,
  manager: Manager,
  packages: readonly string[],
): Promise<Installation> {
  const wanted = parsePackages(manager, packages);
  assertCanInstall(call.workspace, manager);
  const batch = await runInstall(call, installCommand(manager, wanted));
  if (batch.exit_code === 0) return { installed: wanted, failed: [] };
  const installed: string[] = [];
  const failed: { package: string; reason: string }[] = [];
  for (const one of wanted) {
    const alone =
      wanted.length > 1 ? await runInstall(call, installCommand(manager, [one])) : batch;
    if (alone.exit_code === 0) installed.push(one);
    else failed.push({ package: one, reason: reasonOf(alone) });
  }
  return { installed, failed };
}

/** As `install`; it is a failure, too, when one of them cannot be installed. */
export async function installAll(
  call: CodeCall,
  manager: Manager,
  packages: readonly string[],
): Promise<void> {
  const { failed } = await install(call, manager, packages);
  if (failed.length === 0) return;
  const said = failed.map((each) => `${each.package}: ${each.reason}`).join('\n');
  throw new AppError('install_failed', `Not installed: ${said}`);
}

/** What is asked before anything is installed. @throws AppError as `install` and `policy.planExec` */
export function judgeInstall(call: CodeCall, manager: Manager, packages: readonly string[]): void {
  const wanted = parsePackages(manager, packages);
  assertCanInstall(call.workspace, manager);
  judgeCommand(call, withDefaults(toCommand(installCommand(manager, wanted))));
}

export const runInstall = (call: CodeCall, command: InstallCommand): Promise<RunResult> =>
  runCode(call, toCommand(command));

export const toCommand = ({ argv, env }: InstallCommand) => ({
  ...{ cmd: [...argv], env: { ...env }, usual_s: INSTALL_S },
});

/** The end of what the manager said, which is where the reason is. */
export function reasonOf({ stderr = '', stdout = '', status }: RunResult): string {
  const said = (stderr.trim() === '' ? stdout : stderr).trim();
  return said === '' ? status : said.slice(-REASON_CHARACTERS);
}
