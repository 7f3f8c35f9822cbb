import type { Browser, BrowserContextOptions, Page } from 'playwright-core';

/** A page of its own, signed in as its user does it. */
export async function signIn(
  browser: Browser,
  server: URL,
  { token, ...options }: BrowserContextOptions & { readonly token: string },
): Promise<Page> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  page.setDefaultTimeout(60_000);
  await page.goto(new URL('/console', server).href);
  await page.getByLabel('Token').fill(token);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByText('Live', { exact: true }).waitFor();
  return page;
}

/** The same without a mouse; what the page complains about is gathered in `problems`. */
export async function signInByKeyboard(browser: Browser, server: URL, token: string) {
  const page = await browser.newPage();
  const problems: string[] = [];
  page.on('console', (line) => line.type() === 'error' && problems.push(line.text()));
  page.on('pageerror', ({ message }) => problems.push(message));
  page.setDefaultTimeout(60_000);
  await page.goto(new URL('/console', server).href);
  await page.locator('#token:focus').waitFor();
  await page.keyboard.type(token);
  await page.keyboard.press('Enter');
  await page.getByText('Live', { exact: true }).waitFor();
  return { page, problems };
}
