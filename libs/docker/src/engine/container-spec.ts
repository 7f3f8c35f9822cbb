import { WORKSPACE_PATH, type Workspace } from '@devbench/core';
import type Dockerode from 'dockerode';
import type { DockerConfig } from '../config.ts';
import { pinnedImage } from './image-digest.ts';
import { containerName } from './labels.ts';
import { PACKAGE_HOMES } from './package-homes.ts';

const MIB = 1024 * 1024;
/** Where the volume with the agent is mounted, and the agent in it. */
export const GUEST_PATH = '/.devbench';
export const GUEST_FILE = 'guest';
/** What a package manager needs as root; never enough to reach the host. */
const BUILDER_CAPABILITIES = [
  'CHOWN',
  'DAC_OVERRIDE',
  'FOWNER',
  'FSETID',
  'KILL',
  'SETGID',
  'SETUID',
  'SYS_CHROOT',
];

/** Who runs the agent and all commands of a workspace. */
export function execUser({ profile }: Workspace): number {
  return profile === 'hardened' ? 1000 : 0;
}

interface SpecExtras {
  readonly guestVolume: string;
  readonly labels: Record<string, string>;
  /** The folder of sockets, where server and engine share a machine. */
  readonly link?: Dockerode.MountSettings | undefined;
}

/** The container of a workspace, as the engine creates it. */
export function containerSpec(
  workspace: Workspace,
  config: DockerConfig,
  { guestVolume, labels, link }: SpecExtras,
): Dockerode.ContainerCreateOptions {
  const user = execUser(workspace);
  return {
    name: containerName(workspace.id),
    Image: imageOf(workspace, config),
    User: `${user}:${user}`,
    Entrypoint: [`${GUEST_PATH}/${GUEST_FILE}`],
    Cmd: [],
    WorkingDir: WORKSPACE_PATH,
    // What the caller gave goes with each command: it stays out of what the engine shows of a container.
    Env: environment(config),
    Labels: labels,
    Healthcheck: { Test: ['NONE'] },
    OpenStdin: true,
    StdinOnce: false,
    Tty: false,
    AttachStdin: true,
    AttachStdout: true,
    AttachStderr: true,
    HostConfig: hostConfig(workspace, config, { guestVolume, link }),
  };
}

function imageOf({ image, digest }: Workspace, { pinDigest }: DockerConfig): string {
  return pinDigest && digest !== undefined ? pinnedImage(image, digest) : image;
}

function environment({ home }: DockerConfig): string[] {
  return Object.entries({ HOME: home, ...PACKAGE_HOMES }).map(
    ([name, value]) => `${name}=${value}`,
  );
}

function hostConfig(
  workspace: Workspace,
  config: DockerConfig,
  { guestVolume, link }: Pick<SpecExtras, 'guestVolume' | 'link'>,
): Dockerode.HostConfig {
  const { limits, network, profile } = workspace;
  const hardened = profile === 'hardened';
  const user = execUser(workspace);
  const home = `rw,exec,nosuid,nodev,size=${config.homeMb}m,mode=0755,uid=${user},gid=${user}`;
  return {
    CapDrop: ['ALL'],
    ...(hardened ? {} : { CapAdd: BUILDER_CAPABILITIES }),
    SecurityOpt: ['no-new-privileges'],
    ReadonlyRootfs: hardened,
    Tmpfs: {
      '/tmp': `rw,exec,nosuid,nodev,size=${config.tmpMb}m,mode=1777`,
      [config.home]: home,
    },
    Mounts: [
      { Type: 'volume', Source: workspace.volume, Target: WORKSPACE_PATH },
      { Type: 'volume', Source: guestVolume, Target: GUEST_PATH, ReadOnly: true },
      ...(link === undefined ? [] : [link]),
    ],
    Memory: limits.memoryMb * MIB,
    MemorySwap: limits.memoryMb * MIB,
    NanoCpus: Math.round(limits.cpus * 1e9),
    PidsLimit: limits.pids,
    NetworkMode: network,
    LogConfig: { Type: 'none', Config: {} },
    RestartPolicy: { Name: 'no' },
    Init: false,
    ...(config.runtime === undefined ? {} : { Runtime: config.runtime }),
  };
}
