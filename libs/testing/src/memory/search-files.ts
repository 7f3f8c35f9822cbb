import {
  AppError,
  type FileEngine,
  type SearchQuery,
  type SearchResult,
  type Workspace,
  type WorkspacePath,
} from '@devbench/core';

/** By JavaScript's regular expressions, without ignore rules. */
export async function searchFiles(
  files: Pick<FileEngine, 'list' | 'read'>,
  workspace: Workspace,
  path: WorkspacePath,
  { pattern, literal, ignoreCase, accepts, context, maxResults }: SearchQuery,
): Promise<SearchResult> {
  const expression = compile(
    literal ? pattern.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`) : pattern,
    ignoreCase ? 'i' : '',
  );
  const { entries } = await files.list(workspace, path, { recursive: true, limit: 1e6 });
  const chosen = entries.filter(({ type, path: name }) => type === 'file' && accepts(name));
  const perFile = chosen.map(async ({ path: name }) => {
    const range = { offset: 0, limit: 1e9 };
    const { data } = await files.read(workspace, name as WorkspacePath, range);
    const lines = Buffer.from(data).toString().split('\n');
    return lines.flatMap((text, index) => {
      const at = text.search(expression);
      const before = lines.slice(Math.max(0, index - context), index);
      const after = lines.slice(index + 1, index + 1 + context);
      const position = { path: name, line: index + 1, column: at + 1 };
      return at < 0 ? [] : [{ ...position, text, before, after }];
    });
  });
  const matches = (await Promise.all(perFile)).flat();
  return {
    matches: matches.slice(0, maxResults),
    truncated: matches.length >= maxResults,
    filesSearched: chosen.length,
    notes: [],
  };
}

function compile(pattern: string, flags: string): RegExp {
  try {
    return new RegExp(pattern, flags);
  } catch (cause) {
    throw new AppError('invalid_argument', 'pattern: no regular expression.', { cause });
  }
}
