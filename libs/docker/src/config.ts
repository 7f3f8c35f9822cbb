import { z } from 'zod';
import { packagedGuestBinary } from './engine/guest-binary.ts';
import { dockerCredentials } from './registry/docker-credentials.ts';

export type GuestArch = 'x64' | 'arm64';

const MIB = 1024 * 1024;
const millis = (byDefault: number) => z.int().positive().default(byDefault);
const bytes = (byDefault: number) => z.int().positive().default(byDefault);

/** Settings of the engine ports. Times in milliseconds. */
export const dockerConfig = z.object({
  /** `unix:///path`, `tcp://host:port`, `http(s)://…`; see `resolveEngine` for what the environment says. */
  host: z.string().min(1).default('unix:///var/run/docker.sock'),
  /** PEM texts for `tcp` and `https`; without `verify` any certificate of the engine will do. */
  tls: z
    .object({
      ca: z.string().optional(),
      cert: z.string().optional(),
      key: z.string().optional(),
      verify: z.boolean().default(true),
    })
    .optional(),
  /** Names this installation in labels, so that reconcile knows its own. */
  instance: z.string().min(1).max(128).default('default'),
  /** Of the product, for labels. */
  version: z.string().default('0'),
  /** Where the agent for an architecture is on this machine. */
  guestBinary: z
    .custom<(arch: GuestArch) => string>((value) => typeof value === 'function')
    .default(() => packagedGuestBinary),
  /**
   * A folder of its own, of which workspaces on this machine mount a part each, read-only: bytes to and from their agents
   * go over sockets there and not through the engine. Without it all goes through the engine.
   */
  linkFolder: z.string().startsWith('/').optional(),
  /** An OCI runtime such as `runsc`; the engine's own by default. */
  runtime: z.string().min(1).optional(),
  /** Where HOME is; a tmpfs in hardened workspaces. */
  home: z.string().startsWith('/').default('/home/devbench'),
  homeMb: z.int().positive().default(256),
  tmpMb: z.int().positive().default(256),
  /** How to sign on at registries; wins over `config.json` in `configFolder`. */
  credentials: dockerCredentials.optional(),
  /** The folder of Docker's own `config.json`. */
  configFolder: z.string().min(1).optional(),
  /** Containers are made from digests only. */
  pinDigest: z.boolean().default(false),
  /** For one question to a credential helper. */
  helperTimeoutMs: millis(10_000),
  /** How long a pull may go without a sign of life. */
  pullSilenceMs: millis(120_000),
  /** For the files of a workspace, where the engine's storage can keep a limit; 0 is none. */
  diskMb: z.int().min(0).default(0),
  /** For one ordinary request to the engine. */
  engineTimeoutMs: millis(60_000),
  /** From the start of a container to its agent's hello: a busy machine takes long, and one that died is noticed at once. */
  bootTimeoutMs: millis(180_000),
  /** For the hello of an agent that runs already. */
  helloTimeoutMs: millis(20_000),
  /** For one request to an agent; its session ends then and a new one is opened. */
  guestTimeoutMs: millis(30_000),
  /** The most that a workspace is held still while its files are copied. */
  pauseLimitMs: millis(20_000),
  /** A channel that nothing uses is closed after this time, and opened again on demand. */
  channelIdleMs: millis(300_000),
  /** Output that an agent keeps for each command until it is safe here. */
  outputWindowBytes: bytes(4 * MIB),
  /** Output of one command that may be on its way or unread here. */
  outputCreditBytes: z
    .int()
    .min(64 * 1024)
    .default(2 * MIB),
});

export type DockerConfig = z.output<typeof dockerConfig>;
export type DockerSettings = z.input<typeof dockerConfig>;
