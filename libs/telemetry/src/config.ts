import { z } from 'zod';

export const telemetryConfig = z.object({
  level: z
    .enum(['error', 'warn', 'info', 'debug'])
    .default('info')
    .describe('The least urgent records that are written'),
  format: z.enum(['json', 'text']).default('json'),
});

export type TelemetryConfig = z.output<typeof telemetryConfig>;
