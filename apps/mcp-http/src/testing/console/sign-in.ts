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
