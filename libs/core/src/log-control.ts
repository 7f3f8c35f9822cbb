/** From the most urgent to the least. */
export const LOG_LEVELS = ['error', 'warn', 'info', 'debug'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** The least urgent records that are written; may be changed while the server runs. */
export interface LogControl {
  level: LogLevel;
}
