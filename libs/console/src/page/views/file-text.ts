import { h } from 'preact';
import { useEffect, useState } from 'preact/hooks';

import { bytes } from '../format.ts';
import { call, Refusal } from '../wire/ask.ts';
import { Empty, Loading } from './empty.ts';

interface FileContent {
  readonly content?: string;
  readonly encoding?: string;
  readonly size?: number;
}

const MOST_CHARACTERS = 100_000;

interface FileText {
  readonly id: string;
  readonly path: string;
  readonly version: number;
}

/** The beginning of a file, as text. */
export function FileText({ id, path, version }: FileText) {
  const [file, setFile] = useState<FileContent | Refusal | undefined>();
  useEffect(() => {
    let isCurrent = true;
    call<FileContent>('fs_read', { container_id: id, path }).then(
      (found) => isCurrent && setFile(found),
      (thrown: unknown) => isCurrent && thrown instanceof Refusal && setFile(thrown),
    );
    return () => void (isCurrent = false);
  }, [id, path, version]);

  if (!file) return h(Loading, { rows: 6, label: 'Loading the file' });
  if (file instanceof Refusal) return h(Empty, { title: file.message, text: file.hint });
  if (file.encoding === 'base64' || file.content === undefined)
    return h(Empty, { title: 'No text', text: `${bytes(file.size ?? 0)} of other data.` });
  const { content } = file;
  return h(
    'pre',
    { class: 'file-text', tabIndex: 0, 'aria-label': path },
    content.length > MOST_CHARACTERS ? `${content.slice(0, MOST_CHARACTERS)}\n…` : content,
  );
}
