import { followOverview } from '../wire/follow-overview.ts';
import { token } from '../wire/token.ts';
import { withNews, withTime } from './reduce.ts';
import { EMPTY } from './state.ts';
import { store } from './store.ts';

let leaving = new AbortController();

/** Connects, with the token of this tab if there is one. */
export function connect(): void {
  leaving.abort();
  leaving = new AbortController();
  const { signal } = leaving;
  void followOverview(
    {
      hello: (who) => store.change((state) => ({ ...state, who, link: { kind: 'live' } })),
      news: (news) => store.change((state) => withNews(state, news)),
      refused(refusal) {
        const tried = token.read() !== undefined;
        token.forget();
        const message = tried ? `${refusal.message} ${refusal.hint}`.trim() : '';
        store.change(() => ({ ...EMPTY, link: { kind: 'refused', message } }));
      },
      lost: (message) => store.change((state) => ({ ...state, link: { kind: 'lost', message } })),
    },
    signal,
  );
}

export function signIn(value: string): void {
  token.keep(value);
  store.change(() => ({ ...EMPTY, link: { kind: 'connecting' } }));
  connect();
}

export function signOut(): void {
  leaving.abort();
  token.forget();
  store.change(() => ({ ...EMPTY, link: { kind: 'refused', message: '' } }));
}

/** Lets time pass in what is shown. */
export function startClock(): void {
  setInterval(() => store.change((state) => withTime(state, Date.now())), 1000);
}
