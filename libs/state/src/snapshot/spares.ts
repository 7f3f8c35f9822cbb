import { AppError, type SpareVolumes, type WorkspaceId } from '@devbench/core';

import type { Database } from '../database.ts';
import { codeOf } from '../errors.ts';
import type { SpareVolumeRow } from '../schema.ts';

const ADD = 'INSERT INTO spare_volumes (container_id, volume, server) VALUES (?, ?, ?)';
const PASS = 'UPDATE spare_volumes SET server = ? WHERE container_id = ? AND server = ?';
const PAIR = `SELECT spare_volumes.volume AS spare, containers.volume AS own FROM spare_volumes
  JOIN containers ON containers.id = spare_volumes.container_id WHERE containers.id = ?`;

export function createSpareVolumes(database: Database): SpareVolumes {
  return {
    async add({ workspaceId, volume, server }) {
      try {
        await database.run((prepare) => prepare(ADD).run(workspaceId, volume, server));
      } catch (cause) {
        if (codeOf(cause) !== 'SQLITE_CONSTRAINT_PRIMARYKEY') throw cause;
        throw new AppError(
          'restore_running',
          `The files of container ${workspaceId} are being restored.`,
          { cause },
        );
      }
    },
    async swap(id) {
      await database.transaction((prepare) => {
        const pair = prepare(PAIR).get(id) as { spare: string; own: string } | undefined;
        if (pair === undefined) {
          throw new AppError('container_not_found', `Container ${id} was removed meanwhile.`);
        }
        prepare('UPDATE containers SET volume = ? WHERE id = ?').run(pair.spare, id);
        prepare('UPDATE spare_volumes SET volume = ? WHERE container_id = ?').run(pair.own, id);
      });
    },
    async pass(id, from, to) {
      const { changes } = await database.run((prepare) => prepare(PASS).run(to, id, from));
      return changes > 0;
    },
    async remove(id) {
      await database.run((prepare) =>
        prepare('DELETE FROM spare_volumes WHERE container_id = ?').run(id),
      );
    },
    async list() {
      const rows = await database.run(() =>
        database.query.selectFrom('spare_volumes').selectAll().orderBy('container_id').execute(),
      );
      return rows.map(fromRow);
    },
  };
}

const fromRow = ({ container_id, volume, server }: SpareVolumeRow) => ({
  workspaceId: container_id as WorkspaceId,
  volume,
  server,
});
