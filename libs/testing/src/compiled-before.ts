import { join } from 'node:path';

/** For the environment of servers: what one of them compiles is there for all that start after it. */
export const COMPILED_BEFORE = {
  XDG_CACHE_HOME: join(import.meta.dirname, '../../../node_modules/.cache'),
};
