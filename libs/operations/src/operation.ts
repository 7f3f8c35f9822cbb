import type { AppError, AuditFields, Caller, Exec, Progress, Workspace } from '@devbench/core';
import { z } from 'zod';

import type { Services } from './services.ts';

/** What a call does to the world; annotations, confirmation and policy questions follow from it. */
export type Effect = 'read' | 'write' | 'execute' | 'destroy';
export type Toolset = 'workspace' | 'more' | 'sandbox' | 'docker' | 'admin';

/** What an operator may limit for each principal and minute. */
export type Rate = 'commands' | 'reads' | 'spawns';

/** What the call is about. The pipeline finds it and checks that it belongs to the caller. */
export type Target = 'none' | 'workspace' | 'exec';

export interface CallContext {
  readonly id: string;
  readonly caller: Caller;
  /** Aborts when the caller cancels, the deadline passes or the server stops; its reason is the error. */
  readonly signal: AbortSignal;
  /** Why this call could not be put on record; only of operations that answer all the same. */
  readonly unrecorded: AppError | undefined;
  progress(progress: Progress): void;
  /** Names the subject of the record, when it is known only now. */
  about(subject: string): void;
}

interface Found {
  none: object;
  workspace: { readonly workspace: Workspace };
  exec: { readonly workspace: Workspace; readonly exec: Exec };
}

/** The call as a handler sees it: its context, its target, and only the services that it names. */
export type CallOn<T extends Target, S extends keyof Services = never> = CallContext &
  Found[T] &
  Pick<Services, S>;

export interface Declaration<
  T extends Target,
  In extends z.ZodRawShape,
  Out extends z.ZodRawShape,
> {
  readonly name: string;
  readonly toolset: Toolset;
  /** Other toolsets that have it, too. */
  readonly alsoIn?: readonly Toolset[];
  readonly target: T;
  /** For a model: what it does, when to use it, what comes back. */
  readonly summary: string;
  readonly effect: Effect;
  /** Which limit counts it, for this input; none, without it. `reads` are of output. */
  readonly rate?: Rate | ((input: z.output<z.ZodObject<In>>) => Rate | undefined);
  /** Repeating the same call changes nothing more. */
  readonly idempotent?: boolean;
  /** Whether it starts a workspace that was stopped because nobody used it; true without it. */
  readonly wakes?: boolean;
  /** Without the id of the target and the idempotency key, which `declare` adds. */
  readonly input: In;
  /** Other names for arguments, as older clients know them. */
  readonly aliases?: Readonly<Record<string, keyof In & string>>;
  readonly output: Out;
  /** Answers also when its call cannot be put on record: for what only tells how the server is. */
  readonly evenUnrecorded?: boolean;
  /** The allow-list of what goes on record; nothing else is ever stored. */
  readonly audit?: (input: z.output<z.ZodObject<In>>) => AuditFields;
  /** One line (or the content itself) for a person or a model. */
  readonly render: (output: z.output<z.ZodObject<Out>>) => string;
  /** Milliseconds; the setting counts without it. */
  readonly deadlineMs?: (input: z.output<z.ZodObject<In>>) => number;
  /** Whether a result that was remembered by key still means something; always, without it. */
  stillHolds?(
    services: Services,
    owner: string,
    output: z.output<z.ZodObject<Out>>,
  ): Promise<boolean>;
  /** What `run` asks before it does anything, for a server that does nothing. Fails as `run` would. */
  judge?(call: CallOn<T, keyof Services>, input: z.output<z.ZodObject<In>>): unknown;
  // The method form lets a handler ask for fewer services than there are.
  run(
    call: CallOn<T, keyof Services>,
    input: z.output<z.ZodObject<In>>,
  ): Promise<z.input<z.ZodObject<Out>>>;
}

/** A declared operation whose types have been checked; the pipeline and the edges work with this. */
export interface Operation {
  readonly name: string;
  readonly toolset: Toolset;
  readonly alsoIn: readonly Toolset[];
  readonly target: Target;
  readonly summary: string;
  readonly effect: Effect;
  readonly rate: (input: never) => Rate | undefined;
  readonly idempotent: boolean;
  readonly wakes: boolean;
  readonly input: z.ZodObject;
  readonly aliases: Readonly<Record<string, string>>;
  readonly output: z.ZodObject;
  readonly evenUnrecorded: boolean;
  readonly audit: (input: never) => AuditFields;
  readonly render: (output: never) => string;
  readonly deadlineMs: ((input: never) => number) | undefined;
  readonly stillHolds:
    ((services: Services, owner: string, output: never) => Promise<boolean>) | undefined;
  readonly judge: ((call: never, input: never) => unknown) | undefined;
  readonly run: (call: never, input: never) => Promise<unknown>;
}

const ID: Record<Target, z.ZodRawShape> = {
  none: {},
  workspace: { container_id: z.string().min(1).max(128).describe('Id or alias') },
  exec: { exec_id: z.string().min(1).max(64).describe('Id of the command') },
};

const KEY: z.ZodRawShape = {
  idempotency_key: z.string().min(1).max(255).optional().describe('Done once per key'),
};

/** Declares an operation: schema, effect, words for the model, audit fields and handler in one place. */
export function declare<T extends Target, In extends z.ZodRawShape, Out extends z.ZodRawShape>(
  declaration: Declaration<T, In, Out>,
): Operation {
  const { target, effect, input, output, aliases = {}, alsoIn = [] } = declaration;
  const { idempotent = false, wakes = true, rate } = declaration;
  return {
    ...declaration,
    idempotent: idempotent || effect === 'read',
    wakes,
    aliases,
    alsoIn,
    input: z.strictObject({ ...ID[target], ...input, ...(effect === 'read' ? {} : KEY) }),
    output: z.strictObject(output),
    evenUnrecorded: declaration.evenUnrecorded ?? false,
    audit: declaration.audit ?? (() => ({})),
    rate: typeof rate === 'function' ? rate : () => rate,
    deadlineMs: declaration.deadlineMs,
    stillHolds: declaration.stillHolds?.bind(declaration),
    judge: declaration.judge?.bind(declaration),
    run: declaration.run.bind(declaration),
  };
}
