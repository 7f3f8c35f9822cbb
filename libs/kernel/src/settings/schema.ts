import { operations, type Toolset } from '@devbench/operations';
import { z } from 'zod';

import { httpSettings } from './http-schema.ts';
import { dockerConfigJson, imageList, imageName, registryList } from './images.ts';
import { fixedSettings, otherNames } from './other-names.ts';
import { policySettings } from './policy-settings.ts';
import { choice, flag, integer, kinds, list, number, text } from './text.ts';
import { toolSettings } from './tool-settings.ts';
import { tracingSettings } from './tracing-settings.ts';

const KIB = 1024;
const MIB = 1024 * KIB;
const GIB = 1024 * MIB;

/** A toolset without a tool would be an empty promise. */
const available = [...new Set(operations.map(({ toolset }) => toolset))];

/**
 * Every variable that has an effect; its text becomes a value here. Those of Docker itself are only described
 * here: the part that speaks to the engine reads them as Docker's own programs do.
 */
export const settingsSchema = z.object({
  MCP_STATE_DB: text
    .optional()
    .describe('SQLite file, shared by all servers of a user; default in the data folder'),
  MCP_TOOLSETS: list
    .pipe(z.array(z.enum(available, { error: `must be of ${available.join(', ')}` })).min(1))
    .default(['workspace'] satisfies Toolset[])
    .describe('Which groups of tools are offered'),
  MCP_DRAIN_GRACE_S: integer(0, 3600)
    .default(60)
    .describe('Seconds that running calls have when the server stops'),
  MCP_AUDIT_LOG_FILE: text
    .optional()
    .describe(
      'Record of all calls in lines of JSON; the date is added to its name; a relative path is beside MCP_STATE_DB',
    ),
  MCP_AUDIT_LOG_ROTATION: choice(['hourly', 'daily', 'monthly'])
    .default('daily')
    .describe('How often a new file is begun'),
  MCP_AUDIT_LOG_RETENTION_DAYS: integer(1, 36_500)
    .default(30)
    .describe('Days that entries are kept, in files and in the state'),
  MCP_AUDIT_ON_FAILURE: choice(['refuse', 'continue'])
    .default('refuse')
    .describe('What becomes of calls while the file cannot be written'),
  MCP_LOG_LEVEL: choice(['debug', 'info', 'warning', 'warn', 'error', 'critical'])
    .default('info')
    .describe('The least urgent records that are logged'),
  MCP_LOG_FORMAT: choice(['json', 'text']).default('json').describe('How a record is written'),
  ...tracingSettings,

  MCP_DOCKER_HOST: text.optional().describe('The engine; wins over DOCKER_HOST and the context'),
  DOCKER_HOST: text.optional().describe('unix://, tcp://, ssh:// or npipe:// of the engine'),
  DOCKER_TLS_VERIFY: text.optional().describe('Not empty: TLS for tcp://'),
  DOCKER_CERT_PATH: text.optional().describe('Folder of ca.pem, cert.pem and key.pem'),
  MCP_DOCKER_TLS_VERIFY: flag
    .optional()
    .describe('Whether the certificate of the engine is checked; wins over DOCKER_TLS_VERIFY'),
  MCP_DOCKER_CERT_PATH: text.optional().describe('Wins over DOCKER_CERT_PATH'),
  DOCKER_CONTEXT: text.optional().describe('The Docker context to use'),
  DOCKER_CONFIG: text.optional().describe("Folder of Docker's own settings"),
  MCP_DIRECT_CHANNEL: flag
    .default(true)
    .describe(
      'Whether workspaces on this machine are reached past the engine, by sockets beside MCP_STATE_DB',
    ),

  MCP_ALLOWED_REGISTRIES: registryList.optional().describe('Registries that images may come from'),
  MCP_ALLOWED_IMAGES: imageList
    .optional()
    .describe('The only images: names, patterns with *, and short names as name=image'),
  MCP_IMAGE_ALLOW: imageList.optional().describe('More of MCP_ALLOWED_IMAGES'),
  MCP_IMAGE_PIN_DIGEST: flag
    .default(false)
    .describe('Whether containers are made from digests only: a tag is resolved first'),
  MCP_DOCKER_CONFIG_JSON: dockerConfigJson
    .optional()
    .describe("Sign-on at registries, as in Docker's config.json; wins over that file"),
  MCP_DEFAULT_IMAGE_ALIAS: imageName.optional().describe('The image when spawn names none'),
  ...policySettings,
  MCP_CONTAINER_MEMORY_LIMIT: integer(16, 1_048_576).default(512).describe('MiB per container'),
  MCP_CONTAINER_CPU_LIMIT: number(0.01, 1024).default(1).describe('Cores per container'),
  MCP_CONTAINER_PID_LIMIT: integer(8, 1_000_000).default(256).describe('Processes per container'),

  MCP_CONTAINER_DISK_LIMIT: integer(0, 1_073_741_824)
    .default(0)
    .describe('MiB of files per container; more stops it; 0 is no limit'),
  MCP_DEFAULT_CONTAINER_TTL: integer(0, 31_536_000)
    .default(0)
    .describe(
      'Seconds after which a container is removed that is not persistent and asked for no ttl_s; 0 is never',
    ),
  MCP_IDLE_STOP_S: integer(0, 31_536_000)
    .default(0)
    .describe(
      'Seconds without use after which a container is stopped until its next use; 0 is never',
    ),
  MCP_END_WITH_SESSION: flag
    .default(false)
    .describe('Whether containers that are not persistent end when their client leaves (stdio)'),

  MCP_WARM_POOL_ENABLED: flag
    .default(false)
    .describe('Whether containers are made before anybody asks; they cost memory while they wait'),
  MCP_WARM_POOL_SIZE: integer(1, 1000).default(2).describe('How many of each image wait'),
  MCP_WARM_POOL_IMAGE: kinds
    .optional()
    .describe(
      'Images of the pool, each alone or as "image buildable"; default is the default image',
    ),
  MCP_WARM_POOL_REFRESH_INTERVAL: integer(0, 31_536_000)
    .default(0)
    .describe('Seconds after which one that nobody took is made anew; 0 is never'),
  MCP_WARM_HEALTH_CHECK_INTERVAL: integer(1, 86_400)
    .default(60)
    .describe('Seconds between checks whether those that wait are well'),
  MCP_DOCKER_CONTAINERS: list
    .optional()
    .describe(
      'Containers besides your own for toolset docker: globs of names, or label=name=value',
    ),

  MCP_MAX_CONCURRENT_EXECS: integer(1, 1024)
    .default(4)
    .describe('Commands at once per container, for each server'),
  MCP_DEFAULT_EXEC_TIMEOUT: integer(1, 604_800).default(600).describe('Seconds, if none are given'),
  MCP_MAX_EXEC_TIMEOUT: integer(1, 604_800).default(86_400).describe('The most seconds to ask for'),
  MCP_CANCEL_GRACE_MS: integer(0, 60_000)
    .default(5_000)
    .describe('Milliseconds from TERM to KILL when a command is ended'),
  MCP_MAX_SNAPSHOTS: integer(0, 100_000)
    .default(20)
    .describe('Snapshots that one principal may have'),
  MCP_TRANSFER_DIR: text
    .optional()
    .describe('Folder of the host through which archives come and go; none without it'),
  MCP_IDEMP_TTL: integer(1, 31_536_000)
    .default(86_400)
    .describe(
      'Seconds that the result of an idempotency_key is kept; then the key can be used again',
    ),
  MCP_IMPORT_MAX_BYTES: integer(1, 1024 * GIB)
    .default(512 * MIB)
    .describe('The most that an imported archive unpacks to, and that an uploaded file has'),
  MCP_OUTPUT_MAX_BYTES: integer(16 * KIB, 1024 * GIB)
    .default(256 * MIB)
    .describe('Output of one command that is kept'),
  MCP_OUTPUT_TOTAL_BYTES: integer(64 * KIB, 1024 * GIB)
    .default(GIB)
    .describe('Output of all commands that is kept'),
  MCP_OUTPUT_RETENTION_S: integer(1, 31_536_000)
    .default(86_400)
    .describe('Seconds that the output of an ended command is kept'),

  ...toolSettings,
  ...httpSettings,
  MCP_TRANSIENT_GC_DAYS: integer(0, 3650)
    .default(7)
    .describe('Days without use after which a stopped transient container is removed'),
  MCP_ORPHAN_TTL_DAYS: integer(0, 3650)
    .default(7)
    .describe('Days after which a transient volume without a container is removed'),
  MCP_CLEANUP_ENABLED: flag.default(true).describe('Whether garbage is collected by interval'),
  MCP_CLEANUP_INTERVAL: integer(1, 604_800)
    .default(300)
    .describe('Seconds between two clean-ups; one of several servers does each'),
  MCP_CLEANUP_ON_STARTUP: flag.default(true).describe('Whether the first one is at the start'),
  ...otherNames,
  ...fixedSettings,
});

export type Settings = z.output<typeof settingsSchema>;
