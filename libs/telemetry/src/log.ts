import type { Writable } from 'node:stream';

import { LOG_LEVELS, type LogLevel } from '@devbench/core';
import { createLogger, format, type Logger, transports } from 'winston';

import type { TelemetryConfig } from './config.ts';

export type LogFields = Readonly<Record<string, unknown>>;

/** What happens in the server. The text is fixed; what varies is a field. */
export interface Log {
  error(text: string, fields?: LogFields): void;
  warn(text: string, fields?: LogFields): void;
  info(text: string, fields?: LogFields): void;
  debug(text: string, fields?: LogFields): void;
  /** Whether a record of that level would be written, so that it need not be made otherwise. */
  isLevelEnabled(level: LogLevel): boolean;
}

/** Every level goes to stderr: on stdio, stdout belongs to the protocol. */
export function createLog({ level, format: kind }: TelemetryConfig, stream?: Writable): Logger {
  const layout = kind === 'json' ? format.json() : format.printf(asText);
  return createLogger({
    level,
    format: format.combine(format.timestamp(), layout),
    // The types of winston do not say that its transports extend its base class.
    // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment
    transports: openTransport(stream),
  });
}

const openTransport = (stream: Writable | undefined) =>
  stream
    ? new transports.Stream({ stream })
    : new transports.Console({ stderrLevels: [...LOG_LEVELS] });

function asText({ timestamp, level, message, ...fields }: LogFields): string {
  const rest = Object.keys(fields).length > 0 ? ` ${JSON.stringify(fields)}` : '';
  return `${String(timestamp)} ${String(level)} ${String(message)}${rest}`;
}
