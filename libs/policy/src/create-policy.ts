import { AppError, type Policy, type SpawnRequest } from '@devbench/core';

import type { PolicyConfig } from './config.ts';
import { createImagePlan } from './plan-image.ts';
import { planLimits, within } from './plan-limits.ts';

/** The operator's settings as decisions. */
export function createPolicy(config: PolicyConfig): Policy {
  const planImage = createImagePlan(config);
  return {
    planSpawn(_principal, request) {
      return {
        image: planImage(request.image),
        network: planNetwork(request, config),
        profile: planProfile(request, config),
        limits: planLimits(request, config),
        ttlS: planTtl(request, config),
      };
    },

    planExec(_principal, { asRoot, timeoutS }) {
      if (asRoot && !config.allowAsRoot) {
        throw new AppError('as_root_denied', 'Commands do not run as root here.');
      }
      const { execTimeoutS, maxExecTimeoutS, killGraceMs } = config;
      const seconds = within('timeout_s', timeoutS, execTimeoutS, maxExecTimeoutS);
      return { timeoutMs: seconds * 1000, graceMs: killGraceMs };
    },
  };
}

function planNetwork({ network }: SpawnRequest, config: PolicyConfig) {
  const planned = network ?? config.network;
  if (config.allowedNetworks.includes(planned)) return planned;
  throw new AppError('policy_denied', `The network ${planned} is not allowed.`);
}

function planProfile({ profile }: SpawnRequest, { allowBuildable }: PolicyConfig) {
  const planned = profile ?? 'hardened';
  if (planned === 'hardened' || allowBuildable) return planned;
  throw new AppError('policy_denied', 'The profile buildable is not allowed.', {
    hint: 'Use an image that has what you need, or ask the operator to allow it.',
  });
}

function planTtl({ ttlS }: SpawnRequest, { maxTtlS }: PolicyConfig) {
  return maxTtlS === undefined ? ttlS : within('ttl_s', ttlS, maxTtlS, maxTtlS);
}
