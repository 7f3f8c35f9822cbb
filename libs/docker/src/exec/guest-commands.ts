import type { DockerConfig } from '../config.ts';
import type { Channels } from '../guest/channels.ts';

/** What commands that run under an agent need. */
export interface GuestCommands {
  readonly channels: Channels;
  readonly config: DockerConfig;
}
