import { z } from 'zod';

import { commandRule } from './commands/rule.ts';
import { deniedPath } from './paths/denied-paths.ts';
import { permission } from './permission.ts';

const network = z.enum(['none', 'bridge']);

export const policyConfig = z.object({
  defaultImage: z.string().min(1).default('python:3.11-slim').describe('For a spawn without image'),
  imageAliases: z
    .record(z.string(), z.string())
    .default({})
    .describe('Short names for images, as callers may write them'),
  allowedImages: z
    .array(z.string().min(1))
    .optional()
    .describe('Patterns beside the aliases; every image of the registries without it'),
  allowedRegistries: z.array(z.string().min(1)).default(['docker.io', 'ghcr.io']),
  containers: z
    .array(z.string().min(1))
    .default([])
    .describe('Containers besides workspaces: globs of names, or label=name or label=name=value'),
  hostUser: z.string().min(1).optional().describe('Who runs commands in them if nobody is named'),
  allowHostRoot: permission.default(false).describe('Whose commands may run as root in them'),
  network: network.default('none').describe('For a spawn that does not ask'),
  allowNetwork: permission.default(true).describe('Who may have a network'),
  allowAsRoot: permission.default(false).describe('Whose commands may run as root'),
  allowBuildable: permission.default(false).describe('Who may have the buildable profile'),
  commandMode: z.enum(['none', 'allowlist', 'denylist']).default('none'),
  commandRules: z.array(commandRule).default([]).describe('Of the list that the mode names'),
  deniedFlags: z.array(z.string().startsWith('-')).default([]).describe('Of any command'),
  deniedPaths: z.array(deniedPath).default([]).describe('Of commands and of file tools'),
  maxContainers: z.int().min(1).optional().describe('Per principal'),
  maxTotalMemoryMb: z.int().min(16).optional().describe('Per principal, all limits added'),
  memoryMb: z.int().min(16).default(512),
  maxMemoryMb: z.int().min(16).default(4096),
  cpus: z.number().min(0.01).default(1),
  maxCpus: z.number().min(0.01).default(4),
  pids: z.int().min(8).default(256),
  maxPids: z.int().min(8).default(4096),
  defaultTtlS: z
    .int()
    .min(1)
    .optional()
    .describe('For a spawn that asks for none and is not persistent'),
  maxTtlS: z.int().min(1).optional().describe('Also for a spawn that asks for none'),
  execTimeoutS: z.int().min(1).default(600),
  maxExecTimeoutS: z.int().min(1).default(86_400),
  killGraceMs: z.int().min(0).default(5000).describe('Between TERM and KILL'),
});

export type PolicyConfig = z.output<typeof policyConfig>;
