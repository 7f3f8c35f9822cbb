import type { Readable } from 'node:stream';

/** Labels are the longest part of an event, and anybody may write them. */
const LONGEST = 1024 * 1024;

/** The lines of a stream; one that is too long ends it. */
export async function* readLines(stream: Readable): AsyncGenerator<string> {
  let rest = '';
  stream.setEncoding('utf8');
  for await (const chunk of stream as AsyncIterable<string>) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    yield* lines.filter((line) => line !== '');
    if (rest.length > LONGEST) throw new Error('A line of the engine is too long.');
  }
}
