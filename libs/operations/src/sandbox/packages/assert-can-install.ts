import { AppError, type Workspace } from '@devbench/core';

import { isSystemWide, type Manager } from './manager.ts';

/** @throws AppError `no_network`, `policy_denied` */
export function assertCanInstall({ id, network, profile }: Workspace, manager: Manager): void {
  if (network === 'none') {
    throw new AppError('no_network', `Container ${id} has no network to install packages from.`);
  }
  if (isSystemWide(manager) && profile === 'hardened') {
    throw new AppError('policy_denied', `${manager} changes the system, which is read-only here.`, {
      hint: 'Spawn a container with profile buildable, or use pip or npm.',
    });
  }
}
