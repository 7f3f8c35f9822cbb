import { z } from 'zod';

export const auditConfig = z.object({
  longestValue: z.int().min(16).default(4096).describe('Characters of one value on record'),
  file: z.string().optional().describe('Lines of JSON besides the database'),
  rotation: z.enum(['hourly', 'daily', 'monthly']).default('daily'),
  retentionDays: z.int().min(1).default(30),
  onFailure: z
    .enum(['refuse', 'continue'])
    .default('refuse')
    .describe('What becomes of calls while the file cannot be written'),
});

export type AuditConfig = z.output<typeof auditConfig>;
