import { h } from 'preact';

interface Empty {
  readonly title: string;
  readonly text?: string;
}

/** Where there is nothing to show: says so, and why. */
export const Empty = ({ title, text }: Empty) =>
  h('div', { class: 'nothing' }, h('p', { class: 'title' }, title), text && h('p', {}, text));

/** In the shape of what will be there. */
export const Loading = ({ rows, label }: { rows: number; label: string }) =>
  h(
    'div',
    { class: 'loading', role: 'status', 'aria-label': label },
    Array.from({ length: rows }, (_, row) => h('span', { key: row, class: 'bar' })),
  );
