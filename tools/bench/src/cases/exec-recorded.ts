import { atLeast } from '../check/limit.ts';
import type { BenchCase } from '../harness/case.ts';
import { timed } from '../harness/timed.ts';
import { ourEcho } from './echo.ts';
import { oursAsLibrary } from './our-sides.ts';

const WITHOUT = 'without a record';
/** What is wanted is less than five of a hundred; the floor leaves room for the noise of a busy machine. */
const FLOOR = 0.9;
const TARGET = 0.95;

const echo = (embedding: Parameters<typeof oursAsLibrary>[2]) =>
  oursAsLibrary(40, ({ call, id }) => timed(() => ourEcho(call, id)), embedding);

const nothing = () => Promise.resolve();

/** What the record of calls, in state and file, costs a command: the same library with and without, in turn. */
export const execRecorded: BenchCase = {
  name: 'exec-recorded',
  title: '`exec_run echo` as a library, on record in state and file',
  unit: 'ms',
  rounds: { full: 25, quick: 6 },
  ours: echo({ settings: { MCP_AUDIT_LOG_FILE: 'audit.jsonl' } }),
  references: [{ ...echo({ parts: { audit: { begin: nothing, end: nothing } } }), name: WITHOUT }],
  limits: [atLeast(WITHOUT, FLOOR, TARGET)],
  reason:
    'What a call is about to do is in the state before it is done, and a sealed line in the file after it.',
};
