import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import type { RequestId } from '@modelcontextprotocol/sdk/types.js';

/**
 * Watches a transport that is not connected yet. The function that it returns resolves once every request
 * so far is answered.
 */
export function watchPending(transport: Transport): () => Promise<void> {
  const pending = new Set<RequestId>();
  let settle: (() => void) | undefined;
  const answered = (id: RequestId) => {
    pending.delete(id);
    if (pending.size === 0) settle?.();
  };

  const send = transport.send.bind(transport);
  transport.send = async (message, options) => {
    await send(message, options);
    if (!('method' in message) && message.id !== undefined) answered(message.id);
  };
  transport.onmessage = (message) => {
    if ('method' in message && 'id' in message) pending.add(message.id);
  };
  return () =>
    new Promise((resolve) => {
      settle = resolve;
      if (pending.size === 0) resolve();
    });
}
