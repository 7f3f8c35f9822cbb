import type { HostContainer } from '@devbench/core';
import type Dockerode from 'dockerode';

import { MANAGED } from '../engine/labels.ts';

const isManaged = (labels: Readonly<Record<string, string>>) => labels[MANAGED] === 'true';
const withoutSlash = (name: string) => name.replace(/^\//, '');

/** From a list of the engine. */
export const fromList = (info: Dockerode.ContainerInfo): HostContainer => ({
  engineId: info.Id,
  names: info.Names.map(withoutSlash),
  image: info.Image,
  command: info.Command,
  createdAt: new Date(info.Created * 1000),
  state: info.State,
  status: info.Status,
  ports: info.Ports.map(({ PrivatePort, PublicPort, Type }) => ({
    private: PrivatePort,
    public: PublicPort,
    type: Type,
  })),
  labels: info.Labels,
  managed: isManaged(info.Labels),
});

/** From the engine's description of one. */
export const fromInspect = (info: Dockerode.ContainerInspectInfo): HostContainer => ({
  engineId: info.Id,
  names: [withoutSlash(info.Name)],
  image: info.Config.Image,
  command: [info.Path, ...info.Args].join(' '),
  createdAt: new Date(info.Created),
  state: info.State.Status,
  status: info.State.Status,
  ports: [],
  labels: info.Config.Labels,
  user: info.Config.User,
  managed: isManaged(info.Config.Labels),
});
