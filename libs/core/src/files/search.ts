export interface SearchQuery {
  /** One line at a time is looked at. RE2 syntax, unless `literal`. */
  readonly pattern: string;
  readonly literal: boolean;
  readonly ignoreCase: boolean;
  /** Which files, by their paths below the workspace. */
  readonly accepts: (path: string) => boolean;
  /** Lines around each match. */
  readonly context: number;
  readonly maxResults: number;
  /** Also what .gitignore names, .git and node_modules. */
  readonly includeIgnored: boolean;
}

/** A line with a match; long lines are cut to what is around it. */
export interface SearchMatch {
  /** Below the workspace. */
  readonly path: string;
  /** From 1. */
  readonly line: number;
  /** From 1, of the first match in the line. */
  readonly column: number;
  readonly text: string;
  readonly before: readonly string[];
  readonly after: readonly string[];
}

export interface SearchResult {
  /** In a stable order: what is in a directory before what is further down. */
  readonly matches: readonly SearchMatch[];
  /** Whether there may be more. */
  readonly truncated: boolean;
  readonly filesSearched: number;
  /** What was left out and why, in words. */
  readonly notes: readonly string[];
}
