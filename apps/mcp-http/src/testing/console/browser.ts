import { existsSync } from 'node:fs';

import { type Browser, chromium } from 'playwright-core';

const PROGRAMS = [
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** The browser of this machine; none where the set-up has none to bring. */
export const browserProgram = PROGRAMS.find((path) => existsSync(path));

/** A real Chromium. As root it has no sandbox; it sees nothing but our own page. */
export const openBrowser = (): Promise<Browser> =>
  chromium.launch({
    executablePath: browserProgram ?? '',
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  });
