import { connect, type NetConnectOpts, type Socket } from 'node:net';
import { createSlabs } from './slabs.ts';

const MOST_HEAD = 16_384;
const HEAD_END = '\r\n\r\n';
const NOTHING = Buffer.alloc(0);

/**
 * Asks the engine for a stream of bytes over a socket of its own, which is read in large pieces. Undefined when
 * the engine answers anything else, rejects when it cannot be reached or nobody waits any more. The caller destroys it.
 */
export async function upgrade(
  address: NetConnectOpts,
  path: string,
  signal: AbortSignal,
): Promise<Socket | undefined> {
  signal.throwIfAborted();
  const { promise, resolve, reject } = Promise.withResolvers<Socket | undefined>();
  const slabs = createSlabs();
  let isOpen = false;
  let head = NOTHING;
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
  /** Takes the bytes for the answer; what is behind its end belongs to the stream. */
  const answer = (bytes: Buffer): Buffer => {
    head = Buffer.concat([head, bytes]);
    const end = head.indexOf(HEAD_END);
    if (end < 0 && head.length <= MOST_HEAD) return NOTHING;
    if (end < 0 || !head.toString('latin1', 0, end).startsWith('HTTP/1.1 101 ')) {
      refuse();
      return NOTHING;
    }
    const rest = head.subarray(end + HEAD_END.length);
    isOpen = true;
    head = NOTHING;
    resolve(socket);
    return rest;
  };

  const socket = connect({
    ...address,
    onread: {
      buffer: () => slabs.room(),
      callback(count) {
        const bytes = slabs.take(count);
        const data = isOpen ? bytes : answer(bytes);
        if (data.length > 0) early.push(data);
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
  const host = 'host' in address && address.host ? address.host : 'docker';
  const headers = `Host: ${host}\r\nConnection: Upgrade\r\nUpgrade: tcp\r\nContent-Length: 0`;
  socket.write(`POST ${path} HTTP/1.1\r\n${headers}${HEAD_END}`);

  const leave = () => socket.destroy(new Error('Nobody waits any more.'));
  signal.addEventListener('abort', leave);
  try {
    return await promise;
  } finally {
    signal.removeEventListener('abort', leave);
  }
}
