import { createHash } from 'node:crypto';

import type { Stream } from './commands.ts';

/** Needs Python in the image, and of its memory twice the size of the output. */
export const PYTHON_IMAGE = 'python:3.11-slim';

const LETTERS = ['a', '\0', 'é', '€', '😀'] as const;

/**
 * Writes known bytes to both streams, in pieces of 1 B to 64 KiB. As text they are characters of 1 to 4 bytes and NUL,
 * cut anywhere.
 */
const PROGRAM = `
import hashlib, os, sys, time
seed, size, text, pause = sys.argv[1], int(sys.argv[2]), sys.argv[3] == 'text', float(sys.argv[4])
def known(name, count):
    data = hashlib.shake_128((seed + name).encode()).digest(count)
    if not text: return data
    letters = [l.encode() for l in ${JSON.stringify(LETTERS)}]
    return b''.join([letters[b % 5] for b in data])[:count]
left = {1: memoryview(known('stdout', size)), 2: memoryview(known('stderr', size // 3))}
sizes = hashlib.shake_128((seed + 'sizes').encode())
pattern, at = sizes.digest(65536), 0
while left[1] or left[2]:
    a, b, c = pattern[at:at + 3]
    at = (at + 3) % 65530
    fd = 1 if (a & 3 and left[1]) or not left[2] else 2
    most = 1 << (a >> 2) % 17
    count = os.write(fd, left[fd][:1 + (b << 8 | c) % most])
    left[fd] = left[fd][count:]
    if pause: time.sleep(pause)
`;

export interface Known {
  readonly seed: string;
  /** Of stdout; stderr has a third of it. */
  readonly size: number;
  readonly kind: 'bytes' | 'text';
  /** Seconds after each piece. */
  readonly pause?: number;
}

export const writing = ({ seed, size, kind, pause = 0 }: Known) => [
  'python3',
  '-c',
  PROGRAM,
  seed,
  String(size),
  kind,
  String(pause),
];

/** What it writes to a stream. */
export function knownOutput({ seed, size, kind }: Known, stream: Stream): Buffer {
  const outputLength = stream === 'stdout' ? size : Math.floor(size / 3);
  if (outputLength === 0) return Buffer.alloc(0);
  const data = createHash('shake128', { outputLength }).update(`${seed}${stream}`).digest();
  if (kind === 'bytes') return data;
  const letters = LETTERS.map((letter) => Buffer.from(letter));
  const text = Buffer.concat([...data].map((byte) => letters[byte % 5] ?? Buffer.alloc(0)));
  return text.subarray(0, outputLength);
}
