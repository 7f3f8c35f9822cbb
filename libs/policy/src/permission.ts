import type { Principal } from '@devbench/core';
import { z } from 'zod';

/** Everybody, nobody, or only principals with the scope `admin`. */
export const permission = z.union([z.boolean(), z.literal('admin')]);

export const permits = (to: z.output<typeof permission>, { scopes }: Principal): boolean =>
  to === 'admin' ? scopes.includes('admin') : to;
