import { h } from 'preact';

import type { Notice } from '../state/state.ts';

export const Notices = ({ notices }: { notices: readonly Notice[] }) =>
  h(
    'div',
    { class: 'notices', role: 'status', 'aria-live': 'polite' },
    notices.map(({ id, kind, text }) => h('p', { key: id, class: `notice ${kind}` }, text)),
  );
