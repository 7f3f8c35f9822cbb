import { AppError, type ExecId, type OutputLog, type OutputStore, type Part } from '@devbench/core';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { createBudget } from './budget.ts';
import type { OutputsConfig } from './config.ts';
import { createDisk } from './disk.ts';
import { translate } from './errors.ts';
import { createHousekeeping } from './housekeeping.ts';
import { createLedger, type Ledger } from './ledger.ts';
import { createLog, type Log } from './log.ts';
import { nothing, recover, type Recovered } from './recover.ts';
import { createResidents } from './residents.ts';
import { createShelving, type Unshelved, unshelve } from './shelving.ts';
import { createTail } from './tail.ts';

interface Place {
  readonly path: string;
  readonly ledger: Ledger;
}

/**
 * Output in memory and on disk, within its budgets. `stop` writes what is only in memory and lets go of all
 * logs. Several servers may use one directory, as long as one at a time appends to the log of a command;
 * a log that was opened here does not see what another server appends until it has been released.
 */
export function createOutputs(config: OutputsConfig): OutputStore & Required<Part> {
  const { directory, perExecBytes, shelf } = config;
  const segmentBytes = Math.min(config.segmentBytes, Math.ceil(perExecBytes / 4));
  const residents = createResidents();
  const opening = new Map<ExecId, Promise<Log>>();
  const shelve = createShelving(shelf);

  const expire = async (id: ExecId) => {
    const log = residents.get(id);
    residents.delete(id);
    await log?.expire();
  };
  const remove = async (id: ExecId) => {
    await expire(id);
    await rm(pathOf(directory, id), { recursive: true, force: true });
    await shelf.remove(id);
  };
  const release = async (id: ExecId) => {
    const log = residents.get(id);
    residents.delete(id);
    await log?.release();
  };
  const active = () => residents.active();
  const budget = createBudget({ ...config, active: () => active().values(), remove, expire });
  const housekeeping = createHousekeeping({ ...config, active, remove, budget });

  const build = (id: ExecId, { path, ledger }: Place, known: Unshelved | Recovered): Log => {
    const disk = createDisk({ directory: path, segmentBytes }, ledger, known);
    const tail = createTail(known.position, 'chunk' in known ? known.chunk : undefined);
    const log = createLog(
      { tail, disk, end: known.end },
      {
        ...config,
        ...budget,
        shelve: (chunks, end, endedAt) => shelve(id, chunks, end, endedAt),
        onChange: (changed) => residents.changed(id, changed),
      },
    );
    residents.add(id, log);
    return log;
  };
  const placeOf = (id: ExecId): Place => {
    const path = pathOf(directory, id);
    return { path, ledger: createLedger(path, perExecBytes / 16) };
  };
  const load = async (id: ExecId): Promise<Log> => {
    const place = placeOf(id);
    const shelved = await shelf.get(id);
    const known = shelved ? unshelve(shelved) : await recover(place.path, place.ledger);
    return build(id, place, known);
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
    create: (id) => build(id, placeOf(id), nothing()).output,
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
