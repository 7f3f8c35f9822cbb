import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

import { barriersOf } from './testing/console/barriers.ts';
import { browserProgram, openBrowser } from './testing/console/browser.ts';
import { tabTo } from './testing/console/keyboard.ts';
import { bearer, consoleRequests } from './testing/console/requests.ts';
import { signIn, signInByKeyboard } from './testing/console/sign-in.ts';
import { tempFolder } from './testing/folder.ts';
import { startServer, type TestServer } from './testing/server.ts';
import { connect, IMAGE, type Session } from './testing/session.ts';

const ROOT = 'roots-token';
const BOB = 'bobs-token';
const LAPTOP = { width: 1280, height: 800 };
const PHONE = { width: 390, height: 844 };
/** Colour, a title and markup, then more when it is told to. */
const SCRIPT = String.raw`printf 'one \033[32mgreen\033[0m <img src=x> \033]0;title\007\n'
until [ -e go ]; do sleep 0.05; done; echo two; sleep 1000`;
const folder = tempFolder();
let server: TestServer;
let root: Session;
let [box, execId] = ['', ''];

beforeAll(async () => {
  server = await startServer(folder.path, {
    MCP_AUTH_MODE: 'bearer',
    MCP_BEARER_TOKENS: `root:admin=${ROOT},bob=${BOB}`,
  });
  root = await connect(server.url, ROOT);
  const wanted = { image: IMAGE, alias: 'bench-of-root' };
  box = (await root.data<{ container_id: string }>('spawn', wanted)).container_id;
  const command = { container_id: box, script: SCRIPT };
  execId = (await root.data<{ exec_id: string }>('exec_start', command)).exec_id;
});

afterAll(async () => {
  await root.call('kill', { container_id: box, force: true });
  await root.client.close();
  await server[Symbol.asyncDispose]();
  folder.remove();
});

describe('what the console serves', () => {
  const { get, call } = consoleRequests(() => server.url);

  it('is a page in which nothing foreign runs', async () => {
    const page = await get('');

    expect(page.status).toBe(200);
    const policy = page.headers.get('content-security-policy');
    expect(policy).toContain("default-src 'none'; script-src 'self'");
    expect(policy).toContain("require-trusted-types-for 'script'");
    expect(policy).not.toContain('unsafe');
    expect(await page.text()).not.toMatch(/<script(?![^>]* src=)|<style| on\w+=/);
  });

  it('is for who shows a token, from our own page, each his own', async () => {
    const other = { ...bearer(ROOT), Origin: 'http://evil.example' };
    const site = { ...bearer(ROOT), 'Sec-Fetch-Site': 'cross-site' };
    const output = `api/output/${execId}`;
    const inputs = [
      { headers: {} },
      { headers: bearer('wrong') },
      { headers: other },
      { headers: site },
    ];
    const codes = await Promise.all(
      inputs.map(async ({ headers }) => (await get(output, headers)).status),
    );
    expect(codes).toEqual([401, 401, 403, 403]);
    expect((await get(output, bearer(BOB))).status).toBe(404);
    expect(await call(BOB, 'fs_list', { container_id: box })).toBe(404);
  });

  it('lets only administrators act, and does no more than it shows', async () => {
    const target = { container_id: box };
    expect(await call(BOB, 'stop_any_container', target)).toBe(403);
    expect(await call(BOB, 'kill_any_container', target)).toBe(403);
    expect(await call(BOB, 'cancel_any_exec', { ...target, exec_id: execId })).toBe(403);
    expect(await call(BOB, 'reconcile', { dry_run: true })).toBe(403);
    expect(await call(ROOT, 'exec_run', { ...target, script: 'true' })).toBe(404);
    expect(await call(ROOT, 'fs_list', target)).toBe(200);
  });
});

// The last command of the one workspace is ended by one of them.
describe.skipIf(browserProgram === undefined)('the console in Chromium', { shuffle: false }, () => {
  let browser: Browser;
  beforeAll(async () => void (browser = await openBrowser()));
  afterEach(() => Promise.all(browser.contexts().map((context) => context.close())));
  afterAll(() => browser.close());

  it('shows nothing of it to somebody else', async () => {
    const page = await signIn(browser, server.url, { token: BOB });

    await page.getByText('No workspaces').waitFor();
    expect(await page.getByRole('link', { name: 'Upkeep' }).count()).toBe(0);
    await page.getByRole('link', { name: 'Activity' }).click();
    await page.getByRole('cell', { name: 'watch_overview' }).first().waitFor();
    const text = await page.getByRole('table').innerText();
    expect(text).toContain('bob');
    expect(text).not.toContain('root');
  });

  it.each([
    { colorScheme: 'light', viewport: LAPTOP, views: ['Activity'] },
    { colorScheme: 'dark', viewport: PHONE, views: ['Files', 'Upkeep'] },
  ] as const)('has no barriers: $colorScheme, $viewport.width', async ({ views, ...options }) => {
    const page = await signIn(browser, server.url, { token: ROOT, ...options });
    await page.getByRole('link', { name: /bench-of-root/ }).click();
    await page.getByText('green', { exact: true }).waitFor();
    const found = await barriersOf(page);
    for (const view of views) {
      await page.getByRole('link', { name: view }).click();
      found.push(...(await barriersOf(page)));
    }
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByLabel('Token').waitFor();
    found.push(...(await barriersOf(page)));

    expect(found).toEqual([]);
  });

  it('shows output as it appears, ends the command, and that is on record, by keyboard alone', async () => {
    const { page, problems } = await signInByKeyboard(browser, server.url, ROOT);
    await page.getByText('bench-of-root').waitFor();
    await tabTo(page, 'bench-of-root');
    await page.keyboard.press('Enter');

    const screen = page.getByRole('log');
    await expect.poll(() => screen.innerText()).toContain('one green <img src=x>');
    expect(await screen.locator('.color-2').innerText()).toBe('green');
    await root.data('fs_write', { container_id: box, path: 'go', content: '' });
    await expect.poll(() => screen.innerText()).toContain('two');
    await tabTo(page, 'Cancel');
    await page.keyboard.press('Enter');
    await page.getByText('The command ended').waitFor();
    expect(await root.data('exec_poll', { exec_id: execId })).toMatchObject({
      status: 'cancelled',
    });

    await tabTo(page, 'Activity');
    await page.keyboard.press('Enter');
    const row = page.getByRole('row').filter({ hasText: /root.*cancel_any_exec/ });
    await expect.poll(() => row.innerText()).toContain('allowed');
    expect(problems.filter((text) => !text.includes('401'))).toEqual([]);
    expect(page.url()).not.toContain(ROOT);
    expect(server.log()).not.toContain(ROOT);
  });

  it('asks before it kills, and Escape does nothing', async () => {
    await root.data('spawn', { image: IMAGE, alias: 'short-lived' });
    const listed = async () => JSON.stringify(await root.data('list_containers'));
    const page = await signIn(browser, server.url, { token: ROOT });
    await page.getByRole('link', { name: /short-lived/ }).click();
    await tabTo(page, 'Kill…');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    expect(await listed()).toContain('short-lived');

    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    await tabTo(page, 'Kill');
    await page.keyboard.press('Enter');

    await page.getByText('short-lived is gone, with its files.').waitFor();
    expect(await listed()).not.toContain('short-lived');
  });
});
