import type { Grant } from '@devbench/core';

import { execOutput } from './exec/follow-output.ts';
import { fsWatch } from './files/fs-watch.ts';
import { endSession } from './keeping/end-session.ts';
import type { Upload } from './links/exchange.ts';
import { linkExport } from './links/link-export.ts';
import { linkImport } from './links/link-import.ts';
import { linkRead } from './links/link-read.ts';
import { linkWrite } from './links/link-write.ts';
import type { Operation } from './operation.ts';
import { watchOverview } from './overview/watch-overview.ts';

// They look at these when they run, and these never do.
const give = () => Promise.resolve();
const grant = {} as Grant;
const upload = { size: 0 } as Upload;

/** What goes through the pipeline and on record, and is no tool. For documentation. */
export const unlisted: readonly Operation[] = [
  execOutput,
  fsWatch,
  watchOverview,
  endSession,
  linkRead(give),
  linkWrite(grant, upload),
  linkExport(give),
  linkImport(grant, upload),
];
