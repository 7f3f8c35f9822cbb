import { AppError, displayPath, type FileEngine } from '@devbench/core';
import type { Follower } from '../guest/channel.ts';
import type { Channels } from '../guest/channels.ts';
import { GuestFault } from '../guest/messages/fault.ts';
import { encodeUnwatch, encodeWatch } from '../guest/messages/watch.ts';
import { TYPE } from '../guest/messages/types.ts';
import type { Session } from '../guest/session.ts';
import { translateFault } from './faults.ts';

/** Between the handles of execs and the ids of requests. */
const FIRST = 2 ** 30;
const LAST = 2 ** 31 - 1;

/** Watches that outlive connections and stops: what may have happened meanwhile is told as a change. */
export function createWatch(channels: Channels, timeoutMs: number): FileEngine['watch'] {
  const limits = { timeoutMs, maxReplyBytes: 64 };
  let number = FIRST;

  return async (workspace, path, changed) => {
    number = number >= LAST ? FIRST : number + 1;
    const watch = number;
    let armed: Session | undefined;
    let closed = false;
    let stopWaiting: () => void = () => undefined;

    const tell = () => {
      if (!closed) changed();
    };
    const arm = async (session: Session): Promise<void> => {
      armed = session;
      session.listen(watch, tell);
      await session.request(TYPE.WATCH, encodeWatch(watch, path), limits, () => undefined);
    };
    const follower: Follower = {
      key: `watch ${watch}`,
      joined: (session) => void arm(session).then(tell, tell),
      lost() {
        if (closed) return;
        stopWaiting = channels.onOpen(workspace.id, join);
        tell();
      },
    };
    const join = () => {
      stopWaiting();
      const channel = channels.of(workspace);
      channel.follow(follower);
      channel.session().then(
        (session) => void arm(session).then(tell, tell),
        () => undefined,
      );
    };

    const channel = channels.of(workspace);
    await arm(await channel.session()).catch((error: unknown) => {
      armed?.unlisten(watch);
      throw refusal(error, path);
    });
    channel.follow(follower);
    return {
      close() {
        if (closed) return;
        closed = true;
        stopWaiting();
        channels.peek(workspace.id)?.unfollow(follower);
        armed?.unlisten(watch);
        armed
          ?.request(TYPE.UNWATCH, encodeUnwatch(watch), limits, () => undefined)
          .catch(() => undefined);
      },
    };
  };
}

function refusal(error: unknown, path: string): unknown {
  if (!(error instanceof GuestFault) || error.code !== 'limit') return translateFault(error, path);
  return new AppError('quota_exceeded', `${displayPath(path)} is too much to watch.`, {
    hint: 'Subscribe to a folder further down, or end other subscriptions.',
    cause: error,
  });
}
