/** Something with effects: none before `start`, none left after `stop`. */
export interface Part {
  start?(): Promise<void>;
  stop?(): Promise<void>;
}
