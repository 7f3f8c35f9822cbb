import { enableCompileCache, flushCompileCache } from 'node:module';
import { isAbsolute, join } from 'node:path';

/**
 * Loads a program, and keeps what was compiled for its next start, which then takes two thirds of the time:
 * in a folder that only this user writes, as it is run. Where there is none, nothing is kept.
 */
export async function loadCompiled<T>(
  { XDG_CACHE_HOME = '', HOME = '' }: Readonly<Record<string, string | undefined>>,
  load: () => Promise<T>,
): Promise<T> {
  const caches = isAbsolute(XDG_CACHE_HOME) ? XDG_CACHE_HOME : join(HOME, '.cache');
  if (isAbsolute(caches)) enableCompileCache(join(caches, 'devbench', 'compiled'));
  const program = await load();
  // Not when it ends: whoever started it does not wait for that, or kills it.
  flushCompileCache();
  return program;
}
