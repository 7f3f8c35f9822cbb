#!/usr/bin/env node
/** The pictures of docs/guides/console.md: of a real server, as a browser shows it. Needs the set-up for tests. */
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import type { Page } from 'playwright-core';

import { tempFolder } from '../folder.ts';
import { startServer } from '../server.ts';
import { connect } from '../session.ts';
import { openBrowser } from './browser.ts';
import { furnish } from './furnish.ts';
import { signIn } from './sign-in.ts';

const FOLDER = join(import.meta.dirname, '../../../../../docs/images');
const LAPTOP = { width: 1280, height: 860 };
const PHONE = { width: 390, height: 844 };
/** Until the charts have something to show. */
const WATCHED_MS = Number(process.argv[2] ?? 20) * 1000;

const picture = async (page: Page, name: string) => {
  await page.screenshot({ path: join(FOLDER, `console-${name}.png`), scale: 'css' });
};

using folder = tempFolder();
await using server = await startServer(folder.path, {
  MCP_AUTH_MODE: 'bearer',
  MCP_BEARER_TOKENS: 'ada:admin=adas-token,grace=graces-token',
  MCP_TOOLSETS: 'workspace,more',
});
await using ada = await connect(server.url, 'adas-token');
await using grace = await connect(server.url, 'graces-token');
await using furniture = await furnish(ada, grace);
const browser = await openBrowser();

const token = 'adas-token';
const light = await signIn(browser, server.url, { token, viewport: LAPTOP, colorScheme: 'light' });
const dark = await signIn(browser, server.url, { token, viewport: LAPTOP, colorScheme: 'dark' });
const phone = await signIn(browser, server.url, { token, viewport: PHONE, colorScheme: 'dark' });
for (const page of [light, dark, phone]) await page.getByText('web-shop').click();
await furniture.use(WATCHED_MS);
await sleep(1000);

await picture(light, 'light');
await picture(phone, 'phone');
await dark.getByRole('link', { name: 'Activity' }).click();
await picture(dark, 'dark');
await browser.close();
