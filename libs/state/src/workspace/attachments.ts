import {
  AppError,
  type Attachment,
  type AttachmentFilter,
  type AttachmentRepository,
  type WorkspaceId,
} from '@devbench/core';

import type { Database } from '../database.ts';
import { codeOf } from '../errors.ts';
import type { AttachmentRow } from '../schema.ts';

/** Setting a column to itself makes the row come back, whoever has written it. */
const ATTACH = `INSERT INTO attachments (container_id, client_name, session_id, attached_at)
  VALUES (?, ?, ?, ?)
  ON CONFLICT (container_id, client_name, session_id) WHERE detached_at IS NULL
  DO UPDATE SET attached_at = attached_at RETURNING *`;

export function createAttachmentRepository(database: Database): AttachmentRepository {
  const matching = ({ workspaceId, sessionId, attached }: AttachmentFilter) => {
    let query = database.query.selectFrom('attachments');
    if (workspaceId !== undefined) query = query.where('container_id', '=', workspaceId);
    if (sessionId !== undefined) query = query.where('session_id', '=', sessionId);
    if (attached !== undefined)
      query = query.where('detached_at', attached ? 'is' : 'is not', null);
    return query;
  };
  return {
    async attach({ workspaceId, clientName, sessionId, attachedAt }) {
      try {
        return await database.run((prepare) => {
          const at = attachedAt.getTime();
          const row = prepare(ATTACH).get(workspaceId, clientName, sessionId, at);
          return fromRow(row as AttachmentRow);
        });
      } catch (cause) {
        if (codeOf(cause) !== 'SQLITE_CONSTRAINT_FOREIGNKEY') throw cause;
        throw new AppError('container_not_found', `There is no container ${workspaceId}.`, {
          cause,
        });
      }
    },
    async detach(workspaceId, { sessionId, clientName }, at) {
      let update = database.query
        .updateTable('attachments')
        .set({ detached_at: at.getTime() })
        .where('container_id', '=', workspaceId)
        .where('session_id', '=', sessionId)
        .where('detached_at', 'is', null);
      if (clientName !== undefined) update = update.where('client_name', '=', clientName);
      const { numUpdatedRows } = await database.run(() => update.executeTakeFirstOrThrow());
      return Number(numUpdatedRows);
    },
    async list(filter) {
      const query = matching(filter).selectAll().orderBy('id');
      return (await database.run(() => query.execute())).map(fromRow);
    },
    async count(filter) {
      const query = matching(filter).select(({ fn }) => fn.countAll<number>().as('count'));
      return (await database.run(() => query.executeTakeFirstOrThrow())).count;
    },
  };
}

function fromRow(row: AttachmentRow): Attachment {
  return {
    id: row.id,
    workspaceId: row.container_id as WorkspaceId,
    clientName: row.client_name,
    sessionId: row.session_id,
    attachedAt: new Date(row.attached_at),
    detachedAt: row.detached_at === null ? undefined : new Date(row.detached_at),
  };
}
