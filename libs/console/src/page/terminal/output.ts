import type { ExecView } from '@devbench/operations';
import { h } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';

import type { State } from '../state/state.ts';
import { store } from '../state/store.ts';
import { Status } from '../views/status.ts';
import { timeTaken } from '../views/time-taken.ts';
import { call, Refusal } from '../wire/ask.ts';
import { createPane } from './pane.ts';
import { readInto } from './read-into.ts';

interface Output {
  readonly exec: ExecView;
  readonly state: State;
  /** Who alone may read it, when that is somebody else. */
  readonly keptBy?: string;
}

/** What a command writes, as it writes it. */
export function Output({ exec, state, keptBy }: Output) {
  const { exec_id, command, status, exit_code } = exec;
  const place = useRef<HTMLDivElement>(null);
  const [said, say] = useState('');

  useEffect(() => {
    if (!place.current || keptBy !== undefined) return undefined;
    const leaving = new AbortController();
    const pane = createPane(place.current);
    void readInto(pane, exec_id, leaving.signal).then(say);
    return () => {
      leaving.abort();
      pane.close();
    };
  }, [exec_id, keptBy]);

  const isOpen = status === 'running' || status === 'queued';
  return h(
    'section',
    { class: 'output', 'aria-label': `Output of ${command}` },
    h(
      'div',
      { class: 'output-head' },
      h('code', { class: 'clip' }, command),
      h(Status, { status, code: exit_code }),
      h('span', { class: 'number' }, timeTaken(exec, state.now)),
      state.who?.admin === true &&
        isOpen &&
        h(
          'button',
          { type: 'button', class: 'danger', onClick: () => void cancel(exec) },
          'Cancel',
        ),
    ),
    keptBy === undefined
      ? h('div', {
          class: 'screen',
          ref: place,
          role: 'log',
          'aria-live': 'off',
          'aria-label': 'Output',
          tabIndex: 0,
        })
      : h('p', { class: 'screen private' }, `Only ${keptBy} can read this output.`),
    h('p', { class: 'output-foot', 'aria-live': 'polite' }, said),
  );
}

async function cancel({ container_id, exec_id }: ExecView): Promise<void> {
  try {
    await call('cancel_any_exec', { container_id, exec_id });
    store.notify('done', 'The command and everything it started has ended.');
  } catch (thrown) {
    if (thrown instanceof Refusal) store.notify('failed', thrown.message);
  }
}
