import { spawn } from 'node:child_process';
import { Duplex } from 'node:stream';
import { say } from '../report.mjs';

const OPTIONS = ['-o', 'BatchMode=yes', '-o', 'ConnectTimeout=10'];
const DIAL = ['docker', 'system', 'dial-stdio'];
const SSH_FAILED = 255;
const SOCKET_METHODS = ['setTimeout', 'setKeepAlive', 'setNoDelay', 'ref', 'unref'];

/**
 * A connection to a remote engine, the Docker CLI's own way: OpenSSH checks the host key, the
 * remote CLI carries the bytes.
 * @param {string} host `ssh://user@name:port`
 * @returns {import('node:net').Socket}
 */
export function dialOverSsh(host) {
  const { username, hostname, port } = new URL(host);
  const user = username ? ['-l', decodeURIComponent(username)] : [];
  const args = [...OPTIONS, ...user, ...(port ? ['-p', port] : []), '--', hostname, ...DIAL];
  const child = spawn('ssh', args, { stdio: 'pipe' });
  let complaint = '';
  child.stderr.on('data', (chunk) => (complaint += chunk));
  const stream = Duplex.from({ readable: child.stdout, writable: child.stdin });
  child.once('error', (error) => stream.destroy(error));
  child.once('close', (code) => {
    if (code === SSH_FAILED) say(complaint.trimEnd());
  });
  stream.once('close', () => child.kill());
  // node:http calls these on its sockets; here they have no meaning.
  for (const name of SOCKET_METHODS) Object.assign(stream, { [name]: () => stream });
  return /** @type {import('node:net').Socket} */ (/** @type {unknown} */ (stream));
}
