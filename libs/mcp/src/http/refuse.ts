import type { Response } from 'express';

/** What JSON-RPC says when no request can be named. */
const CODE = -32000;
const SESSION_NOT_FOUND = -32001;

/** Answers a request that never becomes a message, in the words of the protocol. */
export function refuse(response: Response, status: number, message: string, code = CODE): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  response.status(status).json({ jsonrpc: '2.0', error: { code, message }, id: null });
}

/** The same for one that never was, one that has ended, and one of somebody else. */
export const refuseSession = (response: Response) =>
  refuse(response, 404, 'Session not found', SESSION_NOT_FOUND);
