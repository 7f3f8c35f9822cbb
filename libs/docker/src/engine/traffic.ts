import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';

import type { Traffic } from '@devbench/core';

/** Adds up what sockets count themselves, so that it costs nothing while bytes go by. */
export function createTraffic() {
  const open = new Set<Socket>();
  let sent = 0;
  let received = 0;
  const sum = (add: (socket: Socket) => number) =>
    [...open].reduce((all, socket) => all + add(socket), 0);

  return {
    /** From now until it is closed. A stream that is no socket, as over ssh, is not counted. */
    follow(stream: Duplex): void {
      if (!(stream instanceof Socket)) return;
      open.add(stream);
      stream.once('close', () => {
        open.delete(stream);
        sent += stream.bytesWritten;
        received += stream.bytesRead;
      });
    },
    count: (): Traffic => ({
      sent: sent + sum((socket) => socket.bytesWritten),
      received: received + sum((socket) => socket.bytesRead),
    }),
  };
}
