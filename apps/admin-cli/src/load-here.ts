import { join } from 'node:path';

import { type Config, loadConfig } from '@devbench/kernel';
import { thisProcess } from '@devbench/kernel/process';

export const ENV_FILE = join(import.meta.dirname, '../../../.env');

/** What the environment and the `.env` file say. */
export const loadHere = (): Promise<Config> => loadConfig(process.env, thisProcess(), ENV_FILE);
