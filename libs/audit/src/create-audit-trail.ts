import type { AuditStore, AuditTrail, Clock, Part } from '@devbench/core';

import { createCleaner } from './clean.ts';
import type { AuditConfig } from './config.ts';
import { TrailFile } from './file/trail-file.ts';

export interface AuditServices {
  readonly store: Pick<AuditStore, 'append' | 'finish'>;
  readonly clock: Clock;
  /** Told when the file cannot be written any more. */
  readonly onProblem: (error: unknown) => void;
}

/** Writes redacted records to the store, and to a file when there is one. Rejects with `state_unavailable`. */
export function createAuditTrail(
  { store, ...services }: AuditServices,
  config: AuditConfig,
): AuditTrail & Required<Part> {
  const { file } = config;
  const lines = file === undefined ? undefined : new TrailFile({ ...config, ...services, file });
  const clean = createCleaner(config.longestValue);

  return {
    async start() {
      await lines?.start();
    },
    async begin(intent) {
      if (config.onFailure === 'refuse') await lines?.assertWritable();
      await store.append(clean(intent));
    },
    async end(intent, outcome) {
      await store.finish(intent.callId, outcome, intent.subject);
      lines?.add(clean(intent), outcome);
    },
    async stop() {
      await lines?.flush();
    },
  };
}
