import { AppError, type ExecId, type OutputLog, type OutputStore, type Part } from '@devbench/core';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { createBudget } from './budget.ts';
import type { OutputsConfig } from './config.ts';
import { createDisk } from './disk.ts';
import { translate } from './errors.ts';
import { createHousekeeping } from './housekeeping.ts';
import { createLedger } from './ledger.ts';
import { createLog, type Log } from './log.ts';
import { recover } from './recover.ts';
import { createResidents } from './residents.ts';
import { createTail } from './tail.ts';

/**
 * Output in memory and on disk, within its budgets. `stop` writes what is only in memory and lets go of all
 * logs. Several servers may use one directory, as long as one at a time appends to the log of a command;
 * a log that was opened here does not see what another server appends until it has been released.
 */
export function createOutputs(config: OutputsConfig): OutputStore & Required<Part> {
  const { directory, perExecBytes } = config;
  const segmentBytes = Math.min(config.segmentBytes, Math.ceil(perExecBytes / 4));
  const residents = createResidents();
  const opening = new Map<ExecId, Promise<Log>>();

  const remove = async (id: ExecId) => {
    const log = residents.get(id);
    residents.delete(id);
    await log?.expire();
    await rm(pathOf(directory, id), { recursive: true, force: true });
  };
  const release = async (id: ExecId) => {
    const log = residents.get(id);
    residents.delete(id);
    await log?.release();
  };
  const active = () => residents.active();
  const budget = createBudget({ ...config, active: () => active().values(), remove });
  const housekeeping = createHousekeeping({ ...config, active, remove, budget });

  const load = async (id: ExecId): Promise<Log> => {
    const path = pathOf(directory, id);
    const ledger = createLedger(path, perExecBytes / 16);
    const recovered = await recover(path, ledger);
    const disk = createDisk({ directory: path, segmentBytes }, ledger, recovered);
    const tail = createTail(recovered.position);
    const log = createLog(
      { tail, disk, end: recovered.end },
      { ...config, ...budget, onChange: (changed) => residents.changed(id, changed) },
    );
    residents.add(id, log);
    return log;
  };

  return {
    async start() {
      await mkdir(directory, { recursive: true, mode: 0o700 }).catch(fail);
      await housekeeping.start();
    },
    async stop() {
      await housekeeping.stop();
      const logs = [...active()];
      const flushed = await Promise.allSettled(logs.map(([, log]) => log.flush()));
      await Promise.all(logs.map(([id]) => release(id)));
      const failed = flushed.find((result) => result.status === 'rejected');
      if (failed) throw failed.reason;
    },
    async open(id): Promise<OutputLog> {
      const known = residents.get(id);
      if (known) return known.output;
      let loading = opening.get(id);
      if (!loading) {
        loading = load(id).finally(() => opening.delete(id));
        opening.set(id, loading);
      }
      return (await loading.catch(fail)).output;
    },
    release,
    remove: (id) => remove(id).catch(fail),
  };
}

function fail(error: unknown): never {
  throw translate(error);
}

function pathOf(directory: string, id: ExecId): string {
  if (/^[\w-]+$/.test(id)) return join(directory, id);
  throw new AppError('exec_not_found', 'There is no such command.');
}
