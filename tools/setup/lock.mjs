import { once } from 'node:events';
import { unlink } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { announce } from './report.mjs';

/**
 * Runs `work` while no other process on this machine holds the lock `name`. A lock is a listening
 * local socket: the system frees it when its holder dies, and children do not inherit it.
 * @template T
 * @param {string} name
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(name, work) {
  const address = socketAddress(name);
  let release = await tryHold(address);
  if (!release) announce('waiting for another set-up');
  while (!release) {
    await untilFree(address);
    release = await tryHold(address);
  }
  try {
    return await work();
  } finally {
    release();
  }
}

function socketAddress(/** @type {string} */ name) {
  if (process.platform === 'linux') return `\0devbench-${name}`;
  if (process.platform === 'win32') return `\\\\.\\pipe\\devbench-${name}`;
  return join(tmpdir(), `devbench-${name}.lock`);
}

/** @returns {Promise<(() => void) | undefined>} the release, or nothing when someone else has it */
async function tryHold(/** @type {string} */ address) {
  /** @type {Set<import('node:net').Socket>} */
  const waiting = new Set();
  const server = createServer((socket) => {
    waiting.add(socket.on('error', () => {}).unref());
  });
  try {
    await once(server.listen(address), 'listening');
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'EADDRINUSE') return undefined;
    throw error;
  }
  server.unref();
  return () => {
    server.close();
    for (const socket of waiting) socket.destroy();
  };
}

/** Waiters connect and stay connected: the holder's end, in any way, closes the connection. */
async function untilFree(/** @type {string} */ address) {
  const socket = connect(address);
  const closed = new Promise((resolve) => socket.once('close', resolve));
  const refused = await new Promise((resolve) => {
    socket.once('error', (/** @type {NodeJS.ErrnoException} */ error) =>
      resolve(error.code === 'ECONNREFUSED'),
    );
    socket.once('close', () => resolve(false));
  });
  await closed;
  // Only where a lock is a file can one be left behind by a dead holder.
  if (refused && !address.startsWith('\0')) await unlink(address).catch(() => {});
}
