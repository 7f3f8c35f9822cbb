import type {
  Attachment,
  AttachmentFilter,
  AttachmentRepository,
  NewAttachment,
  WorkspaceId,
} from '@devbench/core';

export class MemoryAttachments implements AttachmentRepository {
  #rows: Attachment[] = [];

  async attach(wanted: NewAttachment): Promise<Attachment> {
    const known = this.#rows.find(
      (row) =>
        row.detachedAt === undefined &&
        row.workspaceId === wanted.workspaceId &&
        row.clientName === wanted.clientName &&
        row.sessionId === wanted.sessionId,
    );
    if (known) return known;
    const row = { ...wanted, id: this.#rows.length + 1, detachedAt: undefined };
    this.#rows.push(row);
    return row;
  }

  async detach(
    workspaceId: WorkspaceId,
    { sessionId, clientName }: { sessionId: string; clientName?: string },
    at: Date,
  ): Promise<number> {
    const ends = (row: Attachment) =>
      row.detachedAt === undefined &&
      row.workspaceId === workspaceId &&
      row.sessionId === sessionId &&
      (clientName === undefined || row.clientName === clientName);
    const count = this.#rows.filter(ends).length;
    this.#rows = this.#rows.map((row) => (ends(row) ? { ...row, detachedAt: at } : row));
    return count;
  }

  async list({ workspaceId, sessionId, attached }: AttachmentFilter) {
    return this.#rows
      .filter((row) => workspaceId === undefined || row.workspaceId === workspaceId)
      .filter((row) => sessionId === undefined || row.sessionId === sessionId)
      .filter((row) => attached === undefined || (row.detachedAt === undefined) === attached);
  }

  async count(filter: AttachmentFilter): Promise<number> {
    return (await this.list(filter)).length;
  }
}
