import { h } from 'preact';
import { useState } from 'preact/hooks';

import { plural } from '../format.ts';
import { store } from '../state/store.ts';
import { call, Refusal } from '../wire/ask.ts';
import { Empty } from '../views/empty.ts';

interface Reconciled {
  readonly dry_run: boolean;
  readonly discovered: number;
  readonly actions: readonly {
    readonly action: string;
    readonly subject: string;
    readonly reason: string;
    readonly outcome: string;
  }[];
}

/** Makes state and engine agree; what it would do is shown first. */
export function Reconcile() {
  const [seen, see] = useState<Reconciled | undefined>();
  const [busy, setBusy] = useState(false);

  const run = async (dry_run: boolean) => {
    setBusy(true);
    try {
      const result = await call<Reconciled>('reconcile', { dry_run });
      see(result);
      const done = result.actions.filter(({ outcome }) => outcome === 'done');
      if (!dry_run) store.notify('done', `${plural(done.length, 'repair')} done.`);
    } catch (thrown) {
      if (thrown instanceof Refusal) store.notify('failed', thrown.message);
    }
    setBusy(false);
  };
  const canApply = seen?.dry_run === true && seen.actions.some(({ action }) => action !== 'leave');
  return h(
    'section',
    { class: 'panel', 'aria-label': 'Reconcile' },
    h(
      'div',
      { class: 'panel-head' },
      h('h2', {}, 'Reconcile'),
      h(
        'div',
        { class: 'actions' },
        h(
          'button',
          { type: 'button', disabled: busy, onClick: () => void run(true) },
          busy ? 'Working…' : 'Preview',
        ),
        canApply &&
          h(
            'button',
            {
              type: 'button',
              class: 'danger solid',
              disabled: busy,
              onClick: () => void run(false),
            },
            'Apply',
          ),
      ),
    ),
    h(Actions, { seen }),
  );
}

function Actions({ seen }: { seen: Reconciled | undefined }) {
  if (!seen)
    return h(Empty, {
      title: 'State and engine may differ',
      text: 'The preview says what would be repaired, and changes nothing.',
    });
  if (seen.actions.length === 0)
    return h(Empty, {
      title: 'All agree',
      text: `${plural(seen.discovered, 'container')} looked at, nothing to do.`,
    });
  return h(
    'ul',
    { class: 'rows' },
    seen.actions.map(({ action, subject, reason, outcome }) =>
      h(
        'li',
        { class: 'row', key: `${action} ${subject}` },
        h('code', { class: 'name clip' }, subject),
        h('span', { class: `outcome ${outcome}` }, `${action}: ${outcome}`),
        h('span', { class: 'muted' }, reason),
      ),
    ),
  );
}
