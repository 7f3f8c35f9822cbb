import type { ContainerView, ExecView } from '@devbench/operations';
import { h } from 'preact';

type Tone = 'good' | 'busy' | 'idle' | 'bad';

const TONE: Record<ContainerView['status'] | ExecView['status'], Tone> = {
  creating: 'busy',
  warm: 'idle',
  running: 'good',
  stopped: 'idle',
  failed: 'bad',
  removing: 'busy',
  queued: 'busy',
  exited: 'idle',
  timeout: 'bad',
  cancelled: 'idle',
  killed: 'bad',
  lost: 'bad',
};

/** A word with a dot that says the same; a code that is not 0 is bad. */
export function Status({ status, code = null }: StatusOf) {
  const failed = status === 'exited' && code !== null && code !== 0;
  const word = status === 'exited' && code !== null ? `exit ${code}` : status;
  return h('span', { class: `status ${failed ? 'bad' : TONE[status]}` }, word);
}

interface StatusOf {
  readonly status: ContainerView['status'] | ExecView['status'];
  readonly code?: number | null;
}
