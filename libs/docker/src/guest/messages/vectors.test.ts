import { readFileSync } from 'node:fs';
import type { ExecSpec } from '@devbench/core';
import { expect, it } from 'vitest';
import { joinedList } from '../../files/list-entries.ts';
import { decodeFrame, encodeFrame } from '../wire/frame.ts';
import { PayloadReader } from '../wire/payload-reader.ts';
import { ProtocolViolation } from '../wire/violation.ts';
import {
  decodeExported,
  decodeImported,
  encodeExport,
  encodeImport,
  encodeTotal,
} from './archive.ts';
import {
  decodeSpawned,
  encodeCredit,
  encodeHandle,
  encodeResize,
  encodeRun,
  encodeSignal,
  encodeStop,
} from './commands.ts';
import { decodeFault } from './fault.ts';
import {
  decodeStat,
  encodeDelete,
  encodeList,
  encodeRead,
  encodeStat,
  encodeWrite,
} from './files.ts';
import { decodeHello } from './hello.ts';
import { decodeExit, decodeOutput } from './output.ts';
import { decodeSifted, encodeSift } from './sift.ts';
import { decodeStats } from './stats.ts';
import { encodeUnwatch, encodeWatch } from './watch.ts';

const FILE = new URL('../../../../../docker/guest/vectors.txt', import.meta.url);
const lines = readFileSync(FILE, 'utf8').split('\n');
const vectors = new Map(
  lines
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const [name = '', hex = ''] = line.split(' ');
      return [name, Buffer.from(hex, 'hex')];
    }),
);

function payloadOf(name: string): Buffer {
  const frame = decodeFrame(vectors.get(name) ?? Buffer.alloc(20));
  if (frame === undefined) throw new Error(`The vector ${name} is missing or no frame.`);
  return frame.payload;
}
const reader = (name: string) => new PayloadReader(payloadOf(name));

it('reads and writes the frame of every vector', () => {
  expect(vectors.size).toBeGreaterThan(40);
  for (const [name, bytes] of vectors) {
    const frame = decodeFrame(bytes);
    expect(frame && encodeFrame(frame, frame.payload), name).toEqual(bytes);
  }
});

const spec: ExecSpec = {
  argv: ['sh'],
  cwd: '/workspace',
  env: { A: '1=2' },
  asRoot: false,
  stdin: 'closed',
  tty: undefined,
  timeoutMs: 600_000,
  graceMs: 5_000,
};
const window = { windowBytes: 1_048_576, creditBytes: 262_144 };
const etag = '"0123456789abcdef0123456789abcdef"';
const write = { createParents: true, createOnly: false, mode: 0o755, ifMatch: etag };

it.each([
  ['signal', encodeSignal(3, 'SIGTERM')],
  ['stop', encodeStop(3, 'cancelled', 5_000)],
  ['run', encodeRun(3, 'e_02', 'cd /tmp\necho "hé" $A', spec, window)],
  ['forget', encodeHandle(3)],
  ['resize', encodeResize(3, { rows: 50, cols: 132 })],
  ['credit', encodeCredit(65_536)],
  ['stat', encodeStat('src/main.rs')],
  ['read', encodeRead('a b', 2 ** 40, 8_388_608)],
  ['write', encodeWrite('new/file', write)],
  ['delete', encodeDelete('old', { recursive: true, ifMatch: etag })],
  ['list', encodeList('src', { recursive: true, after: 'src/Z', limit: 2 })],
  ['sift', encodeSift('é', 4_194_304, ['src/a', 'b'])],
  ['export', encodeExport('src', { include: ['*.rs', '**/a b'], exclude: ['target'] }, 2_097_152)],
  ['export_credit', encodeTotal(3_145_728)],
  ['import', encodeImport('new', { overwrite: false, maxBytes: 2 ** 30, maxEntries: 1_000_000 })],
  ['watch', encodeWatch(2 ** 30, 'src/é')],
  ['unwatch', encodeUnwatch(2 ** 30)],
])('writes %s', (name, payload) => {
  expect(payload).toEqual(payloadOf(name));
});

const stat = {
  type: 'file',
  mode: 0o644,
  size: 11,
  mtime: new Date(1_704_164_645_678),
  uid: 1000,
  gid: 1001,
  etag,
  linkTarget: undefined,
};

it('reads the answers', () => {
  expect(decodeSpawned(reader('spawn_reply'))).toEqual({
    handle: 3,
    pid: 42,
    startedAt: new Date(1_704_164_645_678.901),
  });
  expect(decodeFault(reader('fault'))).toMatchObject({ code: 'not_found', errno: 2 });
  expect(decodeStat(reader('stat_reply'))).toEqual(stat);
  expect(joinedList(reader('list_reply'), [])).toEqual({
    more: true,
    entries: [
      { path: 'src/a', ...stat },
      { path: 'src/é', ...stat, type: 'symlink', linkTarget: '../b' },
    ],
  });
  expect(decodeSifted(reader('sift_reply'))).toEqual([
    { outcome: 0, size: 2 ** 33, content: Buffer.from('café\n') },
    { outcome: 3, size: 0, content: Buffer.alloc(0) },
  ]);
  expect(decodeExit(reader('exit'))).toMatchObject({
    seq: 1,
    reason: 'cancelled',
    exitCode: 137,
    signal: 'SIGKILL',
    oomKilled: true,
    usage: {
      wallMs: 1_500,
      userMs: 250.001,
      cpuMs: expect.closeTo(500.003) as number,
      memPeakBytes: 7_340_032,
    },
  });
});

it('reads what archives answer', () => {
  const summary = {
    files: 3,
    directories: 2,
    links: 1,
    bytes: 2 ** 40,
    skipped: 4,
    firstSkipped: 'src/fifo',
    changed: 5,
  };
  expect(decodeExported(reader('export_reply'))).toEqual({ total: 2 ** 41, ...summary });
  expect(decodeImported(reader('import_reply'))).toEqual({
    reason: 'fault',
    fault: 'no_space',
    at: 'src/é',
    ...summary,
  });
});

it('takes no number for true that no number here can hold', () => {
  for (const name of ['hello_reply', 'output', 'stats_reply']) {
    const decode = { hello_reply: decodeHello, output: decodeOutput, stats_reply: decodeStats }[
      name
    ];
    expect(() => decode?.(reader(name)), name).toThrow(ProtocolViolation);
  }
});
