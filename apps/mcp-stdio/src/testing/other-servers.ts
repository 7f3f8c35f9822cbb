import { randomBytes } from 'node:crypto';

import type Docker from 'dockerode';

import { IMAGE } from './workspace.ts';

type Body = Docker.ContainerCreateOptions;

/** The request with which mcp-devbench makes a container; its volumes carry no label. */
export const asMcpDevbench = (volume: string, alias: string): Body => ({
  Image: IMAGE,
  User: '1000:1000',
  WorkingDir: '/workspace',
  Tty: true,
  OpenStdin: true,
  Labels: {
    'com.mcp.devbench': 'true',
    'com.mcp.container_id': `c_${randomBytes(16).toString('hex')}`,
    'com.mcp.alias': alias,
  },
  HostConfig: {
    Binds: [`${volume}:/workspace:rw`],
    NetworkMode: 'bridge',
    Memory: 536_870_912,
    CpuPeriod: 100_000,
    CpuQuota: 100_000,
    PidsLimit: 256,
    CapDrop: ['ALL'],
    SecurityOpt: ['no-new-privileges:true'],
    ReadonlyRootfs: true,
    Privileged: false,
  },
});

/** The request with which docker-mcp makes one: root's, and with a volume only in a session. */
export const asDockerMcp = (session: string): Body => ({
  name: `mcp-busybox-${randomBytes(4).toString('hex')}`,
  Image: IMAGE,
  Cmd: ['/bin/sh'],
  Env: [],
  WorkingDir: '/workspace',
  Tty: true,
  OpenStdin: true,
  Labels: { 'mcp-managed': 'true', 'mcp-session': session },
  HostConfig: {
    Memory: 1_073_741_824,
    NanoCpus: 1_000_000_000,
    PidsLimit: 512,
    NetworkMode: 'none',
    SecurityOpt: ['no-new-privileges'],
    ReadonlyRootfs: false,
    ...(session !== '' && { Binds: [`mcp-session-${session}:/workspace:rw`] }),
  },
});
