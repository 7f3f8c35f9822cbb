import { type BoundSocket, type OnReadOpts, Socket } from 'node:net';
import { MAX_FRAME } from '../wire/frame.ts';

/** What is left of a read is part of one frame, so there is always room for more. */
const ROOM = 4 * MAX_FRAME;

/** Takes bytes from the front of what has come, valid until it returns, and says how many. */
export type Take = (bytes: Buffer) => number;

/** A stream between agent and server, read into one piece of memory over and over. */
export interface Link {
  readonly socket: Socket;
  /** Who takes the bytes from now on. */
  readonly read: (take: Take) => void;
}

/** A connection of which nothing was read yet. Node reads only those in place that are made with that option. */
export function createLink(connection: Socket, first: Take): Link {
  const room = Buffer.allocUnsafeSlow(ROOM);
  /** Of what has come and was not taken. */
  let [start, end] = [0, 0];
  let take = first;

  const takeAll = (): void => void (start += take(room.subarray(start, end)));

  const onread: OnReadOpts = {
    /** Where the next read goes to: nothing moves between this and that. */
    buffer() {
      room.copyWithin(0, start, end);
      [start, end] = [0, end - start];
      return room.subarray(end);
    },
    callback(count) {
      end += count;
      takeAll();
      return end - start < ROOM;
    },
  };
  const socket = new Socket({ handle: handleOf(connection), onread });
  socket.resume();
  return {
    socket,
    read(next) {
      take = next;
      takeAll();
      socket.resume();
    },
  };
}

/** Takes a connection out of the socket that Node has made for it. */
function handleOf(connection: Socket): BoundSocket {
  const owner = connection as unknown as { _handle: BoundSocket | undefined };
  const { _handle: handle } = owner as { _handle: BoundSocket };
  owner._handle = undefined;
  return handle;
}
