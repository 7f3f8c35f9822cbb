import type { FileEntry, Workspace } from '@devbench/core';
import { encodeList, MAX_LIST } from '../../guest/messages/files.ts';
import { TYPE } from '../../guest/messages/types.ts';
import type { Ask } from '../guest-files.ts';
import { joinedList } from '../list-entries.ts';

const MAX_PAGE = 16 * 1024 * 1024;

/** Names that are to be gone into, of one page of one directory. */
export type Choose = (
  directory: string,
  page: readonly FileEntry[],
) => Promise<readonly FileEntry[]>;

interface Walk {
  readonly ask: Ask;
  readonly workspace: Workspace;
  readonly choose: Choose;
  /** A directory that cannot be listed and is not the first one; throws what is no reason to go on. */
  readonly closed: (error: unknown) => void;
}

/** The regular files of a tree, a directory at a time; those in it come before what is further down. */
export async function* walkFiles(walk: Walk, path: string): AsyncGenerator<FileEntry> {
  const waiting = [path];
  for (let directory = waiting.pop(); directory !== undefined; directory = waiting.pop()) {
    const below: string[] = [];
    try {
      for await (const entry of chosenIn(walk, directory)) {
        if (entry.type === 'directory') below.push(entry.path);
        else if (entry.type === 'file') yield entry;
      }
    } catch (error) {
      if (directory === path) throw error;
      walk.closed(error);
    }
    waiting.push(...below.reverse());
  }
}

async function* chosenIn({ ask, workspace, choose }: Walk, directory: string) {
  let after = '';
  for (let more = true; more;) {
    const page = await ask(workspace, {
      type: TYPE.LIST,
      path: directory,
      payload: encodeList(directory, { recursive: false, after, limit: MAX_LIST, etags: false }),
      maxReplyBytes: MAX_PAGE,
      repeatable: true,
      decode: joinedList,
    });
    yield* await choose(directory, page.entries);
    const last = page.entries.at(-1);
    more = page.more && last !== undefined;
    after = last?.path ?? '';
  }
}
