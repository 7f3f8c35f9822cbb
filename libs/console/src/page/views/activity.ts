import type { AuditView } from '@devbench/operations';
import { h } from 'preact';
import { useState } from 'preact/hooks';

import { clock, duration, shortId } from '../format.ts';
import type { State } from '../state/state.ts';
import { Empty, Loading } from './empty.ts';

const OUTCOMES = ['all', 'allowed', 'denied', 'failed'] as const;
type Outcome = (typeof OUTCOMES)[number];

/** What was called, as it is put on record; the newest first. */
export function Activity({ state: { audit, loaded } }: { state: State }) {
  const [filter, setFilter] = useState('');
  const [outcome, setOutcome] = useState<Outcome>('all');
  const [held, hold] = useState<readonly AuditView[] | undefined>();
  const shown = (held ?? audit).filter((entry) => matches(entry, filter.toLowerCase(), outcome));
  return h(
    'section',
    { class: 'panel', 'aria-label': 'Activity' },
    h(
      'div',
      { class: 'panel-head' },
      h('h2', {}, 'Audit trail'),
      h(
        'div',
        { class: 'actions' },
        h('input', {
          type: 'search',
          placeholder: 'Filter',
          'aria-label': 'Filter by actor, action or subject',
          value: filter,
          onInput: (event: Event) => setFilter((event.target as HTMLInputElement).value),
        }),
        h(
          'select',
          {
            'aria-label': 'Outcome',
            value: outcome,
            onChange: (event: Event) =>
              setOutcome((event.target as HTMLSelectElement).value as Outcome),
          },
          OUTCOMES.map((each) => h('option', { key: each, value: each }, each)),
        ),
        h(
          'button',
          {
            type: 'button',
            'aria-pressed': held !== undefined,
            onClick: () => hold(held ? undefined : audit),
          },
          held ? 'Resume' : 'Pause',
        ),
      ),
    ),
    !loaded
      ? h(Loading, { rows: 8, label: 'Loading activity' })
      : shown.length === 0
        ? h(Empty, { title: audit.length === 0 ? 'Nothing has happened' : 'None matches' })
        : h(Entries, { entries: shown }),
  );
}

const Entries = ({ entries }: { entries: readonly AuditView[] }) =>
  h(
    'table',
    { class: 'audit' },
    h(
      'thead',
      {},
      h(
        'tr',
        {},
        ['Time', 'Actor', 'Action', 'Subject', 'Outcome', 'Took'].map((name) =>
          h('th', { key: name, scope: 'col' }, name),
        ),
      ),
    ),
    h(
      'tbody',
      {},
      entries.map(({ id, at, actor, action, subject, outcome, code, duration_ms }) =>
        h(
          'tr',
          { key: id },
          h('td', { class: 'number' }, clock(at)),
          h('td', { class: 'clip' }, actor),
          h('td', {}, h('code', {}, action)),
          h('td', { title: subject ?? '' }, h('code', { class: 'muted' }, shortId(subject ?? ''))),
          h(
            'td',
            {},
            h('span', { class: `outcome ${outcome ?? 'open'}` }, outcome ?? 'running'),
            code !== null && h('span', { class: 'muted' }, ` ${code}`),
          ),
          h('td', { class: 'number' }, duration_ms === null ? '' : duration(duration_ms)),
        ),
      ),
    ),
  );

const matches = (entry: AuditView, filter: string, outcome: Outcome) =>
  (outcome === 'all' || entry.outcome === outcome) &&
  [entry.actor, entry.action, entry.subject ?? '', entry.code ?? ''].some((text) =>
    text.toLowerCase().includes(filter),
  );
