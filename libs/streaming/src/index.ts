export { archivesConfig, createArchives } from './archives/archives.ts';
export { outputsConfig, type OutputsConfig } from './config.ts';
export { createOutputs } from './outputs.ts';
export { createTransfers, transfersConfig } from './transfers/transfers.ts';
export { forReading, type OutputMessage, toMessages } from './text.ts';
