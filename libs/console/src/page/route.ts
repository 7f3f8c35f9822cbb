/** Where in the page one is; it is in the fragment of the URL, which is never sent. */
export interface Route {
  readonly view: 'workspaces' | 'activity' | 'upkeep';
  readonly container?: string;
  readonly tab: 'commands' | 'files';
  /** A command, or a path. */
  readonly item?: string;
}

export function routeOf(fragment: string): Route {
  const [view, container, tab, ...item] = fragment
    .replace(/^#\/?/, '')
    .split('/')
    .map((part) => decode(part));
  if (view === 'activity' || view === 'upkeep') return { view, tab: 'commands' };
  return {
    view: 'workspaces',
    tab: tab === 'files' ? 'files' : 'commands',
    ...(container && { container }),
    ...(item.length > 0 && { item: item.join('/') }),
  };
}

export const linkTo = (...parts: readonly string[]) =>
  `#/${parts.map((part) => encodeURIComponent(part)).join('/')}`;

const decode = (text: string) => {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
};
