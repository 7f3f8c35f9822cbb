import type { PayloadReader } from '../wire/payload-reader.ts';

export const NONCE_BYTES = 16;

export interface ExecState {
  readonly handle: number;
  readonly key: string;
  readonly ended: boolean;
  readonly ackedSeq: number;
  /** The oldest record that is still there. */
  readonly firstSeq: number;
  readonly nextSeq: number;
  /** Bytes of stdin that the agent has received. */
  readonly stdinBytes: number;
}

export interface Hello {
  readonly nonce: Buffer;
  readonly session: number;
  readonly protocol: number;
  /** New at every start of the agent; an exec of another instance is gone. */
  readonly instance: string;
  readonly version: string;
  readonly uid: number;
  readonly gid: number;
  readonly execs: readonly ExecState[];
}

/** Whose hello was answered; all of it may come in several frames. */
export function decodeGreeting(payload: PayloadReader): Pick<Hello, 'nonce' | 'session'> {
  return { nonce: Buffer.from(payload.raw(NONCE_BYTES)), session: payload.u32() };
}

export function decodeHello(payload: PayloadReader): Hello {
  return {
    ...decodeGreeting(payload),
    protocol: payload.u32(),
    instance: payload.raw(16).toString('hex'),
    version: payload.str(),
    uid: payload.u32(),
    gid: payload.u32(),
    execs: payload.list(() => decodeExecState(payload)),
  };
}

function decodeExecState(payload: PayloadReader): ExecState {
  return {
    handle: payload.u32(),
    key: payload.str(),
    ended: payload.u8() === 2,
    ackedSeq: payload.u64(),
    firstSeq: payload.u64(),
    nextSeq: payload.u64(),
    stdinBytes: payload.u64(),
  };
}
