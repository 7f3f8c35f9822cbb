import { AppError, type Workspace } from '@devbench/core';
import type { Channels } from '../guest/channels.ts';
import { GuestFault } from '../guest/messages/fault.ts';
import { TYPE } from '../guest/messages/types.ts';
import { mayContinue, SessionLost } from '../guest/session-end.ts';
import type { Session } from '../guest/session.ts';
import { PayloadReader } from '../guest/wire/payload-reader.ts';

const MAX_REPLY = 1_024;

/** Short requests about one command. They may be repeated, so a lost session is tried once more. */
export function createControl(channels: Channels, workspace: Workspace, timeoutMs: number) {
  const limits = { timeoutMs, maxReplyBytes: MAX_REPLY };

  const request = async <T>(
    type: number,
    payload: Uint8Array,
    decode: (reply: PayloadReader) => T,
  ): Promise<T> => {
    const once = async () => {
      const session = await channels.of(workspace).session();
      return session.request(type, payload, limits, (payloads) =>
        decode(new PayloadReader(Buffer.concat(payloads))),
      );
    };
    try {
      return await once();
    } catch (error) {
      if (error instanceof SessionLost && mayContinue(error.end)) return once();
      throw error;
    }
  };

  return {
    /** Whether the command ran; one that the agent no longer knows did not. */
    async wasRunning(type: number, payload: Uint8Array): Promise<boolean> {
      try {
        return await request(type, payload, (reply) => reply.u8() === 1);
      } catch (error) {
        if (error instanceof GuestFault) return false;
        throw error;
      }
    },

    /** Rejects with `exec_not_running` when the agent refuses. */
    async mustRun(type: number, payload: Uint8Array): Promise<void> {
      try {
        await request(type, payload, () => undefined);
      } catch (error) {
        if (!(error instanceof GuestFault)) throw error;
        throw new AppError('exec_not_running', 'The command does not run.', { cause: error });
      }
    },

    /** A request whose answer says nothing. */
    tell(session: Session | undefined, type: number, payload: Uint8Array): void {
      session?.request(type, payload, limits, () => undefined).catch(() => undefined);
    },

    forget(payload: Uint8Array): void {
      request(TYPE.FORGET, payload, () => undefined).catch(() => undefined);
    },
  };
}
