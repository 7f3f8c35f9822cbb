import { commandRule, deniedPath } from '@devbench/policy';
import { z } from 'zod';

import { choice, flag, integer, list } from './text.ts';

/** For everybody, for nobody, or for principals with the scope `admin`. */
const permission = z.union([flag, z.string().trim().toLowerCase().pipe(z.literal('admin'))], {
  error: 'must be true, false or admin',
});

/** Who may do what, and how much of it. */
export const policySettings = {
  MCP_ALLOW_AS_ROOT: permission
    .optional()
    .describe('Whether commands may run as root in the container: true, false or admin'),
  MCP_ALLOW_NETWORK: permission
    .default(true)
    .describe('Whether a container may ask for a network: true, false or admin'),
  MCP_ALLOW_BUILDABLE: permission
    .optional()
    .describe('Whether a container may have the profile buildable: true, false or admin'),
  MCP_DOCKER_DRY_RUN: flag.default(false).describe('Whether tools only say what they would change'),
  MCP_DOCKER_ALLOW_ROOT: permission
    .optional()
    .describe('Whether commands of toolset docker may run as root: true, false or admin'),
  MCP_DOCKER_DEFAULT_USER: z
    .string()
    .optional()
    .describe('Who runs commands of toolset docker; that of the container without it'),
  MCP_DOCKER_COMMAND_POLICY_MODE: choice(['none', 'allowlist', 'denylist'])
    .default('none')
    .describe('What the list of commands is'),
  MCP_DOCKER_COMMAND_PATTERNS: list
    .pipe(z.array(commandRule))
    .optional()
    .describe('The list of commands: programs and their first arguments, such as git status'),
  MCP_DOCKER_DENIED_FLAGS: list
    .pipe(z.array(z.string().startsWith('-', { error: 'a flag begins with -' })))
    .optional()
    .describe('Options that no command may have, such as --privileged'),
  MCP_DOCKER_DENIED_PATHS: list
    .pipe(z.array(deniedPath))
    .optional()
    .describe('Absolute paths, or names such as *.pem, that no tool may touch and no command name'),
  MCP_DOCKER_RATE_LIMITS: flag.default(true).describe('Whether the limits per minute hold'),
  MCP_DOCKER_EXEC_PER_MINUTE: integer(1, 1_000_000)
    .optional()
    .describe('Commands that one principal may start in a minute'),
  MCP_DOCKER_LOGS_PER_MINUTE: integer(1, 1_000_000)
    .optional()
    .describe('Readings of output by one principal in a minute'),
  MCP_SPAWNS_PER_MINUTE: integer(1, 1_000_000)
    .optional()
    .describe('Containers that one principal may ask for in a minute'),
  MCP_DOCKER_MAX_CONCURRENT: integer(1, 100_000)
    .default(64)
    .describe('Commands at once in all; each principal has room for those of one container anyhow'),
  MCP_MAX_EXECS_PER_PRINCIPAL: integer(1, 100_000)
    .optional()
    .describe('Commands at once of one principal; more wait for their turn'),
  MCP_MAX_CONTAINERS_PER_PRINCIPAL: integer(1, 1_000_000)
    .optional()
    .describe('Containers that one principal may have'),
  MCP_MAX_MEMORY_PER_PRINCIPAL: integer(16, 1_073_741_824)
    .optional()
    .describe('MiB that the containers of one principal may have in all'),
  MCP_MAX_DISK_PER_PRINCIPAL: integer(0, 1_073_741_824)
    .default(0)
    .describe('MiB of files of the containers and snapshots of one principal; 0 is no limit'),
};
