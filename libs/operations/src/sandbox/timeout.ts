import { z } from 'zod';

import type { OperationsConfig } from '../config.ts';

export const LONGEST_S = 3600;

export const timeoutInput = z.int().min(1).max(LONGEST_S).optional();

/** What the caller says, or the operator, or what is usual for the tool. */
export const timeoutOf = (
  { sandbox }: OperationsConfig,
  asked: number | undefined,
  usual: number,
): number => asked ?? sandbox.timeoutS ?? usual;
