import { h } from 'preact';
import { useEffect } from 'preact/hooks';

import { useStore } from '../state/store.ts';
import { useRoute } from '../use-route.ts';
import { Activity } from './activity.ts';
import { Notices } from './notices.ts';
import { SignIn } from './sign-in.ts';
import { Tiles } from './tiles.ts';
import { TopBar } from './top-bar.ts';
import { Upkeep } from './upkeep.ts';
import { Workspaces } from './workspaces.ts';

const TITLES = { workspaces: 'Workspaces', activity: 'Activity', upkeep: 'Upkeep' };

/** The whole page. */
export function App() {
  const state = useStore();
  const route = useRoute();
  const { link, who } = state;
  useEffect(() => {
    document.title = `${TITLES[route.view]} · DevBench`;
  }, [route.view]);

  if (link.kind === 'refused') return h(SignIn, { problem: link.message });
  const view =
    route.view === 'activity'
      ? h(Activity, { state })
      : route.view === 'upkeep' && who?.admin !== false
        ? h(Upkeep, { state })
        : h(Workspaces, { state, route });
  return h(
    'div',
    { class: 'page' },
    h('a', { class: 'skip', href: '#main', onClick: skipToMain }, 'Skip to content'),
    h(TopBar, { state, route }),
    link.kind === 'lost' &&
      h(
        'p',
        { class: 'banner', role: 'alert' },
        `${link.message} What you see may be old; trying again…`,
      ),
    h(
      'main',
      { id: 'main', tabIndex: -1, class: 'main' },
      h('h1', { class: 'unseen' }, TITLES[route.view]),
      h(Tiles, { state }),
      view,
    ),
    h(Notices, { notices: state.notices }),
  );
}

/** The fragment of the URL is where in the page one is, so the link must not change it. */
function skipToMain(event: Event) {
  event.preventDefault();
  document.getElementById('main')?.focus();
}
