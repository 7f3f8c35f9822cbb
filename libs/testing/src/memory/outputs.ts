import type { ExecId, OutputLog, OutputStore } from '@devbench/core';

import { MemoryOutputLog } from './output-log.ts';

/** Shared by several servers it is the disk that they share. */
export class MemoryOutputs implements OutputStore {
  readonly logs = new Map<ExecId, OutputLog>();
  readonly released: ExecId[] = [];

  create(id: ExecId): OutputLog {
    const log = new MemoryOutputLog();
    this.logs.set(id, log);
    return log;
  }

  async open(id: ExecId): Promise<OutputLog> {
    return this.logs.get(id) ?? this.create(id);
  }

  async release(id: ExecId): Promise<void> {
    this.released.push(id);
  }

  async remove(id: ExecId): Promise<void> {
    this.logs.delete(id);
  }
}
