/** A folder of this machine through which archives come and go. Names are of its files, never paths. */
export interface Transfers {
  /** Undefined when the operator named none; the methods then reject with `invalid_argument`. */
  readonly folder: string | undefined;
  /** Makes a new file, complete or not at all. Rejects with `file_exists`, `no_space`. */
  save(
    name: string,
    data: AsyncIterable<Uint8Array>,
  ): Promise<{ readonly path: string; readonly bytes: number }>;
  /** Rejects with `file_not_found`, `not_a_regular_file`. `data` is to be read once, and closes the file. */
  open(name: string): Promise<{ readonly bytes: number; readonly data: AsyncIterable<Uint8Array> }>;
}
