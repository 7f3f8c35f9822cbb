import type { ExecRepository } from '@devbench/core';

import type { Closer } from './closer.ts';

/** The rows with the ends that are not written yet. */
export const currentExecs = (execs: ExecRepository, closer: Closer): ExecRepository => ({
  reserve: (exec) => execs.reserve(exec),
  started: (id, server, at) => execs.started(id, server, at),
  ended: (ends) => execs.ended(ends),
  remove: (id) => execs.remove(id),
  async find(owner, id) {
    const exec = await execs.find(owner, id);
    return exec && closer.current(exec);
  },
  async list(filter) {
    // What a filter leaves out cannot be put in afterwards.
    await closer.flush();
    return (await execs.list(filter)).map((exec) => closer.current(exec));
  },
});
