import type { Caller } from '@devbench/core';
import type { OperationClient } from '@devbench/operations';
import type { ReadResourceResult } from '@modelcontextprotocol/sdk/types.js';

import { readExecOutput } from './exec-output.ts';
import { readWorkspaceFile } from './workspace/read-file.ts';
import { isWorkspaceUri } from './workspace/uri.ts';

/** @throws AppError */
export const readResource = (
  client: OperationClient,
  caller: Caller,
  uri: string,
): Promise<ReadResourceResult> =>
  isWorkspaceUri(uri)
    ? readWorkspaceFile(client, caller, uri)
    : readExecOutput(client, caller, uri);
