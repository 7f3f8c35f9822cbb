import { AppError } from '../errors/app-error.ts';
import type { Branded } from '../branded.ts';
import type { Enforced, Limits } from './limits.ts';

export type WorkspaceId = Branded<string, 'WorkspaceId'>;
export type WorkspaceStatus = 'creating' | 'warm' | 'running' | 'stopped' | 'failed' | 'removing';
/** Why the server stopped a workspace by itself: nobody used it, or its files are too large. */
export type StopCause = 'idle' | 'disk';
export type Network = 'none' | 'bridge';
export type Profile = 'hardened' | 'buildable';

/** Where the workspace's files are inside its container. */
export const WORKSPACE_PATH = '/workspace';

export interface Workspace {
  readonly id: WorkspaceId;
  readonly owner: string;
  readonly alias: string | undefined;
  readonly sessionId: string | undefined;
  readonly image: string;
  readonly digest: string | undefined;
  /** The engine's own id, empty until the container exists. */
  readonly engineId: string;
  readonly volume: string;
  readonly status: WorkspaceStatus;
  readonly persistent: boolean;
  readonly network: Network;
  readonly profile: Profile;
  readonly limits: Limits;
  readonly enforced: Enforced | undefined;
  readonly env: Readonly<Record<string, string>>;
  readonly createdAt: Date;
  readonly lastUsedAt: Date;
  readonly expiresAt: Date | undefined;
  /** Undefined when a caller stopped it. */
  readonly stoppedFor?: StopCause | undefined;
  /** The server that makes it. */
  readonly server?: string;
  /** Whether its files stay when it is removed; said with `removing`, so that anybody can finish that. */
  readonly keepVolume?: boolean;
}

const NEXT: Record<WorkspaceStatus, readonly WorkspaceStatus[]> = {
  creating: ['warm', 'running', 'failed', 'removing'],
  warm: ['running', 'failed', 'removing'],
  running: ['stopped', 'failed', 'removing'],
  stopped: ['running', 'failed', 'removing'],
  // An engine that was away, or another one for a while, may have it again.
  failed: ['running', 'stopped', 'removing'],
  removing: [],
};

/** Whether a workspace may change its status in this way; an impossible history cannot be written. */
export function canBecome(from: WorkspaceStatus, to: WorkspaceStatus): boolean {
  return from === to || NEXT[from].includes(to);
}

/** @throws AppError `container_not_running` */
export function assertRunning({ id, status }: Workspace): void {
  if (status === 'running') return;
  throw new AppError('container_not_running', `Container ${id} is ${status}.`);
}
