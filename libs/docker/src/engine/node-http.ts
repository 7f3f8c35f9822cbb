import type * as Http from 'node:http';
import { createRequire } from 'node:module';

/** `import` would read every name that the module exports, and one of them loads the whole of `fetch`: 60 ms of a start. */
export const { Agent } = createRequire(import.meta.url)('node:http') as typeof Http;
