import type { ContainerView } from '@devbench/operations';
import { h } from 'preact';
import { useState } from 'preact/hooks';

import { bytes, distance, imageName, plural, shortId } from '../format.ts';
import { linkTo } from '../route.ts';
import type { State } from '../state/state.ts';
import { Empty, Loading } from './empty.ts';
import { Status } from './status.ts';

interface WorkspaceList {
  readonly state: State;
  readonly chosen: string | undefined;
}

/** Those that were used last come first. */
export function WorkspaceList({ state, chosen }: WorkspaceList) {
  const [filter, setFilter] = useState('');
  const { containers, loaded } = state;
  const shown = containers
    .filter((each) => matches(each, filter.toLowerCase()))
    .toSorted((a, b) => (a.last_used_at < b.last_used_at ? 1 : -1));
  return h(
    'section',
    { class: 'panel list', 'aria-label': 'Workspaces' },
    h(
      'div',
      { class: 'panel-head' },
      h('h2', {}, 'Workspaces'),
      h('input', {
        type: 'search',
        placeholder: 'Filter',
        'aria-label': 'Filter workspaces by name, image or owner',
        value: filter,
        onInput: (event: Event) => setFilter((event.target as HTMLInputElement).value),
      }),
    ),
    !loaded
      ? h(Loading, { rows: 4, label: 'Loading workspaces' })
      : containers.length === 0
        ? h(Empty, { title: 'No workspaces', text: 'They appear here when a client spawns one.' })
        : shown.length === 0
          ? h(Empty, { title: 'None matches', text: `Nothing is like “${filter}”.` })
          : h(
              'ul',
              { class: 'rows' },
              shown.map((each) => h(Row, { key: each.container_id, state, each, chosen })),
            ),
  );
}

function Row({ state, each, chosen }: WorkspaceList & { readonly each: ContainerView }) {
  const { container_id, alias, image, owner, status, last_used_at, memory_mb } = each;
  const { execs, usage, who, now, pulls } = state;
  const running = execs.filter(
    (exec) => exec.container_id === container_id && exec.status === 'running',
  ).length;
  const pull = status === 'creating' && pulls.find((one) => one.image === image);
  const memory = usage.get(container_id)?.memory_bytes;
  return h(
    'li',
    {},
    h(
      'a',
      {
        class: 'row',
        href: linkTo('workspaces', container_id),
        ...(chosen === container_id && { 'aria-current': 'true' as const }),
      },
      h(
        'span',
        { class: 'name clip', title: alias ?? container_id },
        alias ?? shortId(container_id),
      ),
      h(Status, { status }),
      h(
        'span',
        { class: 'muted clip' },
        [
          ...(who?.admin === true ? [owner] : []),
          imageName(image),
          pull
            ? pull.message
            : running > 0
              ? plural(running, 'command')
              : distance(last_used_at, now),
        ].join(' · '),
      ),
      h('span', { class: 'muted number' }, memory === undefined ? '' : bytes(memory)),
      memory !== undefined &&
        h('meter', {
          class: 'use',
          min: 0,
          max: memory_mb * 1024 * 1024,
          value: memory,
          'aria-label': `Memory ${bytes(memory)} of ${memory_mb} MB`,
        }),
    ),
  );
}

const matches = ({ alias, container_id, image, owner }: ContainerView, filter: string) =>
  [alias ?? '', container_id, image, owner].some((text) => text.toLowerCase().includes(filter));
