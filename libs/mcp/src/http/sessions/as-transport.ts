import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';

/** The SDK's transports are none by the letter of `exactOptionalPropertyTypes`. */
export const asTransport = (transport: object) => transport as Transport;
