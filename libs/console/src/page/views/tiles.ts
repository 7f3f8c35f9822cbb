import { type ComponentChildren, h } from 'preact';

import { latencyOf } from '../charts/latency.ts';
import { Sparkline } from '../charts/sparkline.ts';
import { bytes, duration, plural } from '../format.ts';
import type { State } from '../state/state.ts';

interface Tile {
  readonly name: string;
  readonly value: string;
  readonly note: string;
  readonly children?: ComponentChildren;
}

const Tile = ({ name, value, note, children }: Tile) =>
  h(
    'div',
    { class: 'tile' },
    h('h2', {}, name),
    h('p', { class: 'value' }, value),
    h('p', { class: 'muted' }, note),
    children,
  );

/** The state of things in four figures. */
export function Tiles({ state }: { state: State }) {
  const { containers, execs, usage, memory, audit, now, loaded } = state;
  const up = containers.filter(({ status }) => status === 'running').length;
  const running = execs.filter(({ status }) => status === 'running').length;
  const waiting = execs.filter(({ status }) => status === 'queued').length;
  const latency = latencyOf(audit, now);
  const used = [...usage.values()].reduce((sum, each) => sum + each.memory_bytes, 0);
  const allowed = containers
    .filter(({ container_id }) => usage.has(container_id))
    .reduce((sum, each) => sum + each.memory_mb * 1024 * 1024, 0);
  const figure = (text: string) => (loaded ? text : '–');
  const median = latency.median === undefined ? '–' : duration(latency.median);
  const slowest = latency.slowest === undefined ? 'no calls yet' : duration(latency.slowest);
  return h(
    'section',
    { class: 'tiles', 'aria-label': 'At a glance' },
    h(Tile, {
      name: 'Workspaces',
      value: figure(String(up)),
      note: loaded ? `running, ${containers.length - up} not` : 'loading',
    }),
    h(Tile, {
      name: 'Commands',
      value: figure(String(running)),
      note: loaded ? `running, ${waiting} waiting` : 'loading',
    }),
    h(
      Tile,
      {
        name: 'Call latency',
        value: median,
        note: latency.count === 0 ? slowest : `median of ${latency.count}, slowest ${slowest}`,
      },
      h(Sparkline, {
        values: latency.medians,
        label: `Latency of the last five minutes: ${plural(latency.count, 'call')}, median ${median}`,
      }),
    ),
    h(
      Tile,
      {
        name: 'Memory',
        value: figure(bytes(used)),
        note: allowed === 0 ? 'nothing runs' : `of ${bytes(allowed)} allowed`,
      },
      h(Sparkline, { values: memory, label: `Memory over time: now ${bytes(used)}` }),
    ),
  );
}
