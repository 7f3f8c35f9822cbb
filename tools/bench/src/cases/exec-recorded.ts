import { join } from 'node:path';

import { atLeast } from '../check/limit.ts';
import type { BenchCase } from '../harness/case.ts';
import { timed } from '../harness/timed.ts';
import { ourEcho } from './echo.ts';
import { oursWithSettings } from './our-sides.ts';

const WITHOUT = 'without a record';
/** What is wanted is less than five of a hundred; the floor leaves room for the noise of a busy machine. */
const FLOOR = 0.9;
const TARGET = 0.95;

const echo = (settings: (folder: string) => Record<string, string>) =>
  oursWithSettings(40, settings, ({ call, id }) => timed(() => ourEcho(call, id)));

/** What audit (state and file), log and metrics cost a command: the same server with and without, in turn. */
export const execRecorded: BenchCase = {
  name: 'exec-recorded',
  title: '`exec_run echo` on record in state, file and log',
  unit: 'ms',
  rounds: { full: 25, quick: 6 },
  ours: echo(() => ({ MCP_AUDIT_LOG_FILE: 'audit.jsonl' })),
  references: [
    {
      ...echo((folder) => ({
        MCP_STATE_DB: join(folder, 'without', 'state.db'),
        MCP_AUDIT_ENABLED: 'false',
        MCP_LOG_LEVEL: 'error',
      })),
      name: WITHOUT,
    },
  ],
  limits: [atLeast(WITHOUT, FLOOR, TARGET)],
};
