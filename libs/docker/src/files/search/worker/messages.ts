/** What is searched for. */
export interface PatternSettings {
  readonly pattern: string;
  readonly literal: boolean;
  readonly ignoreCase: boolean;
  readonly context: number;
  /** Lines that one file gives at most. */
  readonly maxResults: number;
}

/** A name in a directory. */
export interface Candidate {
  readonly name: string;
  readonly directory: boolean;
}

/** Where the content of a file lies. */
export interface Piece {
  readonly from: number;
  readonly to: number;
}

export type Question =
  /** Forgets the search before. */
  | { readonly ask: 'begin'; readonly settings: PatternSettings }
  /** Which of these names the rules keep; `rules` is the text of this directory's own. */
  | {
      readonly ask: 'keep';
      readonly directory: string;
      readonly rules: string | undefined;
      readonly candidates: readonly Candidate[];
    }
  | { readonly ask: 'search'; readonly contents: Uint8Array; readonly pieces: readonly Piece[] };

export interface Line {
  readonly line: number;
  readonly column: number;
  readonly text: string;
  readonly before: readonly string[];
  readonly after: readonly string[];
}

export interface FileResult {
  readonly binary: boolean;
  readonly lines: readonly Line[];
}

export type Answer =
  | { readonly kind: 'ready' }
  | { readonly kind: 'refused'; readonly message: string }
  | { readonly kind: 'kept'; readonly kept: readonly boolean[] }
  | { readonly kind: 'searched'; readonly results: readonly FileResult[] };
