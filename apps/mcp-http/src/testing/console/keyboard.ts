import type { Page } from 'playwright-core';

const MOST_PRESSES = 80;
/** With nothing focused it is the whole page. */
const LONGEST = 200;

/** Presses Tab until what is focused says `text`, as somebody without a mouse does. */
export async function tabTo(page: Page, text: string): Promise<void> {
  for (let presses = 0; presses < MOST_PRESSES; presses += 1) {
    await page.keyboard.press('Tab');
    const focused: string = await page.evaluate('document.activeElement.innerText');
    if (focused.length < LONGEST && focused.includes(text)) return;
  }
  throw new Error(`The keyboard does not lead to "${text}".`);
}
