import { randomBytes, randomInt } from 'node:crypto';
import { expect, it } from 'vitest';
import { createDemux } from './docker-demux.ts';
import { encodeFrame, type Frame, MAX_PAYLOAD } from './frame.ts';
import { createFrameReader } from './frame-reader.ts';
import { createHelloFinder } from './hello-finder.ts';
import { PayloadReader } from './payload-reader.ts';
import { PayloadWriter } from './payload-writer.ts';
import { ProtocolViolation } from './violation.ts';

function pieces(bytes: Buffer, largest: number): Buffer[] {
  const parts: Buffer[] = [];
  for (let at = 0; at < bytes.length;) {
    const length = randomInt(1, largest + 1);
    parts.push(bytes.subarray(at, at + length));
    at += length;
  }
  return parts;
}

it.each([1, 19, 1_000, 200_000])('reads frames from pieces of up to %i bytes', (largest) => {
  const payloads = [0, 1, 20, 4_096, MAX_PAYLOAD].map((length) => randomBytes(length));
  const sent = payloads.map((payload, index) =>
    encodeFrame({ type: 0x40, end: index % 2 === 0, session: 2 ** 32 - 1, id: index }, payload),
  );
  const frames: Frame[] = [];
  const reader = createFrameReader((frame) => {
    frames.push({ ...frame, payload: Buffer.from(frame.payload) });
  });

  for (const part of pieces(Buffer.concat(sent), largest)) reader.push(part);

  expect(frames.map(({ payload }) => payload)).toEqual(payloads);
  expect(frames.at(-1)).toMatchObject({ type: 0x40, end: true, session: 2 ** 32 - 1, id: 4 });
});

it.each([30, 5_000, 100_000])(
  'reads frames between headers of the engine, each %i bytes',
  (most) => {
    const payloads = Array.from({ length: 60 }, () => randomBytes(randomInt(0, 20_000)));
    const frames = payloads.map((it) => encodeFrame({ type: 1, end: true, session: 1, id: 1 }, it));
    const wire = pieces(Buffer.concat(frames), most).flatMap((data) => {
      const header = Buffer.from([1, 0, 0, 0, 0, 0, 0, 0]);
      header.writeUInt32BE(data.length, 4);
      return [header, data];
    });
    // Views, which must stay as they were when more comes.
    const read: Buffer[] = [];
    const reader = createFrameReader(({ payload }) => read.push(payload));
    const demux = createDemux({ stdout: (part) => reader.push(part), stderr: () => undefined });

    for (const part of pieces(Buffer.concat(wire), 90_000)) demux.push(part);

    expect(read).toEqual(payloads);
  },
);

it('refuses every frame with one changed byte', () => {
  const frame = encodeFrame({ type: 1, end: true, session: 1, id: 1 }, randomBytes(30));
  for (let at = 0; at < frame.length; at += 1) {
    const changed = Buffer.from(frame);
    changed[at] = (changed[at] ?? 0) ^ 0x20;
    const reader = createFrameReader(() => undefined);
    const read = () => {
      reader.push(changed);
      reader.push(Buffer.alloc(MAX_PAYLOAD));
    };
    expect(read, `byte ${at}`).toThrow(ProtocolViolation);
  }
});

it('finds the hello reply behind anything, in any pieces', () => {
  const nonce = randomBytes(16);
  const hello = encodeFrame({ type: 0x81, end: true, session: 1, id: 1 }, nonce);
  const before = Buffer.concat([randomBytes(70_000), Buffer.from('DBDBDB'), randomBytes(3)]);
  for (const largest of [7, 65_536]) {
    const finder = createHelloFinder(nonce);
    const found: Buffer[] = [];
    for (const part of pieces(Buffer.concat([before, hello]), largest)) {
      const rest = found.length > 0 ? part : finder.push(part);
      if (rest !== undefined) found.push(Buffer.from(rest));
    }
    expect(Buffer.concat(found)).toEqual(hello);
  }
});

it('takes the headers of the engine out of a stream in any pieces', () => {
  const sent = { stdout: Buffer.alloc(0), stderr: Buffer.alloc(0) };
  const read = { stdout: Buffer.alloc(0), stderr: Buffer.alloc(0) };
  const wire: Buffer[] = [];
  for (let count = 0; count < 200; count += 1) {
    const name = count % 3 === 0 ? 'stderr' : 'stdout';
    const data = randomBytes(randomInt(0, 300));
    const header = Buffer.alloc(8);
    header.writeUInt8(name === 'stderr' ? 2 : 1, 0);
    header.writeUInt32BE(data.length, 4);
    wire.push(header, data);
    sent[name] = Buffer.concat([sent[name], data]);
  }
  const demux = createDemux({
    stdout: (chunk) => (read.stdout = Buffer.concat([read.stdout, chunk])),
    stderr: (chunk) => (read.stderr = Buffer.concat([read.stderr, chunk])),
  });

  for (const part of pieces(Buffer.concat(wire), 50)) demux.push(part);

  expect(read).toEqual(sent);
});

it('writes and reads payloads, and never reads past their end', () => {
  const payload = new PayloadWriter()
    .u8(255)
    .u16(65_535)
    .u32(2 ** 32 - 1)
    .u64(2 ** 53 - 1)
    .str('zwölf')
    .list(['a', ''])
    .finish();
  const read = (reader: PayloadReader) => [
    reader.u8(),
    reader.u16(),
    reader.maybeU32(),
    reader.u64(),
    reader.str(),
    reader.list(() => reader.str()),
  ];

  expect(read(new PayloadReader(payload))).toEqual([
    255,
    65_535,
    undefined,
    2 ** 53 - 1,
    'zwölf',
    ['a', ''],
  ]);
  for (let length = 0; length < payload.length; length += 1) {
    const short = new PayloadReader(payload.subarray(0, length));
    expect(() => read(short)).toThrow(ProtocolViolation);
  }
});
