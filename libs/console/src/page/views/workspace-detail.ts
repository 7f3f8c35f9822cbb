import type { ContainerView } from '@devbench/operations';
import { h } from 'preact';

import { KillWorkspace } from '../dialogs/kill-workspace.ts';
import { StopWorkspace } from '../dialogs/stop-workspace.ts';
import { bytes, distance, duration, imageName } from '../format.ts';
import { linkTo, type Route } from '../route.ts';
import type { State } from '../state/state.ts';
import { Commands } from './commands.ts';
import { Empty } from './empty.ts';
import { Files } from './files.ts';
import { Status } from './status.ts';

interface WorkspaceDetail {
  readonly state: State;
  readonly route: Route;
  readonly container: ContainerView;
}

export function WorkspaceDetail({ state, route, container }: WorkspaceDetail) {
  const { container_id: id, alias, status, owner } = container;
  const isOwn = state.who?.principal === owner;
  const tab = (name: Route['tab'], text: string) =>
    h(
      'a',
      {
        href: linkTo('workspaces', id, name),
        ...(route.tab === name && { 'aria-current': 'page' as const }),
      },
      text,
    );
  return h(
    'div',
    { class: 'workspace' },
    h('a', { class: 'back', href: linkTo('workspaces') }, '‹ All workspaces'),
    h(
      'div',
      { class: 'panel-head' },
      h(
        'div',
        { class: 'title' },
        h('h2', {}, alias ?? 'Unnamed workspace'),
        h(Status, { status }),
        h('code', { class: 'id muted' }, id),
      ),
      state.who?.admin === true &&
        h(
          'div',
          { class: 'actions' },
          status === 'running' && h(StopWorkspace, { container }),
          h(KillWorkspace, { container }),
        ),
    ),
    h(Facts, { state, container }),
    h('nav', { class: 'tabs', 'aria-label': 'Of this workspace' }, [
      tab('commands', 'Commands'),
      tab('files', 'Files'),
    ]),
    route.tab === 'commands'
      ? h(Commands, { state, container, chosen: route.item, isOwn })
      : !isOwn
        ? h(Empty, { title: 'Files are private', text: `Only ${owner} can look at these.` })
        : status === 'running'
          ? h(Files, { container, path: route.item ?? '/workspace' })
          : h(Empty, { title: 'Not running', text: 'Its files can be seen when it runs.' }),
  );
}

function Facts({ state, container }: Omit<WorkspaceDetail, 'route'>) {
  const { usage, now } = state;
  const use = usage.get(container.container_id);
  const fact = (name: string, value: string) => [h('dt', {}, name), h('dd', {}, value)];
  const { network, profile, persistent, expires_at } = container;
  return h(
    'dl',
    { class: 'facts' },
    h('div', {}, fact('Image', imageName(container.image))),
    h('div', {}, fact('Owner', container.owner)),
    h(
      'div',
      {},
      fact('Memory', `${use ? `${bytes(use.memory_bytes)} of ` : ''}${container.memory_mb} MB`),
    ),
    h('div', {}, fact('CPU time', use ? duration(use.cpu_ms) : `${container.cpus} cores`)),
    h('div', {}, fact('Processes', `${use ? `${use.pids} of ` : ''}${container.pids}`)),
    h('div', {}, fact('Network', network)),
    h('div', {}, fact('Profile', persistent ? `${profile}, persistent` : profile)),
    h(
      'div',
      {},
      fact(
        expires_at === null ? 'Created' : 'Expires',
        distance(expires_at ?? container.created_at, now),
      ),
    ),
  );
}
