import { useEffect, useState } from 'preact/hooks';

import { EMPTY, type Notice, type State } from './state.ts';

type Listener = () => void;

let state: State = EMPTY;
let lastNotice = 0;
const listeners = new Set<Listener>();

export const store = {
  get: (): State => state,
  change(by: (state: State) => State): void {
    state = by(state);
    for (const listener of listeners) listener();
  },
  /** Says something for a while, aloud to who cannot see it. */
  notify(kind: Notice['kind'], text: string): void {
    const id = (lastNotice += 1);
    store.change((before) => ({ ...before, notices: [...before.notices, { id, kind, text }] }));
    setTimeout(() => {
      store.change((before) => ({
        ...before,
        notices: before.notices.filter((notice) => notice.id !== id),
      }));
    }, 8_000);
  },
};

/** The state; who uses it is drawn anew when it changes. */
export function useStore(): State {
  const [seen, see] = useState(state);
  useEffect(() => {
    const listener = () => see(state);
    listeners.add(listener);
    listener();
    return () => void listeners.delete(listener);
  }, []);
  return seen;
}
