import { LOG_LEVELS } from '@devbench/core';
import { z } from 'zod';

import { type CallOn, declare } from '../operation.ts';

export const setLogLevel = declare({
  name: 'set_log_level',
  toolset: 'admin',
  target: 'none',
  summary: 'Log more or less from now on, until this server ends.',
  effect: 'write',
  idempotent: true,
  input: { level: z.enum(LOG_LEVELS).describe('The least urgent records that are written') },
  output: { level: z.enum(LOG_LEVELS), before: z.enum(LOG_LEVELS) },
  audit: ({ level }) => ({ level }),
  render: ({ level, before }) => `The log level is ${level}; it was ${before}.`,
  async run({ logControl }: CallOn<'none', 'logControl'>, { level }) {
    const before = logControl.level;
    logControl.level = level;
    return { level, before };
  },
});
