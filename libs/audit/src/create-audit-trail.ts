import type { AuditStore, AuditTrail, Clock, Part } from '@devbench/core';

import { createCleaner } from './clean.ts';
import type { AuditConfig } from './config.ts';
import { TrailFile } from './file/trail-file.ts';

export interface AuditServices {
  readonly store: Pick<AuditStore, 'append' | 'finish' | 'flush'>;
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
  const clean = createCleaner(config.longestValue);
  const options = { ...config, ...services, clean };
  const lines = file === undefined ? undefined : new TrailFile({ ...options, file });

  return {
    async start() {
      await lines?.start();
    },
    async begin(intent) {
      if (config.onFailure === 'refuse' && lines?.hasFailed === true) await lines.flush();
      return store.append(clean(intent));
    },
    async end(intent, outcome) {
      await store.finish(intent.callId, outcome, intent.subject);
      lines?.add(intent, outcome);
    },
    flush: () => store.flush(),
    async stop() {
      await lines?.flush();
    },
  };
}
