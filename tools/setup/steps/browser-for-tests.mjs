import { existsSync } from 'node:fs';
import { withLock } from '../lock.mjs';
import { aptInstall, has, isDebian, isRoot } from '../machine.mjs';
import { announce } from '../report.mjs';

const PROGRAMS = ['chromium-headless-shell', 'chromium', 'google-chrome'];
const ELSEWHERE = '/Applications/Google Chrome.app';

/**
 * The Chromium that the tests of the console drive: the machine's own, else Debian's without a window. Where there
 * is none to bring, these tests are left out.
 * @returns {Promise<{ summary?: string, value: void }>}
 */
export async function testBrowser() {
  const isThere = () => PROGRAMS.some(has) || existsSync(ELSEWHERE) || !isDebian() || !isRoot();
  if (isThere()) return { value: undefined };
  return withLock('browser', async () => {
    if (isThere()) return { value: undefined };
    announce('installing chromium-headless-shell by apt-get');
    await aptInstall(['chromium-headless-shell', 'fonts-dejavu-core']);
    return { summary: 'chromium-headless-shell of Debian', value: undefined };
  });
}
