import type { WorkspaceId } from './workspace.ts';

/** Who works in a workspace at the moment. */
export interface Attachment {
  readonly id: number;
  readonly workspaceId: WorkspaceId;
  readonly clientName: string;
  readonly sessionId: string;
  readonly attachedAt: Date;
  readonly detachedAt: Date | undefined;
}

export type NewAttachment = Pick<
  Attachment,
  'workspaceId' | 'clientName' | 'sessionId' | 'attachedAt'
>;

export interface AttachmentFilter {
  readonly workspaceId?: WorkspaceId;
  readonly sessionId?: string;
  /** Only those that are attached still. */
  readonly attached?: boolean;
}

/** Remembers attachments; they go with their workspace. Rejects with `state_unavailable`. */
export interface AttachmentRepository {
  /** What is attached already stays as it is. Rejects with `container_not_found`. */
  attach(attachment: NewAttachment): Promise<Attachment>;
  /** Answers how many it ended: all of the session in the workspace, or those of `clientName`. */
  detach(
    workspaceId: WorkspaceId,
    who: { sessionId: string; clientName?: string },
    at: Date,
  ): Promise<number>;
  list(filter: AttachmentFilter): Promise<readonly Attachment[]>;
  count(filter: AttachmentFilter): Promise<number>;
}
