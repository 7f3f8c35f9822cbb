import { z } from 'zod';

import { choice, flag, integer, number, text } from './text.ts';

const MIB = 1024 * 1024;

/** What docker-mcp and mcp-docker-exec call a setting of ours; their text becomes a value of ours. */
export const otherNames = {
  DOCKER_MCP_MEMORY_LIMIT: integer(16 * MIB, 1_048_576 * MIB)
    .transform((bytes) => Math.floor(bytes / MIB))
    .optional()
    .describe('MCP_CONTAINER_MEMORY_LIMIT, in bytes'),
  DOCKER_MCP_CPU_LIMIT: number(0.01, 1024).optional().describe('MCP_CONTAINER_CPU_LIMIT'),
  DOCKER_MCP_PIDS_LIMIT: integer(8, 1_000_000).optional().describe('MCP_CONTAINER_PID_LIMIT'),
  DOCKER_MCP_DEBUG: flag
    .transform((on) => (on ? ('debug' as const) : undefined))
    .optional()
    .describe('true: MCP_LOG_LEVEL=debug'),
  MCP_DOCKER_LOG_LEVEL: choice(['debug', 'info', 'warn', 'error'])
    .optional()
    .describe('MCP_LOG_LEVEL'),
  MCP_DOCKER_STRUCTURED_LOGS: flag
    .transform((on) => (on ? ('json' as const) : ('text' as const)))
    .optional()
    .describe('MCP_LOG_FORMAT: true is json, false is text'),
  MCP_DOCKER_METRICS: flag.optional().describe('MCP_METRICS_ENABLED'),
  MCP_DOCKER_AUDIT_FILE: text.optional().describe('MCP_AUDIT_LOG_FILE'),
  MCP_DOCKER_AUDIT_RETENTION_DAYS: integer(1, 36_500)
    .optional()
    .describe('MCP_AUDIT_LOG_RETENTION_DAYS'),
};

/** Which setting of ours each of them is. */
export const MEANING = {
  DOCKER_MCP_MEMORY_LIMIT: 'MCP_CONTAINER_MEMORY_LIMIT',
  DOCKER_MCP_CPU_LIMIT: 'MCP_CONTAINER_CPU_LIMIT',
  DOCKER_MCP_PIDS_LIMIT: 'MCP_CONTAINER_PID_LIMIT',
  DOCKER_MCP_DEBUG: 'MCP_LOG_LEVEL',
  MCP_DOCKER_LOG_LEVEL: 'MCP_LOG_LEVEL',
  MCP_DOCKER_STRUCTURED_LOGS: 'MCP_LOG_FORMAT',
  MCP_DOCKER_METRICS: 'MCP_METRICS_ENABLED',
  MCP_DOCKER_AUDIT_FILE: 'MCP_AUDIT_LOG_FILE',
  MCP_DOCKER_AUDIT_RETENTION_DAYS: 'MCP_AUDIT_LOG_RETENTION_DAYS',
} as const satisfies Record<keyof typeof otherNames, string>;

const always = (value: boolean, error: string) =>
  flag.default(value).pipe(z.literal(value, { error })).describe(`Always ${value}`);

/** What they can switch off and this server cannot: another value would be believed in vain. */
export const fixedSettings = {
  MCP_DOCKER_SECURITY: always(true, 'cannot be switched off; set the rules one by one'),
  MCP_DOCKER_AUDIT: always(true, 'cannot be switched off; every call is on record'),
  MCP_AUDIT_ENABLED: always(true, 'cannot be switched off; every call is on record'),
  MCP_DOCKER_AUDIT_INCLUDE_STDIN: always(false, 'is not possible; input is never on record'),
  MCP_VALIDATE_PATHS: always(true, 'cannot be switched off; files stay in the workspace'),
};
