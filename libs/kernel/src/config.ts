import { auditConfig } from '@devbench/audit';
import { dockerConfig } from '@devbench/docker';
import { operationsConfig } from '@devbench/operations';
import { policyConfig } from '@devbench/policy';
import { stateConfig } from '@devbench/state';
import { archivesConfig, outputsConfig, transfersConfig } from '@devbench/streaming';
import { telemetryConfig } from '@devbench/telemetry';
import { z } from 'zod';

/** The configs of all parts. What only a process knows is in `server`. */
export const kernelConfig = z.object({
  state: stateConfig,
  docker: dockerConfig,
  outputs: outputsConfig,
  transfers: transfersConfig,
  archives: archivesConfig,
  policy: policyConfig,
  audit: auditConfig,
  telemetry: telemetryConfig,
  operations: operationsConfig,
  server: z.object({
    pid: z.int(),
    host: z.string(),
    isAlive: z.custom<(pid: number) => boolean>((value) => typeof value === 'function'),
  }),
});

export type KernelConfig = z.output<typeof kernelConfig>;
