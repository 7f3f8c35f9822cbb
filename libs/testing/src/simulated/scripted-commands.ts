import {
  AppError,
  type Clock,
  type ExecEngine,
  type ExecId,
  type ExecSpec,
  type RunningExec,
  type Workspace,
} from '@devbench/core';

import { GuestCommand } from './guest-command.ts';

export interface Script {
  readonly stdout?: readonly (string | Uint8Array)[];
  readonly stderr?: readonly string[];
  readonly exitCode?: number;
  /** Runs until it is stopped or told to exit. */
  readonly hangs?: boolean;
  /** False for a command that nobody can follow again. */
  readonly resumable?: boolean;
  /** Cannot even be started. */
  readonly fails?: AppError;
}

/** Guests whose commands do what a script says. */
export class ScriptedCommands implements ExecEngine {
  /** What the next commands do. */
  script: (spec: ExecSpec) => Script = () => ({});
  /** How many times `resume` fails before the guest can be reached again. */
  unreachable = 0;
  /** What `resume` rejects with from now on. */
  gone: AppError | undefined;
  readonly started: ExecId[] = [];
  readonly specs: ExecSpec[] = [];
  running = 0;
  mostRunning = 0;
  readonly #clock: Clock;
  readonly #guests = new Map<ExecId, GuestCommand>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The command as its guest knows it. */
  of(id: string): GuestCommand {
    const command = this.#guests.get(id as ExecId);
    if (!command) throw new Error(`No guest has ${id}.`);
    return command;
  }

  /** Containers have died: nobody knows their commands any more. */
  forgetAll(): void {
    const commands = [...this.#guests.values()];
    this.#guests.clear();
    for (const command of commands) command.lose();
  }

  async spawn(_workspace: Workspace, id: ExecId, spec: ExecSpec): Promise<RunningExec> {
    const script = this.script(spec);
    if (script.fails) throw script.fails;
    this.started.push(id);
    this.specs.push(spec);
    this.running += 1;
    this.mostRunning = Math.max(this.mostRunning, this.running);
    const command = new GuestCommand(this.#clock, () => {
      this.running -= 1;
    });
    this.#guests.set(id, command);
    for (const text of script.stdout ?? []) command.say(text);
    for (const text of script.stderr ?? []) command.say(text, 'stderr');
    if (!script.hangs) command.exit(script.exitCode ?? 0);
    return { ...command.follow(1), resumable: script.resumable ?? true };
  }

  async resume(
    _workspace: Workspace,
    id: ExecId,
    fromSeq: number,
  ): Promise<RunningExec | undefined> {
    if (this.gone) throw this.gone;
    if (this.unreachable > 0) {
      this.unreachable -= 1;
      throw new AppError('guest_unavailable', 'The guest cannot be reached.');
    }
    return this.#guests.get(id)?.follow(fromSeq);
  }
}
