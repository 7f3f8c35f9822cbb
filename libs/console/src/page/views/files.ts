import type { ContainerView } from '@devbench/operations';
import { h } from 'preact';
import { useEffect, useState } from 'preact/hooks';

import { bytes, clock } from '../format.ts';
import { linkTo } from '../route.ts';
import { call, Refusal } from '../wire/ask.ts';
import { Empty, Loading } from './empty.ts';
import { FileText } from './file-text.ts';

export interface Entry {
  readonly name: string;
  readonly path: string;
  readonly type: string;
  readonly size: number;
  readonly mtime: string;
}

interface Listing {
  readonly entries: readonly Entry[];
  readonly next_cursor: string | null;
}

interface Files {
  readonly container: ContainerView;
  readonly path: string;
}

/** A directory of a workspace, or a file. */
export function Files({ container: { container_id }, path }: Files) {
  const [listing, setListing] = useState<Listing | undefined>();
  const [problem, setProblem] = useState<Refusal | undefined>();
  const [version, setVersion] = useState(0);
  const isFile = problem?.status === 400;

  useEffect(() => {
    let isCurrent = true;
    setProblem(undefined);
    setListing(undefined);
    call<Listing>('fs_list', { container_id, path, limit: 500 }).then(
      (found) => isCurrent && setListing(found),
      (thrown: unknown) => isCurrent && thrown instanceof Refusal && setProblem(thrown),
    );
    return () => void (isCurrent = false);
  }, [container_id, path, version]);

  return h(
    'div',
    { class: 'files' },
    h(
      'div',
      { class: 'path' },
      h(Crumbs, { id: container_id, path }),
      h('button', { type: 'button', onClick: () => setVersion(version + 1) }, 'Refresh'),
    ),
    isFile
      ? h(FileText, { id: container_id, path, version })
      : problem
        ? h(Empty, { title: problem.message, text: problem.hint })
        : !listing
          ? h(Loading, { rows: 5, label: 'Loading files' })
          : listing.entries.length === 0
            ? h(Empty, { title: 'Nothing here yet' })
            : h(Entries, { id: container_id, listing }),
  );
}

function Crumbs({ id, path }: { id: string; path: string }) {
  const parts = path.split('/').filter(Boolean);
  return h(
    'nav',
    { class: 'crumbs', 'aria-label': 'Path' },
    parts.map((part, at) =>
      h(
        'a',
        {
          key: at,
          href: linkTo('workspaces', id, 'files', `/${parts.slice(0, at + 1).join('/')}`),
        },
        part,
      ),
    ),
  );
}

const Entries = ({ id, listing }: { id: string; listing: Listing }) =>
  h(
    'ul',
    { class: 'rows entries' },
    listing.entries
      .toSorted((a, b) => Number(b.type === 'directory') - Number(a.type === 'directory'))
      .map(({ name, path, type, size, mtime }) =>
        h(
          'li',
          { key: path },
          h(
            'a',
            { class: 'row', href: linkTo('workspaces', id, 'files', absolute(path)) },
            h('span', { class: `name clip ${type}` }, type === 'directory' ? `${name}/` : name),
            h('span', { class: 'muted number' }, type === 'directory' ? '' : bytes(size)),
            h('span', { class: 'muted number' }, clock(mtime)),
          ),
        ),
      ),
    listing.next_cursor !== null && h('li', { class: 'more muted' }, 'There are more.'),
  );

const absolute = (path: string) => (path.startsWith('/') ? path : `/workspace/${path}`);
