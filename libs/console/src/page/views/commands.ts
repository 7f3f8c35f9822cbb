import type { ContainerView, ExecView } from '@devbench/operations';
import { h } from 'preact';

import { distance } from '../format.ts';
import { linkTo } from '../route.ts';
import type { State } from '../state/state.ts';
import { Output } from '../terminal/output.ts';
import { Empty } from './empty.ts';
import { Status } from './status.ts';
import { timeTaken } from './time-taken.ts';

interface Commands {
  readonly state: State;
  readonly container: ContainerView;
  readonly chosen: string | undefined;
  /** Others' output is for them alone. */
  readonly isOwn: boolean;
}

/** Commands of a workspace, the newest first, and the output of one. */
export function Commands({ state, container, chosen, isOwn }: Commands) {
  const { container_id: id, owner } = container;
  const execs = state.execs
    .filter((exec) => exec.container_id === id)
    .toSorted((a, b) => (a.created_at < b.created_at ? 1 : -1));
  const shown =
    execs.find(({ exec_id }) => exec_id === chosen) ??
    execs.find(({ status }) => status === 'running') ??
    execs[0];
  if (!shown) {
    return h(Empty, { title: 'No commands yet', text: 'They appear here when a client runs one.' });
  }
  return h(
    'div',
    { class: 'commands' },
    h(
      'ul',
      { class: 'rows', 'aria-label': 'Commands' },
      execs.map((exec) =>
        h(Row, { key: exec.exec_id, exec, now: state.now, isShown: exec === shown }),
      ),
    ),
    isOwn
      ? h(Output, { key: shown.exec_id, exec: shown, state })
      : h(Output, { key: shown.exec_id, exec: shown, state, keptBy: owner }),
  );
}

interface RowOf {
  readonly exec: ExecView;
  readonly now: number;
  readonly isShown: boolean;
}

const Row = ({ exec, now, isShown }: RowOf) =>
  h(
    'li',
    {},
    h(
      'a',
      {
        class: 'row',
        href: linkTo('workspaces', exec.container_id, 'commands', exec.exec_id),
        ...(isShown && { 'aria-current': 'true' as const }),
      },
      h('code', { class: 'name clip' }, exec.command),
      h(Status, { status: exec.status, code: exec.exit_code }),
      h(
        'span',
        { class: 'muted clip' },
        [
          distance(exec.created_at, now),
          ...(exec.shell === null ? [] : [`shell ${exec.shell}`]),
          ...(exec.as_root ? ['as root'] : []),
          ...(exec.oom_killed ? ['out of memory'] : []),
        ].join(' · '),
      ),
      h('span', { class: 'muted number' }, timeTaken(exec, now)),
    ),
  );
