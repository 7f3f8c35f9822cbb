import { changeLook, classOf, type Look, PLAIN } from './palette.ts';
import { tokensOf } from './tokens.ts';

export interface Span {
  readonly text: string;
  readonly look: string;
}

const MOST_LINES = 4_000;
const LONGEST_LINE = 4_000;

/** Characters that turn text around or cannot be seen, so that it says something else than it seems to. */
const DECEIVING = /[\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;

/** What a program wrote as lines to look at. Whatever it wrote, they are text and names of looks. */
export class Screen {
  readonly lines: Span[][] = [[]];
  /** How many are gone from the beginning. */
  dropped = 0;
  #rest = '';
  #look: Look = PLAIN;
  /** The next text begins the line anew. */
  #returned = false;

  write(text: string, base = ''): void {
    const { tokens, rest } = tokensOf(this.#rest + text);
    this.#rest = rest;
    for (const token of tokens) {
      if (token.kind === 'look') this.#look = changeLook(this.#look, token.parameters);
      else if (token.kind === 'text') this.#add(token.text, base);
      else this.#obey(token.code, base);
    }
  }

  #obey(code: string, base: string): void {
    if (code === '\n') this.#newLine();
    else if (code === '\r') this.#returned = true;
    else if (code === '\t') this.#add('    ', base);
    else if (code === '\b') this.#erase();
    else if (code !== '\x07' && code !== '\0') this.#add(picture(code), base);
  }

  #add(given: string, base: string): void {
    if (this.#returned) this.lines[this.lines.length - 1] = [];
    this.#returned = false;
    const look = [base, classOf(this.#look)].filter(Boolean).join(' ');
    for (let text = given.replace(DECEIVING, '\ufffd'); text !== '';) {
      const line = this.lines.at(-1) ?? [];
      const room = LONGEST_LINE - line.reduce((sum, span) => sum + span.text.length, 0);
      const last = line.at(-1);
      const piece = text.slice(0, Math.max(room, 0));
      if (last?.look === look) line[line.length - 1] = { look, text: last.text + piece };
      else if (piece !== '') line.push({ look, text: piece });
      text = text.slice(piece.length);
      if (text !== '') this.#newLine();
    }
  }

  #newLine(): void {
    this.#returned = false;
    this.lines.push([]);
    if (this.lines.length <= MOST_LINES) return;
    this.lines.shift();
    this.dropped += 1;
  }

  #erase(): void {
    const line = this.lines.at(-1) ?? [];
    const last = line.pop();
    if (last && last.text.length > 1) line.push({ ...last, text: last.text.slice(0, -1) });
  }
}

/** How control characters are shown. */
const picture = (code: string) =>
  code === '\x7f' ? '\u2421' : String.fromCharCode(0x2400 + code.charCodeAt(0));
