import type { ContainerView } from '@devbench/operations';
import { h } from 'preact';

import { call } from '../wire/ask.ts';
import { Confirm } from './confirm.ts';

export function KillWorkspace({ container }: { container: ContainerView }) {
  const { container_id, alias, persistent } = container;
  const name = alias ?? container_id;
  return h(Confirm, {
    verb: 'Kill',
    question: `Kill ${name}?`,
    async act(form) {
      const keep_workspace = form.has('keep');
      await call('kill_any_container', { container_id, keep_workspace });
      return `${name} is gone, ${keep_workspace ? 'its files are kept' : 'with its files'}.`;
    },
    children: [
      h('p', {}, 'Everything that runs in it ends, and the container is removed.'),
      h(
        'label',
        { class: 'check' },
        h('input', { type: 'checkbox', name: 'keep', defaultChecked: persistent }),
        'Keep its files',
      ),
    ],
  });
}
