import type { Database } from './database.ts';

/** What the operator does with the file. Rejects with `state_unavailable`. */
export interface Maintenance {
  /** Reads everything; answers what is wrong, one line each. */
  check(): Promise<readonly string[]>;
  /** Writes a consistent copy to `file`, over what is there, while the servers go on. */
  backup(file: string): Promise<void>;
}

export function createMaintenance(database: Database): Maintenance {
  return {
    check: () =>
      database.run(() => {
        const lines = database.connection().pragma('integrity_check') as {
          integrity_check: string;
        }[];
        return lines.map((line) => line.integrity_check).filter((line) => line !== 'ok');
      }),
    backup: (file) =>
      database.run(async () => {
        await database.connection().backup(file);
      }),
  };
}
