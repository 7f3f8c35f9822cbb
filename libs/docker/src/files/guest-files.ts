import type { Workspace } from '@devbench/core';
import type { Channels } from '../guest/channels.ts';
import { mayContinue, SessionLost } from '../guest/session-end.ts';
import { PayloadReader } from '../guest/wire/payload-reader.ts';
import { GuestFault } from '../guest/messages/fault.ts';
import { translateFault } from './faults.ts';

export interface FileRequest<T> {
  readonly type: number;
  readonly path: string;
  readonly payload: Uint8Array;
  /** Content in further frames. */
  readonly content?: () => Iterable<Uint8Array>;
  readonly maxReplyBytes: number;
  /** Whether it does no harm to do it twice, when the connection was lost before the answer. */
  readonly repeatable: boolean;
  /** What a refusal means, where it is not about `path` alone. */
  readonly refused?: (fault: GuestFault) => Error;
  readonly decode: (first: PayloadReader, rest: readonly Buffer[]) => T;
}

export type Ask = <T>(workspace: Workspace, request: FileRequest<T>) => Promise<T>;

/** One request about files. The first frame of the answer is decoded apart from the others. */
export function createAsk(channels: Channels, timeoutMs: number): Ask {
  return async (workspace, request) => {
    const { type, path, payload, content, maxReplyBytes, repeatable, decode, refused } = request;
    const once = async () => {
      const session = await channels.of(workspace).session();
      const limits = { timeoutMs, maxReplyBytes };
      return session.request(
        type,
        payload,
        limits,
        ([first = Buffer.alloc(0), ...rest]) => decode(new PayloadReader(first), rest),
        content?.(),
      );
    };
    try {
      return await once().catch((error: unknown) => {
        const again = repeatable && error instanceof SessionLost && mayContinue(error.end);
        if (again) return once();
        throw error;
      });
    } catch (error) {
      if (refused && error instanceof GuestFault) throw refused(error);
      throw translateFault(error, path);
    }
  };
}
