import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';

import type { Principal } from '@devbench/core';

/** A page beside the MCP endpoint, with what it asks: behind the same guard, with the same tokens. */
export interface Mount {
  /** Such as `/console`. */
  readonly path: string;
  /** Open to everybody; URLs are below `path`. */
  readonly page: RequestListener;
  /** Below `path` + `/api`, for who has shown a token. Never rejects. */
  readonly api: (
    request: IncomingMessage,
    response: ServerResponse,
    call: { readonly principal: Principal; readonly body: unknown },
  ) => Promise<void>;
}
