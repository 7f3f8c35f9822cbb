import { z } from 'zod';

import { expandBraces } from '../glob-braces.ts';

export const patternsInput = z.array(z.string().min(1).max(512)).max(100).default([]);

/** The engine knows everything but braces. */
export const expanded = (patterns: readonly string[]): readonly string[] =>
  patterns.flatMap(expandBraces);
