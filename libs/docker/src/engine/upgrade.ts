import { connect, type NetConnectOpts, type Socket } from 'node:net';
import { createSlabs } from './slabs.ts';

const MOST_HEAD = 16_384;
const HEAD_END = '\r\n\r\n';

/**
 * Asks the engine for a stream of bytes over a socket of its own, which is read in large pieces. Undefined when
 * the engine answers anything else, rejects when it cannot be reached or nobody waits any more. The caller destroys it.
 */
export function upgrade(
  address: NetConnectOpts,
  path: string,
  signal: AbortSignal,
): Promise<Socket | undefined> {
  const { promise, resolve, reject } = Promise.withResolvers<Socket | undefined>();
  const slabs = createSlabs();
  let head: Buffer | undefined = Buffer.alloc(0);
  /** What came before somebody listened. */
  let early: Buffer[] = [];

  const deliver = () => {
    const chunks = early;
    early = [];
    for (const chunk of chunks) socket.emit('data', chunk);
  };
  const refuse = () => {
    socket.destroy();
    resolve(undefined);
  };
  const answered = (bytes: Buffer): Buffer | undefined => {
    head = Buffer.concat([head ?? bytes, bytes]);
    const end = head.indexOf(HEAD_END);
    if (end < 0 && head.length <= MOST_HEAD) return undefined;
    if (end < 0 || !head.toString('latin1', 0, end).startsWith('HTTP/1.1 101 ')) {
      refuse();
      return undefined;
    }
    const rest = head.subarray(end + HEAD_END.length);
    head = undefined;
    resolve(socket);
    return rest;
  };

  const socket = connect({
    ...address,
    onread: {
      buffer: () => slabs.room(),
      callback(count) {
        const bytes = slabs.take(count);
        const data = head === undefined ? bytes : answered(bytes);
        if (data === undefined || data.length === 0) return true;
        early.push(data);
        if (socket.listenerCount('data') > 0) deliver();
        return true;
      },
    },
  });
  socket.on('newListener', (event) => {
    if (event === 'data') queueMicrotask(deliver);
  });
  // They stay when the stream is somebody else's, and do nothing then.
  socket.on('error', reject).on('close', refuse);
  signal.addEventListener('abort', () => socket.destroy(new Error('Nobody waits any more.')));
  const host = 'host' in address && address.host ? address.host : 'docker';
  const headers = `Host: ${host}\r\nConnection: Upgrade\r\nUpgrade: tcp\r\nContent-Length: 0`;
  socket.write(`POST ${path} HTTP/1.1\r\n${headers}${HEAD_END}`);
  return promise;
}
