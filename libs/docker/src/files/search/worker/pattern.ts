import { RE2JS } from 're2js';
import type { PatternSettings } from './messages.ts';

export interface Pattern {
  /** False when no line of these bytes matches; true says nothing. */
  mayBeInBytes(content: Uint8Array): boolean;
  mayBeInText(text: string): boolean;
  /** Where the first match begins, or -1. */
  indexIn(line: string): number;
}

const TEXT_ENDS = /\\[AzZ]|\(\?[a-zA-Z]*-?[a-zA-Z]*m/;

/** @throws when it is no pattern in RE2 syntax */
export function compilePattern({ pattern, literal, ignoreCase }: PatternSettings): Pattern {
  if (literal && !ignoreCase) {
    return {
      mayBeInBytes: (content) =>
        Buffer.from(content.buffer, content.byteOffset, content.byteLength).includes(pattern),
      mayBeInText: () => true,
      indexIn: (line) => line.indexOf(pattern),
    };
  }
  const source = literal ? RE2JS.quote(pattern) : pattern;
  const flags = ignoreCase ? RE2JS.CASE_INSENSITIVE : 0;
  const ofLine = RE2JS.compile(source, flags);
  // Where an end of the text is meant, the text as a whole says nothing about its lines.
  const ofText = TEXT_ENDS.test(source)
    ? undefined
    : RE2JS.compile(source, flags | RE2JS.MULTILINE);
  return {
    mayBeInBytes: () => true,
    mayBeInText: (text) => ofText?.test(text) ?? true,
    indexIn(line) {
      if (!ofLine.test(line)) return -1;
      const matcher = ofLine.matcher(line);
      return matcher.find() ? matcher.start() : -1;
    },
  };
}
