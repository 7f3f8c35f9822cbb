import { LOG_LEVELS } from '@devbench/core';
import { z } from 'zod';

export const telemetryConfig = z.object({
  level: z.enum(LOG_LEVELS).default('info').describe('The least urgent records that are written'),
  format: z.enum(['json', 'text']).default('json'),
  tracing: z
    .object({
      endpoint: z.url().describe('Where a collector takes OTLP over HTTP'),
      version: z.string(),
    })
    .optional()
    .describe('Nothing is traced without it'),
});

export type TelemetryConfig = z.output<typeof telemetryConfig>;
