import { z } from 'zod';

const USUAL_BYTES = 65_536;
const MOST_BYTES = 1_048_576;

export const hostId = z.string().min(1).max(255).describe('Id or name');
export const maxBytesInput = z
  .int()
  .min(1024)
  .max(MOST_BYTES)
  .optional()
  .describe('Of more, both ends; default 65536, or what the operator set');
export const chunkInput = z
  .int()
  .min(1)
  .max(MOST_BYTES)
  .optional()
  .describe('Of one message of progress');

/** Of output in a reply: as much as was asked for, but no more than the operator lets a reply have. */
export const replyBytes = (asked: number | undefined, operators: number | undefined): number =>
  Math.min(asked ?? operators ?? USUAL_BYTES, operators ?? MOST_BYTES, MOST_BYTES);
