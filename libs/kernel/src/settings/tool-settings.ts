import { choice, integer } from './text.ts';

const MIB = 1024 * 1024;

/** What the toolsets `sandbox` and `docker` have for themselves, under the names of the servers they replace. */
export const toolSettings = {
  DOCKER_MCP_TIMEOUT: integer(1, 3600)
    .optional()
    .describe('Toolset sandbox: seconds for code that says no timeout; 120, for scripts 180'),
  DOCKER_MCP_MAX_OUTPUT_BYTES: integer(1024, MIB)
    .default(65_536)
    .describe('Toolset sandbox: output in a reply; of more, both ends'),
  DOCKER_MCP_DEFAULT_NETWORK: choice(['none', 'bridge'])
    .default('none')
    .describe('The network of a container that does not ask for one'),
  MCP_DOCKER_MAX_BYTES: integer(1024, 1024 * MIB)
    .optional()
    .describe('Toolset docker: the most output in a reply, which is never more than 1 MiB'),
  MCP_DOCKER_CHUNK_BYTES: integer(1, MIB)
    .optional()
    .describe('Toolset docker: the most output in one message of progress; 4096'),
  MCP_DOCKER_TIMEOUT_MS: integer(1, 604_800_000)
    .optional()
    .describe('Toolset docker: milliseconds for a command that says no timeout'),
};
