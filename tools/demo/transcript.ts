import { styleText } from 'node:util';

const WIDTH = 60;
const { stdout } = process;
const styled = (style: 'bold' | 'dim', text: string) => styleText(style, text, { stream: stdout });

export interface Say {
  /** Shown at once, while the step runs. */
  readonly live: (line: string) => void;
  /** Shown below the title when the step is done. */
  readonly note: (line: string) => void;
}

export const print = (line: string) => void stdout.write(`${line}\n`);

/** Prints numbered steps, what they find, and how long each one takes. */
export function createTranscript() {
  let count = 0;
  return async function step<T>(name: string, work: (say: Say) => Promise<T>): Promise<T> {
    const notes: string[] = [];
    // Nothing stands behind the title yet.
    const title = { open: true };
    const closeTitle = () => {
      if (title.open) stdout.write('\n');
      title.open = false;
    };
    const began = performance.now();
    stdout.write(styled('bold', `${String(++count).padStart(2)}. ${name}`.padEnd(WIDTH)));
    try {
      const result = await work({
        live(line) {
          closeTitle();
          print(`    ${line}`);
        },
        note: (line) => notes.push(line),
      });
      const time = `${Math.round(performance.now() - began)} ms`.padStart(8);
      print(styled('dim', title.open ? time : ' '.repeat(WIDTH) + time));
      title.open = false;
      return result;
    } finally {
      closeTitle();
      for (const line of notes) print(`    ${line}`);
    }
  };
}

export type Step = ReturnType<typeof createTranscript>;
