import { setTimeout as sleep } from 'node:timers/promises';
import { AppError, toAppError } from '@devbench/core';
import { TYPE } from './messages/types.ts';
import type { ExecState } from './messages/hello.ts';
import type { Session } from './session.ts';
import { mayContinue, type SessionEnd, SessionLost } from './session-end.ts';

/** Waits before the attempts to open a session again, in milliseconds; then it is given up. */
const RETRIES = [0, 50, 200, 500, 1_000, 2_000, 4_000, 8_000];
/** A session that held this long counts as sound. */
const SOUND_MS = 5_000;

/** How long an agent may take to say that it is there. */
const CHECK_MS = 5_000;

/** Something that goes on over a lost connection. */
export interface Follower {
  readonly key: string;
  /** A session is open; `state` is what the agent says about `key`, undefined when it does not know it. */
  joined(session: Session, state: ExecState | undefined): void;
  /** There will be no further session. Always `guest_unavailable` or `container_not_running`. */
  lost(error: AppError): void;
}

export interface ChannelTiming {
  /** A channel that nothing uses is closed after this time. */
  readonly idleMs: number;
  readonly requestMs: number;
}

/** The way to the agent of one workspace: one session at a time, opened on demand. */
export interface Channel {
  /**
   * The open session, or a new one; any number of callers share one attempt. Opening fences another server.
   * Rejects with `guest_unavailable`, `container_not_running`, `container_not_found`, `engine_unavailable`.
   */
  session(): Promise<Session>;
  /** Takes a session that somebody else opens. */
  adopt(opening: Promise<Session>): Promise<Session>;
  /** One follower for each key; an earlier one is lost. */
  follow(follower: Follower): void;
  unfollow(follower: Follower): void;
  /** Asks whether the open session, if any, still has an agent at its other end; ends it when not. */
  check(): void;
  close(): void;
}

export function createChannel(
  open: () => Promise<Session>,
  { idleMs, requestMs }: ChannelTiming,
  onIdle: () => void,
  onOpened: () => void = () => undefined,
): Channel {
  const followers = new Map<string, Follower>();
  let current: Promise<Session> | undefined;
  let usedAt = 0;
  let failures = 0;
  let closed = false;
  let idleTimer: NodeJS.Timeout | undefined;

  const loseAll = (error: AppError): void => {
    const lost = [...followers.values()];
    followers.clear();
    for (const follower of lost) follower.lost(error);
    if (current === undefined) onIdle();
  };

  const adopt = (opening: Promise<Session>): Promise<Session> => {
    current = opening;
    void opening.then(onOpen, () => {
      if (current === opening) current = undefined;
      if (followers.size === 0) onIdle();
    });
    return opening;
  };

  const onOpen = (session: Session): void => {
    if (closed) return session.close();
    const openedAt = performance.now();
    void session.ended.then((end) => {
      current = undefined;
      clearTimeout(idleTimer);
      if (performance.now() - openedAt > SOUND_MS) failures = 0;
      if (followers.size > 0) void reopen(end);
      else onIdle();
    });
    watchIdle(session);
    for (const follower of followers.values()) {
      follower.joined(session, session.execs.get(follower.key));
    }
    onOpened();
  };

  const reopen = async (end: SessionEnd): Promise<void> => {
    if (!mayContinue(end)) {
      loseAll(new SessionLost(end));
      return;
    }
    let failure: AppError = new SessionLost(end);
    while (followers.size > 0 && !closed) {
      const wait = RETRIES[failures];
      if (wait === undefined) {
        loseAll(failure);
        return;
      }
      failures += 1;
      await sleep(wait, undefined, { ref: false });
      try {
        await channel.session();
        return;
      } catch (thrown) {
        failure = toAppError(thrown);
        if (failure.kind !== 'unavailable') {
          loseAll(failure);
          return;
        }
      }
    }
  };

  /** Also asks after a silent session, because a dead connection may look like a quiet one. */
  const watchIdle = (session: Session): void => {
    idleTimer = setTimeout(() => {
      const idle = session.pending === 0 && performance.now() - usedAt >= idleMs;
      if (idle && followers.size === 0) return session.close();
      ping(session, requestMs);
      watchIdle(session);
    }, idleMs);
    idleTimer.unref();
  };

  const ping = (session: Session, timeoutMs: number): void => {
    const limits = { timeoutMs, maxReplyBytes: 64 };
    session.request(TYPE.PING, new Uint8Array(), limits, () => undefined).catch(() => undefined);
  };

  const channel: Channel = {
    async session() {
      if (closed) throw new AppError('guest_unavailable', 'The workspace is being closed.');
      usedAt = performance.now();
      return (current ??= adopt(open()));
    },
    adopt,
    follow(follower) {
      followers
        .get(follower.key)
        ?.lost(new AppError('guest_unavailable', 'The command is followed somewhere else now.'));
      followers.set(follower.key, follower);
      if (current === undefined) void reopen({ cause: 'lost', detail: '' });
    },
    unfollow(follower) {
      if (followers.get(follower.key) === follower) followers.delete(follower.key);
    },
    check() {
      const timeoutMs = Math.min(requestMs, CHECK_MS);
      void current?.then(
        (session) => ping(session, timeoutMs),
        () => undefined,
      );
    },
    close() {
      closed = true;
      loseAll(new AppError('guest_unavailable', 'The workspace is being closed.'));
      void current?.then(
        (session) => session.close(),
        () => undefined,
      );
    },
  };
  return channel;
}
