import { atLeast } from '../check/limit.ts';
import type { BenchCase } from '../harness/case.ts';
import type { OurWorkspace } from '../ours/call.ts';
import { timed } from '../harness/timed.ts';
import { ourEcho } from './echo.ts';
import { oursAsLibrary, oursBare } from './our-sides.ts';
import { several } from './several.ts';

const WITHOUT = 'without a record';
const RECORD = { MCP_AUDIT_LOG_FILE: 'audit.jsonl' };
/** What is wanted is less than five of a hundred; the floor leaves room for the noise of a busy machine. */
const FLOOR = 0.9;
const TARGET = 0.95;

const SERVERS = 4;
const reason =
  'What a call is about to do is in the state before it is done, and a sealed line in the file after it.';
const rounds = { full: 100, quick: 8 };

const called = ({ call, id }: OurWorkspace) => timed(() => ourEcho(call, id));

const echo = (embedding: Parameters<typeof oursAsLibrary>[2]) =>
  several(SERVERS, oursAsLibrary(40, called, embedding));

const echoOverStdio = (record: Parameters<typeof oursBare>[1]) =>
  several(SERVERS, oursBare(40, record, called));

const nothing = () => Promise.resolve();

/** What the record of calls, in state and file, costs a command: the same library with and without, in turn. */
export const execRecorded: BenchCase = {
  name: 'exec-recorded-library',
  title: '`exec_run echo` as a library, on record in state and file',
  unit: 'ms',
  rounds,
  ours: echo({ settings: RECORD }),
  references: [
    {
      ...echo({ parts: () => ({ audit: { begin: nothing, end: nothing } }) }),
      name: WITHOUT,
    },
  ],
  limits: [atLeast(WITHOUT, FLOOR, TARGET)],
  reason,
};

/** What audit, metrics and log together cost a command as a client calls it. */
export const execRecordedStdio: BenchCase = {
  name: 'exec-recorded-stdio',
  title: '`exec_run echo` through MCP stdio, with audit in state and file, metrics and log',
  unit: 'ms',
  rounds,
  ours: echoOverStdio({ ...RECORD, MCP_LOG_LEVEL: 'info' }),
  references: [{ ...echoOverStdio('unrecorded'), name: WITHOUT }],
  limits: [atLeast(WITHOUT, FLOOR, TARGET)],
  reason,
};
