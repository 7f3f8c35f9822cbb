import { performance } from 'node:perf_hooks';

/** A failure that a person can mend: one sentence on what happened, one on what to do next. */
export class SetupError extends Error {
  /**
   * @param {string} message
   * @param {string} next
   */
  constructor(message, next) {
    super(message);
    this.name = 'SetupError';
    this.next = next;
  }
}

/** Everything goes to stderr, so that stdout belongs to the command that runs after the set-up. */
export function say(/** @type {string} */ line) {
  process.stderr.write(`${line}\n`);
}

/**
 * Runs one step and prints what it did and how long it took; a step that returns no summary had
 * nothing to do and stays silent.
 * @template T
 * @param {string} name
 * @param {() => Promise<{ summary?: string, value: T }>} work
 * @returns {Promise<T>}
 */
export async function step(name, work) {
  const began = performance.now();
  const { summary, value } = await work();
  if (summary)
    say(`setup: ${name}: ${summary} (${((performance.now() - began) / 1000).toFixed(1)} s)`);
  return value;
}

/** A step is about to take long: says so before, not after. */
export function announce(/** @type {string} */ line) {
  say(`setup: ${line} …`);
}
