import { readFileSync, statSync } from 'node:fs';

import { AppError } from '@devbench/core';

import { type KnownToken, parseTokens } from './parse-tokens.ts';

/**
 * The tokens of a file as it is now: one that is taken out of it does not work any more. While the file cannot
 * be read, nobody is let in by it.
 */
export function createTokenFile(path: string): () => readonly KnownToken[] {
  let seen = '';
  let tokens: readonly KnownToken[] = [];
  return () => {
    try {
      const { mtimeMs, size, ino } = statSync(path);
      const version = `${mtimeMs} ${size} ${ino}`;
      if (version !== seen) tokens = parseTokens(linesOf(readFileSync(path, 'utf8')));
      seen = version;
      return tokens;
    } catch (cause) {
      if (cause instanceof AppError) throw cause;
      throw new AppError('settings_invalid', 'The file of bearer tokens cannot be read.', {
        cause,
        data: { MCP_BEARER_TOKENS_FILE: (cause as NodeJS.ErrnoException).code ?? 'unreadable' },
      });
    }
  };
}

const linesOf = (text: string) =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
