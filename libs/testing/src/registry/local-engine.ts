import { execFileSync } from 'node:child_process';
import { accessSync, constants, readdirSync, readFileSync } from 'node:fs';

/** A dockerd on this machine, which may be in a network of its own. */
export interface LocalEngine {
  /** Ahead of a program and its arguments: runs them in the engine's network, whose 127.0.0.1 is the engine's. */
  readonly inItsNetwork: readonly string[];
  /** An address in that network that is not 127.0.0.1, which every engine takes for insecure. */
  readonly address: string;
  /** Its view of /etc/docker, where that may be changed. */
  readonly settings: string | undefined;
}

const DEFAULT = 'unix:///var/run/docker.sock';

/** The engine behind the address, if it is on this machine and its network can be entered. */
export function localEngine(host = DEFAULT): LocalEngine | undefined {
  const listens = (args: readonly string[]) =>
    args.includes(host) || (host === DEFAULT && !args.some((arg) => arg.startsWith('unix://')));
  const pid = readdirSync('/proc').find((name) => isDockerd(name) && listens(argumentsOf(name)));
  if (pid === undefined) return undefined;
  const inItsNetwork = isOurNetwork(pid) ? [] : ['nsenter', `--net=/proc/${pid}/ns/net`];
  const [address] = run([...inItsNetwork, 'hostname', '-I'])
    .trim()
    .split(/\s+/);
  if (address === undefined || address === '') return undefined;
  const etc = `/proc/${pid}/root/etc`;
  return { inItsNetwork, address, settings: isWritable(etc) ? `${etc}/docker` : undefined };
}

const read = (path: string): string => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
};
const isWritable = (path: string): boolean => {
  try {
    accessSync(path, constants.W_OK);
    return true;
  } catch {
    return false;
  }
};
const isDockerd = (pid: string) => /^\d+$/.test(pid) && read(`/proc/${pid}/comm`) === 'dockerd\n';
const argumentsOf = (pid: string) => read(`/proc/${pid}/cmdline`).split('\0');
const networkOf = (pid: string) => run(['readlink', `/proc/${pid}/ns/net`]);

function isOurNetwork(pid: string): boolean {
  const theirs = networkOf(pid);
  return theirs === '' || theirs === networkOf('self');
}

function run([program = '', ...args]: readonly string[]): string {
  try {
    return execFileSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  } catch {
    return '';
  }
}
