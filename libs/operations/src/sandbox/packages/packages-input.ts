import { z } from 'zod';

export const packagesInput = z.array(z.string().min(1).max(300)).min(1).max(100);
