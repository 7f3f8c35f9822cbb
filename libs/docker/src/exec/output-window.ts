const MIB = 1024 * 1024;
const LARGEST = 4 * MIB;
/** Of the 64 MiB that an agent has for output, those for commands that run; shells and ended ones have the rest. */
const RUNNING_BYTES = 48 * MIB;

/** Bytes that an agent keeps of each command, so that as many as may run at once find room. */
export const outputWindowFor = (commandsAtOnce: number): number =>
  Math.min(LARGEST, Math.floor(RUNNING_BYTES / commandsAtOnce));
