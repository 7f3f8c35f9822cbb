import type { Duplex } from 'node:stream';

/** Bytes that may go ahead of the first credit. */
const INITIAL_CREDIT = 1_048_576;

interface Upload {
  /** Resolves when everything was sent, or early when there is an answer already; never rejects. */
  run(parts: Iterable<Uint8Array>, answer: Promise<unknown>): Promise<void>;
  onCredit(total: number): void;
}

/** Sends the further frames of one request as fast as stream and agent take them, then the last one. */
export function createUpload(
  stream: Duplex,
  send: (part: Uint8Array, last: boolean) => void,
): Upload {
  let credit = INITIAL_CREDIT;
  let sent = 0;
  let answered = false;
  let wake: () => void = () => undefined;

  const room = async (length: number): Promise<boolean> => {
    while (!answered && (sent + length > credit || stream.writableNeedDrain)) {
      await new Promise<void>((resolve) => {
        wake = resolve;
        if (stream.writableNeedDrain) stream.once('drain', resolve);
      });
    }
    return !answered;
  };

  return {
    async run(parts, answer) {
      const settle = () => {
        answered = true;
        wake();
      };
      answer.then(settle, settle);
      for (const part of parts) {
        if (!(await room(part.length))) break;
        sent += part.length;
        send(part, false);
      }
      send(new Uint8Array(), true);
    },
    onCredit(total) {
      credit = Math.max(credit, total);
      wake();
    },
  };
}
