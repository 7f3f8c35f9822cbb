import { fileURLToPath } from 'node:url';

export const REFERENCE = fileURLToPath(new URL('../../../docs/reference/', import.meta.url));
