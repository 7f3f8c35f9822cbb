import type { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import type { RequestId } from '@modelcontextprotocol/sdk/types.js';

/** A transport that runs already, so that what it says first can choose who serves it. */
export interface Wire extends Transport {
  /** Resolves once every request so far is answered. */
  allAnswered(): Promise<void>;
}

/** Takes over a transport that nobody has connected; `start` it afterwards. */
export function createWire(transport: StdioServerTransport): Wire {
  const pending = new Set<RequestId>();
  let settle: (() => void) | undefined;
  const answered = (id: RequestId) => {
    pending.delete(id);
    if (pending.size === 0) settle?.();
  };

  const wire: Wire = {
    start: () => Promise.resolve(),
    close: () => transport.close(),
    async send(message) {
      await transport.send(message);
      if (!('method' in message) && message.id !== undefined) answered(message.id);
    },
    allAnswered: () =>
      new Promise((resolve) => {
        settle = resolve;
        if (pending.size === 0) resolve();
      }),
  };
  transport.onmessage = (message) => {
    if ('method' in message && 'id' in message) pending.add(message.id);
    wire.onmessage?.(message);
  };
  transport.onerror = (error) => wire.onerror?.(error);
  transport.onclose = () => wire.onclose?.();
  return wire;
}
