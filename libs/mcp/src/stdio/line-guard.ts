import { Transform } from 'node:stream';

/** Larger messages are not read into memory. */
export const LINE_LIMIT = 16 * 1024 * 1024;
const ENDS = 512;

/** What is left of a line that was too long. */
export interface OversizedLine {
  readonly bytes: number;
  readonly head: string;
  readonly tail: string;
}

/**
 * Passes whole lines on, each in one piece. One that is too long is dropped and reported, so that it costs
 * its sender one call instead of the connection.
 */
export function createLineGuard(onOversized: (line: OversizedLine) => void): Transform {
  let pieces: Buffer[] = [];
  let bytes = 0;

  const take = (piece: Buffer) => {
    bytes += piece.length;
    pieces.push(piece);
    if (bytes <= LINE_LIMIT) return;
    const kept = Buffer.concat(pieces);
    pieces = [Buffer.from(kept.subarray(0, ENDS)), Buffer.from(kept.subarray(-ENDS))];
  };
  const finish = (out: Transform) => {
    const line = Buffer.concat(pieces);
    if (bytes <= LINE_LIMIT) out.push(line);
    else onOversized({ bytes, head: ends(line, 0, ENDS), tail: ends(line, -ENDS) });
    pieces = [];
    bytes = 0;
  };

  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      let from = 0;
      for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, from)) {
        take(chunk.subarray(from, at + 1));
        finish(this);
        from = at + 1;
      }
      if (from < chunk.length) take(chunk.subarray(from));
      done();
    },
    flush(done) {
      if (bytes > 0) {
        take(Buffer.from('\n'));
        finish(this);
      }
      done();
    },
  });
}

const ends = (line: Buffer, from: number, to?: number) => line.subarray(from, to).toString();
