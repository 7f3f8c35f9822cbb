import type { PayloadReader } from '../wire/payload-reader.ts';

export const FAULTS = {
  1: 'invalid',
  2: 'not_found',
  3: 'exists',
  4: 'not_a_directory',
  5: 'is_a_directory',
  6: 'not_regular',
  7: 'permission',
  8: 'conflict',
  9: 'outside',
  10: 'not_empty',
  11: 'no_space',
  12: 'too_large',
  13: 'io',
  14: 'limit',
  15: 'unknown_exec',
  16: 'name_too_long',
  17: 'read_only',
  18: 'cancelled',
} as const;

export type FaultCode = (typeof FAULTS)[keyof typeof FAULTS];

/** The agent's refusal of one request. Its text is for the log: the agent is not trusted. */
export class GuestFault extends Error {
  override readonly name = 'GuestFault';
  readonly code: FaultCode;
  readonly errno: number;

  constructor(code: FaultCode, errno: number, message: string) {
    super(message);
    this.code = code;
    this.errno = errno;
  }
}

export function decodeFault(payload: PayloadReader): GuestFault {
  const code = payload.u16();
  return new GuestFault(nameOf(code), payload.u32(), payload.str().slice(0, 1_000));
}

function nameOf(code: number): FaultCode {
  return code in FAULTS ? FAULTS[code as keyof typeof FAULTS] : 'io';
}
