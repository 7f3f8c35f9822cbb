import { h } from 'preact';

import type { Route } from '../route.ts';
import type { State } from '../state/state.ts';
import { Empty } from './empty.ts';
import { WorkspaceDetail } from './workspace-detail.ts';
import { WorkspaceList } from './workspace-list.ts';

/** A list, and beside it what was chosen; on a phone one after the other. */
export function Workspaces({ state, route }: { state: State; route: Route }) {
  const chosen = state.containers.find(({ container_id }) => container_id === route.container);
  const detail = chosen
    ? h(WorkspaceDetail, { key: chosen.container_id, state, route, container: chosen })
    : route.container !== undefined && state.loaded
      ? h(Empty, {
          title: 'This workspace is gone',
          text: 'It was killed, or it has never been yours.',
        })
      : state.loaded && state.containers.length === 0
        ? h(Empty, {
            title: 'Nothing to look at yet',
            text: 'Its commands and files will be here.',
          })
        : h(Empty, {
            title: 'No workspace chosen',
            text: 'Choose one to see its commands and files.',
          });
  const narrow = route.container === undefined ? 'at-list' : 'at-detail';
  return h(
    'div',
    { class: `split ${narrow}` },
    h(WorkspaceList, { state, chosen: route.container }),
    h('section', { class: 'panel detail', 'aria-label': 'Workspace' }, detail),
  );
}
