import type { Caller } from '@devbench/core';
import type { Config, EngineFacts, Kernel } from '@devbench/kernel';

/** What checks look at. */
export interface Patient {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly envFile: string;
  /** Undefined when the settings are wrong. */
  readonly config: Config | undefined;
  readonly nodeVersion: string;
  /** Asked once. Rejects with `engine_unavailable`. */
  readonly facts: () => Promise<EngineFacts>;
  readonly now: () => Date;
  /** What kind of file system a folder is on, as statfs has it. */
  readonly diskType: (folder: string) => Promise<number>;
  /** Rejects with what the settings of the HTTP server have against them. */
  readonly loadHttp: () => Promise<{ readonly host: string; readonly port: number }>;
  /** Started, once; rejects with `state_unavailable`. */
  readonly kernel: () => Promise<Pick<Kernel, 'operations' | 'state' | 'engine'>>;
  readonly caller: Caller;
}
