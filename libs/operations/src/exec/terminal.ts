import type { TerminalSize } from '@devbench/core';

/** Of a terminal whose size nobody has said. */
export const TERMINAL: TerminalSize = { rows: 24, cols: 80 };
