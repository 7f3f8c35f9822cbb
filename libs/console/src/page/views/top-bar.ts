import { h } from 'preact';

import { linkTo, type Route } from '../route.ts';
import type { Link, State } from '../state/state.ts';
import { signOut } from '../state/session.ts';
import { token } from '../wire/token.ts';

const SAID: Record<Link['kind'], string> = {
  connecting: 'Connecting',
  live: 'Live',
  lost: 'Offline',
  refused: 'Signed out',
};

export function TopBar({ state: { link, who }, route }: { state: State; route: Route }) {
  const tab = (view: Route['view'], text: string) =>
    h(
      'a',
      { href: linkTo(view), ...(route.view === view && { 'aria-current': 'page' as const }) },
      text,
    );
  return h(
    'header',
    { class: 'top' },
    h(
      'a',
      { class: 'brand', href: linkTo('workspaces'), 'aria-label': 'DevBench, workspaces' },
      h('img', { src: 'icon.svg', alt: '', width: 22, height: 22 }),
      h('span', {}, 'DevBench'),
    ),
    h(
      'nav',
      { 'aria-label': 'Views' },
      tab('workspaces', 'Workspaces'),
      tab('activity', 'Activity'),
      who?.admin === true && tab('upkeep', 'Upkeep'),
    ),
    h(
      'div',
      { class: 'who' },
      h('span', { class: `link ${link.kind}`, role: 'status' }, SAID[link.kind]),
      who && h('span', { class: 'principal' }, who.principal),
      who?.admin === true && h('span', { class: 'badge' }, 'admin'),
      token.read() !== undefined &&
        h('button', { type: 'button', class: 'quiet', onClick: signOut }, 'Sign out'),
    ),
  );
}
