/** Another server, or nobody, follows the command from now on. */
export class LetGo extends Error {
  override readonly name = 'LetGo';
}

/** The workspace has been stopped or removed with everything in it. */
export class Removed extends Error {
  override readonly name = 'Removed';
  readonly oomKilled: boolean;

  constructor(oomKilled = false) {
    super();
    this.oomKilled = oomKilled;
  }
}
