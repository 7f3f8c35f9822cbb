import type { AuditView, OverviewNews } from '@devbench/operations';

import type { State } from './state.ts';

const MOST_ENTRIES = 400;
const MOST_POINTS = 300;

/** The state after news from the server. */
export function withNews(state: State, { topic, value }: OverviewNews): State {
  if (topic === 'audit') return { ...state, audit: withEntries(state.audit, value) };
  if (topic === 'usage')
    return { ...state, usage: new Map(value.map((each) => [each.container_id, each])) };
  return { ...state, loaded: true, [topic]: value };
}

function withEntries(
  known: readonly AuditView[],
  news: readonly AuditView[],
): readonly AuditView[] {
  const byId = new Map([...known, ...news].map((entry) => [entry.id, entry]));
  return [...byId.values()].toSorted((a, b) => b.id - a.id).slice(0, MOST_ENTRIES);
}

/** The state a second later. */
export function withTime(state: State, now: number): State {
  const { usage, memory, link, containers } = state;
  const sum = [...usage.values()].reduce((bytes, each) => bytes + each.memory_bytes, 0);
  const isKnown = usage.size > 0 || containers.every(({ status }) => status !== 'running');
  const point = link.kind === 'live' && state.loaded && isKnown ? sum : undefined;
  return { ...state, now, memory: [...memory, point].slice(-MOST_POINTS) };
}
