import { z } from 'zod';

import type { OperationsConfig } from '../config.ts';

export const LONGEST_S = 3600;

export const timeoutInput = z.int().min(1).max(LONGEST_S).optional();

/** What the caller says; else the operator, or what is usual for the tool, as far as the policy lets. */
export const timeoutOf = (
  { sandbox }: OperationsConfig,
  asked: number | undefined,
  usual: number,
) => ({ timeout_s: asked, usual_s: sandbox.timeoutS ?? usual });
