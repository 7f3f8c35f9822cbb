import { h } from 'preact';

import { Reconcile } from '../dialogs/reconcile.ts';
import { bytes, distance } from '../format.ts';
import type { State } from '../state/state.ts';
import { Empty } from './empty.ts';

/** What the server does by itself, and what an administrator may have it do. */
export const Upkeep = ({ state }: { state: State }) =>
  h('div', { class: 'columns' }, h(Pulls, { state }), h(Pool, { state }), h(Reconcile, {}));

const Pulls = ({ state: { pulls, now } }: { state: State }) =>
  h(
    'section',
    { class: 'panel', 'aria-label': 'Image pulls' },
    h('div', { class: 'panel-head' }, h('h2', {}, 'Image pulls')),
    pulls.length === 0
      ? h(Empty, { title: 'Nothing is pulled', text: 'Images that are fetched show up here.' })
      : h(
          'ul',
          { class: 'rows' },
          pulls.map(({ image, message, current, total, since }) =>
            h(
              'li',
              { class: 'row', key: `${image} ${since}` },
              h('span', { class: 'name clip' }, image),
              h('span', { class: 'muted number' }, distance(since, now)),
              h(
                'span',
                { class: 'muted clip' },
                total === null ? message : `${bytes(current ?? 0)} of ${bytes(total)}`,
              ),
              h('progress', {
                'aria-label': `Pull of ${image}`,
                ...(total !== null && { max: total, value: current ?? 0 }),
              }),
            ),
          ),
        ),
  );

const Pool = ({ state: { pool } }: { state: State }) =>
  h(
    'section',
    { class: 'panel', 'aria-label': 'Warm pool' },
    h('div', { class: 'panel-head' }, h('h2', {}, 'Warm pool')),
    pool.length === 0
      ? h(Empty, {
          title: 'The pool is empty',
          text: 'With MCP_WARM_POOL_ENABLED workspaces wait here before anybody asks.',
        })
      : h(
          'ul',
          { class: 'rows' },
          pool.map(({ image, profile, waiting, in_making, wanted }) =>
            h(
              'li',
              { class: 'row', key: `${image} ${profile}` },
              h('span', { class: 'name clip' }, image),
              h('span', { class: 'number' }, `${waiting} of ${wanted}`),
              h('span', { class: 'muted clip' }, profile),
              h('span', { class: 'muted number' }, in_making > 0 ? `${in_making} in making` : ''),
            ),
          ),
        ),
  );
