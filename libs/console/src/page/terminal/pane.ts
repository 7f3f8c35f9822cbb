import { Screen, type Span } from './screen.ts';

export interface Pane {
  /** `look` is a class of all of it. */
  write(text: string, look: string): void;
  close(): void;
}

const NEAR_PX = 24;

/** Draws a screen, at most once in a frame; stays at the end unless somebody reads further up. */
export function createPane(place: HTMLElement): Pane {
  const screen = new Screen();
  const drawn: HTMLElement[] = [];
  let gone = 0;
  let frame = 0;

  const draw = () => {
    frame = 0;
    const isAtEnd = place.scrollHeight - place.scrollTop - place.clientHeight < NEAR_PX;
    for (; gone < screen.dropped; gone += 1) drawn.shift()?.remove();
    // The last one may have changed.
    for (let at = Math.max(drawn.length - 1, 0); at < screen.lines.length; at += 1) {
      const line = drawn[at] ?? place.appendChild(document.createElement('div'));
      line.replaceChildren(...(screen.lines[at] ?? []).map(toElement));
      drawn[at] = line;
    }
    if (isAtEnd) place.scrollTop = place.scrollHeight;
  };

  return {
    write(text, look) {
      screen.write(text, look);
      frame ||= requestAnimationFrame(draw);
    },
    close() {
      cancelAnimationFrame(frame);
      place.replaceChildren();
    },
  };
}

/** What a program wrote becomes text and nothing else. */
function toElement({ text, look }: Span): HTMLElement {
  const element = document.createElement('span');
  element.textContent = text;
  element.className = look;
  return element;
}
