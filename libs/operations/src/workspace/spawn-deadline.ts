/** Pulling an image takes its time. */
export const SPAWN_DEADLINE_MS = 15 * 60 * 1000;
