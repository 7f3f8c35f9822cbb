import { z } from 'zod';

import { envInput } from '../exec/command-input.ts';
import { aliasInput } from './workspace-fields.ts';

export const spawnInput = {
  image: z.string().min(1).max(512).optional(),
  alias: aliasInput.optional().describe('A name for it'),
  persistent: z
    .boolean()
    .default(false)
    .describe('Keep the files when it is killed, for the next one with this alias'),
  ttl_s: z.int().min(1).max(31_536_000).optional(),
  session_id: z.string().min(1).max(128).optional(),
  env: envInput.optional(),
  network: z.enum(['none', 'bridge']).optional(),
  memory_mb: z.int().min(16).max(1_048_576).optional(),
  cpus: z.number().min(0.01).max(1024).optional(),
  pids: z.int().min(8).max(1_000_000).optional(),
  profile: z
    .enum(['hardened', 'buildable'])
    .optional()
    .describe('buildable: root and a writable system, for apt, apk'),
  // Not as `max`: every model would read it at every turn.
  devcontainer: z
    .string()
    .refine((text) => text.length <= 65_536, 'at most 64 KiB')
    .optional(),
  from_snapshot: z.string().min(1).max(128).optional(),
  reuse: z.boolean().default(false).describe('Take that of this alias or session, if equal'),
};

export type SpawnInput = z.output<z.ZodObject<typeof spawnInput>>;
