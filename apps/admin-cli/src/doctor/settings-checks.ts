import { stat } from 'node:fs/promises';

import { loadConfig } from '@devbench/kernel';
import { thisProcess } from '@devbench/kernel/process';

import type { Check } from './check.ts';

const LEAST_NODE = 22;
const OTHERS = 0o077;

export const settingsChecks: readonly Check[] = [
  {
    name: 'node',
    async find({ nodeVersion }) {
      const [major = 0] = nodeVersion.split('.').map(Number);
      return major < LEAST_NODE ? `This is Node ${nodeVersion}.` : undefined;
    },
    advice: `Install Node ${LEAST_NODE} or newer.`,
  },
  {
    name: 'settings',
    async find({ env, envFile }) {
      await loadConfig(env, thisProcess(), envFile);
      return undefined;
    },
    advice: 'Correct the named settings.',
  },
  {
    name: 'settings of the HTTP server',
    needs: ['settings'],
    async find({ loadHttp }) {
      await loadHttp();
      return undefined;
    },
    advice: 'Correct the named settings; the stdio server does not need them.',
    minor: true,
  },
  {
    name: '.env file is private',
    async find({ envFile }) {
      const found = await stat(envFile).catch(() => undefined);
      return found && (found.mode & OTHERS) !== 0 ? `${envFile} can be read by others.` : undefined;
    },
    advice: 'Run chmod 600 on it: it may hold tokens.',
    minor: true,
  },
];
