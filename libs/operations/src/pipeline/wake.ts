import { AppError, type Workspace } from '@devbench/core';

import type { Power } from '../workspace/power.ts';
import type { Step } from './compose.ts';

/** Starts a workspace that was stopped because nobody used it, and refuses one whose files are too large. */
export const wake =
  ({ power }: { readonly power: Power }): Step =>
  async (call, next) => {
    const { workspace, operation } = call;
    if (!operation.wakes || workspace?.status !== 'stopped') return next();
    if (workspace.stoppedFor === 'disk') throw tooLarge(workspace);
    if (workspace.stoppedFor !== 'idle') return next();
    call.caller.onProgress?.({ progress: 0, message: 'Starting: nobody had used it for a while.' });
    return next({ workspace: await power.start(workspace) });
  };

function tooLarge({ id }: Workspace): AppError {
  return new AppError(
    'container_not_running',
    `Container ${id} was stopped: its files are larger than the operator allows.`,
    { hint: 'Kill it, or call start (spawn with reuse does it, too) and delete files at once.' },
  );
}
