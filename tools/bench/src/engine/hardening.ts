import { OWNER_LABEL } from './owner.ts';

/** The flags with which the Docker CLI makes a container as ours are; `--help` of `docker run` explains them. */
export const HARDENED = [
  ...['--user', '1000:1000', '--workdir', '/workspace', '--read-only'],
  ...['--cap-drop', 'ALL', '--security-opt', 'no-new-privileges'],
  ...['--memory', '512m', '--memory-swap', '512m', '--cpus', '1', '--pids-limit', '256'],
  ...['--network', 'none', '--log-driver', 'none', '--no-healthcheck', '--restart', 'no'],
  ...['--tmpfs', '/tmp:rw,exec,nosuid,nodev,size=256m,mode=1777'],
  ...['--tmpfs', '/home/devbench:rw,exec,nosuid,nodev,size=256m,mode=0755,uid=1000,gid=1000'],
  ...['--env', 'HOME=/home/devbench', '--label', OWNER_LABEL],
];

export const workspaceMount = (volume: string): readonly string[] => [
  '--mount',
  `type=volume,source=${volume},target=/workspace,volume-label=${OWNER_LABEL}`,
];
