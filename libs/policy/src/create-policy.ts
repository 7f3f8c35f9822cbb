import {
  AppError,
  isRoot,
  type ExecPlan,
  type ExecRequest,
  type Policy,
  type Principal,
  type SpawnRequest,
} from '@devbench/core';

import { judgeCommand } from './commands/judge-command.ts';
import { parseRule } from './commands/rule.ts';
import type { PolicyConfig } from './config.ts';
import { isNamed } from './named-containers.ts';
import { ruleForPath, rulesInside } from './paths/denied-paths.ts';
import { permits } from './permission.ts';
import { createImagePlan } from './plan-image.ts';
import { planLimits, within } from './plan-limits.ts';

/** The operator's settings as decisions. */
export function createPolicy(config: PolicyConfig): Policy {
  const planImage = createImagePlan(config);
  const { deniedFlags, deniedPaths } = config;
  const rules = config.commandRules.map(parseRule);
  const commands = { mode: config.commandMode, rules, deniedFlags, deniedPaths };
  const quota = { containers: config.maxContainers, memoryMb: config.maxTotalMemoryMb };
  const plan = (request: ExecRequest): ExecPlan => {
    const rule = judgeCommand(request, commands);
    const { execTimeoutS, maxExecTimeoutS, killGraceMs } = config;
    const usual = request.usualTimeoutS ?? execTimeoutS;
    const seconds = within('The timeout in seconds', request.timeoutS, usual, maxExecTimeoutS);
    return {
      ...{ timeoutMs: seconds * 1000, graceMs: killGraceMs },
      ...(rule !== undefined && { rule }),
    };
  };
  return {
    planSpawn(principal, request) {
      return {
        image: planImage(request.image),
        network: planNetwork(principal, request, config),
        profile: planProfile(principal, request, config),
        limits: planLimits(request, config),
        ttlS: planTtl(request, config),
        quota,
      };
    },

    allowsContainer: (container) => isNamed(container, config.containers),

    planExec(principal, request) {
      if (request.asRoot && !permits(config.allowAsRoot, principal)) {
        throw new AppError('as_root_denied', 'Commands do not run as root here.');
      }
      return plan(request);
    },

    planHostExec(principal, { user, containerUser, ...request }) {
      const runsAs = user ?? config.hostUser ?? containerUser ?? '';
      const asRoot = isRoot(runsAs);
      if (asRoot && !permits(config.allowHostRoot, principal)) {
        throw new AppError('as_root_denied', 'Commands do not run as root in this container.', {
          hint: 'Name another user, or ask the operator for MCP_DOCKER_ALLOW_ROOT.',
        });
      }
      return { ...plan({ ...request, asRoot }), user: runsAs };
    },

    deniedPath: (path) => ruleForPath(path, deniedPaths),
    deniedInside: (directory) => rulesInside(directory, deniedPaths),
  };
}

function planNetwork(principal: Principal, { network }: SpawnRequest, config: PolicyConfig) {
  const planned = network ?? config.network;
  if (planned === 'none' || permits(config.allowNetwork, principal)) return planned;
  throw new AppError('policy_denied', `The network ${planned} is not allowed.`, {
    hint: 'Use network none, or ask the operator for MCP_ALLOW_NETWORK.',
  });
}

function planProfile(principal: Principal, { profile }: SpawnRequest, config: PolicyConfig) {
  const planned = profile ?? 'hardened';
  if (planned === 'hardened' || permits(config.allowBuildable, principal)) return planned;
  throw new AppError('policy_denied', 'The profile buildable is not allowed.', {
    hint: 'Use an image that has what you need, or ask the operator for MCP_ALLOW_BUILDABLE.',
  });
}

function planTtl({ ttlS, persistent }: SpawnRequest, { defaultTtlS, maxTtlS }: PolicyConfig) {
  const standard = persistent === true ? undefined : defaultTtlS;
  if (maxTtlS === undefined) return ttlS ?? standard;
  return within('ttl_s', ttlS, standard ?? maxTtlS, maxTtlS);
}
