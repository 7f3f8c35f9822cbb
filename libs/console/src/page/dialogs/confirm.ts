import { type ComponentChildren, h } from 'preact';
import { useRef, useState } from 'preact/hooks';

import { store } from '../state/store.ts';
import { Refusal } from '../wire/ask.ts';

interface Confirm {
  /** Of the button that asks, and of the one that does it. */
  readonly verb: string;
  readonly question: string;
  /** Says afterwards what was done. */
  readonly act: (form: FormData) => Promise<string>;
  readonly children: ComponentChildren;
}

/** A button that asks before it does something. Escape, and everything but the button, does nothing. */
export function Confirm({ verb, question, act, children }: Confirm) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [busy, setBusy] = useState(false);

  const submit = async (event: Event) => {
    event.preventDefault();
    setBusy(true);
    try {
      store.notify('done', await act(new FormData(event.target as HTMLFormElement)));
    } catch (thrown) {
      if (thrown instanceof Refusal) store.notify('failed', thrown.message);
    }
    setBusy(false);
    dialog.current?.close();
  };
  return [
    h(
      'button',
      { type: 'button', class: 'danger', onClick: () => dialog.current?.showModal() },
      `${verb}…`,
    ),
    h(
      'dialog',
      { ref: dialog, 'aria-label': question },
      h(
        'form',
        { onSubmit: (event: Event) => void submit(event) },
        h('h2', {}, question),
        children,
        h(
          'div',
          { class: 'actions' },
          h('button', { type: 'button', onClick: () => dialog.current?.close() }, 'Cancel'),
          h(
            'button',
            { type: 'submit', class: 'danger solid', disabled: busy },
            busy ? 'Working…' : verb,
          ),
        ),
      ),
    ),
  ];
}
