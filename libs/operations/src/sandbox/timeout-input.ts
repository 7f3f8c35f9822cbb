import { z } from 'zod';

export const timeoutInput = z.int().min(1).max(3600).describe('Seconds');
