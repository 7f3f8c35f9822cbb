import { z } from 'zod';

export const auditConfig = z.object({
  longestValue: z.int().min(16).default(4096).describe('Characters of one value on record'),
});

export type AuditConfig = z.output<typeof auditConfig>;
