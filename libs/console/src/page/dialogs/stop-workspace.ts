import type { ContainerView } from '@devbench/operations';
import { h } from 'preact';

import { call } from '../wire/ask.ts';
import { Confirm } from './confirm.ts';

export function StopWorkspace({ container }: { container: ContainerView }) {
  const { container_id, alias, owner } = container;
  const name = alias ?? container_id;
  return h(Confirm, {
    verb: 'Stop',
    question: `Stop ${name}?`,
    async act() {
      await call('stop_any_container', { container_id });
      return `${name} is stopped.`;
    },
    children: h('p', {}, `What runs in it ends. Its files stay, and ${owner} can start it again.`),
  });
}
