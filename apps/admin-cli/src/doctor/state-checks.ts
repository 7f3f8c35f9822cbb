import { access, constants, mkdir, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';

import { verifyTrail } from '@devbench/kernel';

import type { Check } from './check.ts';

const LEAST_BYTES = 512 * 1024 * 1024;
/** What statfs says of file systems of other machines: NFS, CIFS, SMB2. */
const REMOTE = new Set([0x6969, 0xff534d42, 0xfe534d42]);

/** Also that of a folder that can be made. */
const isWritable = (folder: string) =>
  mkdir(folder, { recursive: true, mode: 0o700 })
    .then(() => access(folder, constants.W_OK))
    .then(
      () => true,
      () => false,
    );

export const stateChecks: readonly Check[] = [
  {
    name: 'folder of the state',
    needs: ['settings'],
    async find({ config }) {
      const folder = dirname(config.kernel.state.file);
      return (await isWritable(folder)) ? undefined : `${folder} cannot be written.`;
    },
    advice: 'Make it writable, or set MCP_STATE_DB to a file elsewhere.',
  },
  {
    name: 'disk of the state has room',
    needs: ['folder of the state'],
    async find({ config }) {
      const { bavail, bsize } = await statfs(dirname(config.kernel.state.file));
      const free = bavail * bsize;
      return free < LEAST_BYTES
        ? `Only ${Math.floor(free / 1024 / 1024)} MiB are free.`
        : undefined;
    },
    advice: 'Free space there: state and output of commands are on it.',
  },
  {
    name: 'disk of the state is of this machine',
    needs: ['folder of the state'],
    async find({ config, diskType }) {
      const type = await diskType(dirname(config.kernel.state.file));
      return REMOTE.has(type) ? 'The state is on a network file system.' : undefined;
    },
    advice: 'Set MCP_STATE_DB to a local disk: SQLite cannot lock files over a network.',
  },
  {
    name: 'state opens',
    needs: ['folder of the state'],
    async find({ kernel }) {
      await kernel();
      return undefined;
    },
    advice: 'Check the file of MCP_STATE_DB.',
  },
  {
    name: 'state is sound',
    needs: ['state opens'],
    async find({ kernel }) {
      const problems = await (await kernel()).state.check();
      return problems.length > 0 ? problems.slice(0, 3).join('\n') : undefined;
    },
    advice:
      'Stop all servers, keep a copy of the file, and restore a backup of devbench db backup.',
  },
  {
    name: 'record of calls is writable',
    needs: ['settings'],
    async find({ config }) {
      const { file } = config.kernel.audit;
      if (file === undefined || (await isWritable(dirname(file)))) return undefined;
      return `${dirname(file)} cannot be written.`;
    },
    advice: 'Make it writable, or set MCP_AUDIT_LOG_FILE to a file elsewhere.',
  },
  {
    name: 'record of calls is whole',
    needs: ['record of calls is writable'],
    async find({ config }) {
      const { file } = config.kernel.audit;
      if (file === undefined) return undefined;
      const [first, ...rest] = (await verifyTrail(file)).problems;
      if (!first) return undefined;
      const more = rest.length > 0 ? ` and ${rest.length} more are` : ' is';
      return `${first.file}:${first.line}${more} not as written.`;
    },
    advice: 'Run devbench audit verify, and compare with a copy.',
  },
  {
    name: 'transfer folder',
    needs: ['settings'],
    async find({ config }) {
      const { folder } = config.kernel.transfers;
      if (folder === undefined || (await isWritable(folder))) return undefined;
      return `${folder} cannot be written.`;
    },
    advice: 'Make it writable, or set MCP_TRANSFER_DIR to another folder.',
  },
];
