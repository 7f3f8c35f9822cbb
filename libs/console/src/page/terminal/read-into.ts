import { plural } from '../format.ts';
import { Refusal } from '../wire/ask.ts';
import { followOutput } from '../wire/follow-output.ts';
import type { Pane } from './pane.ts';

/** Shows the output of a command as it comes; resolves to how it ended, in words. */
export async function readInto(pane: Pane, execId: string, signal: AbortSignal): Promise<string> {
  const decoders = { stdout: new TextDecoder(), stderr: new TextDecoder() };
  let bytes = 0;
  try {
    for await (const event of followOutput(execId, signal)) {
      if ('message' in event) return event.message;
      if (event.dropped_bytes > 0)
        pane.write(`[${plural(event.dropped_bytes, 'byte')} are no longer kept]\n`, 'note');
      for (const { stream, data } of event.records) {
        const piece = Uint8Array.fromBase64(data);
        bytes += piece.length;
        pane.write(decoders[stream].decode(piece, { stream: true }), stream);
      }
      if (event.complete) {
        const code = event.exit_code === null ? '' : ` with exit code ${event.exit_code}`;
        const silent = bytes === 0 ? '; it wrote nothing' : '';
        return `The command ended${code}${silent}.`;
      }
    }
    return 'The connection ended.';
  } catch (thrown) {
    if (thrown instanceof Refusal) return `${thrown.message} ${thrown.hint}`.trim();
    return '';
  }
}
