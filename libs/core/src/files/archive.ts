export interface ExportOptions {
  /** Patterns of what to take; empty for all. One without a slash is for names at any depth. */
  readonly include: readonly string[];
  /** Patterns of what to leave out, with all that is in it. */
  readonly exclude: readonly string[];
  readonly compression: 'none' | 'gzip';
  readonly signal: AbortSignal;
}

export interface ImportOptions {
  /** Of the archive without its compression. */
  readonly maxBytes: number;
  readonly maxEntries: number;
  /** False rejects with `file_exists` at the first file that exists. */
  readonly overwrite: boolean;
  readonly signal: AbortSignal;
}

/** What went into an archive, or came out of it. */
export interface ArchiveSummary {
  readonly files: number;
  readonly directories: number;
  readonly links: number;
  /** Of content. */
  readonly bytes: number;
  /** FIFOs, sockets, devices, what may not be read, and links that lead out. */
  readonly skipped: number;
  readonly firstSkipped: string | undefined;
  /** Files that changed while they were packed. */
  readonly changed: number;
}

export interface Packed {
  /**
   * To be read once; each chunk is valid until the next one is asked for. Ends only when the archive is complete; giving
   * up early stops the other end.
   */
  readonly data: AsyncIterable<Uint8Array>;
  /** Once `data` has ended. */
  summary(): ArchiveSummary;
}
