import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { temporaryFolder } from '../support/server.js';
import { CHROMIUM, type Inspector, launchBrowser, startInspector, visit } from './browser.js';
import { ARCHIVE, ARCHIVE_SIZE, writeLedger } from './ledger.js';

/** Set to write the pictures of docs/inspector.md anew. */
const PICTURES = process.env['INSPECTOR_PICTURES'] !== undefined;
/** Set to measure; prints the figures of docs/inspector.md. */
const TIMES = process.env['INSPECTOR_TIMES'] !== undefined;

test.runIf(CHROMIUM === undefined)('the inspector page', (context) => {
  context.skip('there is no Chromium here; install it or name it with CHROMIUM=<path>');
});

describe.skipIf(CHROMIUM === undefined)('the inspector page', { timeout: 60_000 }, () => {
  const cleanups: (() => void | Promise<void>)[] = [];
  let browser: Browser;
  let inspector: Inspector;

  beforeAll(async () => {
    const home = temporaryFolder((work) => cleanups.push(work));
    [browser] = await Promise.all([launchBrowser(), writeLedger(home)]);
    cleanups.push(() => browser.close());
    inspector = await startInspector(home);
  });
  afterAll(async () => {
    expect(await inspector.stop()).toBe(0);
    for (const work of cleanups.reverse()) await work();
  });

  /** A visit whose page must have done nothing wrong when the test is over. */
  async function open(options: Parameters<typeof visit>[2] = {}): Promise<Page> {
    const { page, faults } = await visit(browser, inspector, options);
    onTestFinished(async () => {
      await page.context().close();
      expect(faults).toEqual([]);
    });
    await page.locator('#list li').first().waitFor();
    return page;
  }
  const poll = <T>(read: () => T) => expect.poll(read, { timeout: 20_000 });
  const row = (page: Page, text: string) => page.locator('#list a', { hasText: text });
  const goTo = (page: Page, view: string) =>
    page.getByRole('navigation', { name: 'Views' }).getByRole('link', { name: view }).click();

  // First: the other tests change what there is to see.
  test.runIf(PICTURES)('pictures', async () => {
    const folder = resolve(import.meta.dirname, '../../docs/images');
    await mkdir(folder, { recursive: true });
    for (const colorScheme of ['light', 'dark'] as const) {
      const page = await open({ colorScheme, viewport: { width: 1120, height: 700 } });
      const picture = (name: string) =>
        page.screenshot({ path: join(folder, `inspector-${name}.png`) });
      await row(page, 'Meta').click();
      await page.locator('.timeline ins').first().waitFor();
      await picture(`memories-${colorScheme}`);
      if (colorScheme === 'light') {
        await goTo(page, 'Changes');
        await page.locator('.transactions').waitFor();
        await picture('changes');
      } else {
        await goTo(page, 'Overview');
        await page.locator('.legend').waitFor();
        await page.setViewportSize({ width: 1120, height: 980 });
        await picture('overview');
      }
    }
  });

  test('a search finds by meaning and words, and a memory shows how it changed word by word', async () => {
    const page = await open();
    await page.keyboard.press('/');
    await page.keyboard.type('where do I work');
    await page.getByText('best first').waitFor();
    await page.locator('#list a').first().filter({ hasText: 'Meta' }).click();
    const timeline = page.locator('.timeline > li');
    await poll(() => timeline.count()).toBeGreaterThan(1);
    expect(await page.locator('#detail-title').textContent()).toContain('Meta');
    const update = page.locator('.timeline > li.update').first();
    expect(await update.locator('del').allTextContents()).toContain('work at ');
    expect((await update.locator('ins').allTextContents()).join(' ')).toContain('Meta');
    expect(await update.locator('.text').textContent()).toContain('Google');
    expect(await update.locator('.by').textContent()).toMatch(/rules@\d+ ·\s+\d+ % sure/);
    // The place is in the address: a reload comes back to it, the code is nowhere.
    expect(page.url()).not.toContain('code');
    await page.reload();
    await poll(() => page.locator('#detail-title').textContent()).toContain('Meta');
    await page.goBack();
    await poll(() => timeline.count()).toBe(0);
  });

  test('a memory is forgotten after a question, and brought back', async () => {
    const page = await open();
    await row(page, 'cello').click();
    await page.getByRole('button', { name: 'Forget…' }).click();
    const dialog = page.getByRole('dialog');
    expect(await dialog.locator('blockquote').textContent()).toContain('cello');
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
    expect(await row(page, 'cello').count()).toBe(1);

    await page.getByRole('button', { name: 'Forget…' }).click();
    await dialog.getByRole('button', { name: 'Forget', exact: true }).click();
    await row(page, 'cello').waitFor({ state: 'detached' });
    await page.getByText('it is no longer recalled').waitFor();
    await page.locator('.notice').getByRole('button', { name: 'Undo' }).click();
    await row(page, 'cello').waitFor();
  });

  test('a transaction is undone, and one that was built on is refused with the reason', async () => {
    const page = await open();
    await goTo(page, 'Changes');
    const change = page.locator('.transactions > li', { hasText: 'Porto' });
    await change.getByRole('button', { name: /^Undo/ }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Undo', exact: true }).click();
    await page.getByText('Undone.').waitFor();
    await goTo(page, 'Memories');
    await row(page, 'Lisbon').waitFor();

    await goTo(page, 'Changes');
    const first = page.locator('.transactions > li', { hasText: 'dog named Buddy' }).last();
    await first.getByRole('button', { name: /^Undo/ }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Undo', exact: true }).click();
    await page.getByRole('alert').filter({ hasText: 'undo-conflict' }).waitFor();
  });

  test('erasing asks for a promise and leaves no text', async () => {
    const page = await open();
    await page.locator('#namespace').selectOption('work');
    await row(page, 'Postgres').click();
    await page.getByRole('button', { name: 'Erase for good…' }).click();
    const erase = page.getByRole('dialog').getByRole('button', { name: 'Erase for good' });
    await erase.click();
    expect(await page.getByRole('dialog').count()).toBe(1);
    await page.getByRole('checkbox').check();
    await erase.click();
    await page.getByText('An erased memory').waitFor();
    await poll(() => page.locator('main').textContent()).not.toContain('Postgres');
  });

  test('a used link, a wrong code and a call without a session open nothing', async () => {
    const link = await inspector.link();
    const first = await visit(browser, { ...inspector, link: async () => link });
    await first.page.locator('#list li').first().waitFor();
    for (const again of [link, `${inspector.origin}/#code=guess`, inspector.origin]) {
      const { page } = await visit(browser, { ...inspector, link: async () => again });
      await page.getByText('does not open the inspector').waitFor();
      expect(await page.locator('#list').count()).toBe(0);
      await page.context().close();
    }
    await first.page.context().close();
    for (const path of ['/api/overview', '/api/memories?namespace=default&page=0&size=9'])
      expect((await fetch(inspector.origin + path)).status).toBe(401);
    const forget = await fetch(`${inspector.origin}/api/tools/forget`, {
      method: 'POST',
      headers: { Authorization: 'Bearer guess' },
      body: JSON.stringify({ id: 'archive-1', namespace: ARCHIVE }),
    });
    expect(forget.status).toBe(401);
  });

  test('ten thousand memories are paged and searched', async () => {
    const page = await open();
    await page.locator('#namespace').selectOption(ARCHIVE);
    await page.getByText(`${ARCHIVE_SIZE.toLocaleString('en-GB')} live memories`).waitFor();
    await row(page, `Valve ${ARCHIVE_SIZE - 1} `).waitFor();
    expect(await page.locator('#list li').count()).toBe(50);
    await page.getByRole('link', { name: 'Older →' }).click();
    await row(page, `Valve ${ARCHIVE_SIZE - 51} `).waitFor();
    await page.locator('#search').fill('valve 1234');
    await row(page, 'Valve 1234 ').waitFor();
    await goTo(page, 'Changes');
    await page.getByRole('button', { name: 'Older changes' }).click();
    await poll(() => page.locator('.transactions > li').count()).toBe(120);
    await goTo(page, 'Overview');
    await page.getByRole('img', { name: /10,000 at the end/ }).waitFor();
  });

  test('the keyboard alone is enough', async () => {
    const page = await open();
    const focused = () =>
      page.evaluate('document.activeElement.id + document.activeElement.textContent');
    await page.locator('#list a').first().focus();
    await page.keyboard.press('ArrowDown');
    const second = await page.locator('#list a').nth(1).getAttribute('id');
    expect(await focused()).toContain(second);
    await page.keyboard.press('Enter');
    await poll(focused).toContain('detail-title');
    await page.keyboard.press('Tab');
    expect(await focused()).toContain('Forget…');
    await page.keyboard.press('Enter');
    // The answer that changes nothing is the one at hand.
    await poll(focused).toBe('Cancel');
    await page.keyboard.press('Enter');
    await poll(focused).toContain('Forget…');
    await page.keyboard.press('Escape');
    await poll(focused).toContain(second);
  });

  test.each(['light', 'dark'] as const)(
    'axe finds nothing in %s colours, in any view',
    async (scheme) => {
      const page = await open({ colorScheme: scheme });
      const check = async (place: string) => {
        const { violations } = await page.evaluate<axe.AxeResults>(
          `${axe.source}; axe.run(document)`,
        );
        const found = violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
        expect(found, place).toEqual([]);
      };
      await row(page, 'Meta').click();
      await page.locator('.timeline ins').first().waitFor();
      await check('memories');
      await page.getByRole('button', { name: 'Erase for good…' }).click();
      await check('question');
      await page.keyboard.press('Escape');
      await goTo(page, 'Changes');
      await page.locator('.transactions').waitFor();
      await check('changes');
      await goTo(page, 'Overview');
      await page.locator('.legend').waitFor();
      await check('overview');
    },
  );

  test('colours follow the system until one is chosen, which stays', async () => {
    const page = await open({ colorScheme: 'dark' });
    const ground = () => page.evaluate('getComputedStyle(document.body).backgroundColor');
    const dark = await ground();
    await page.getByLabel('Colours').selectOption('light');
    await poll(ground).not.toBe(dark);
    const light = await ground();
    await page.reload();
    await page.locator('#list li').first().waitFor();
    expect(await ground()).toBe(light);
  });

  test('on a narrow screen a memory takes the place of the list', async () => {
    const page = await open({ viewport: { width: 390, height: 760 } });
    await row(page, 'cello').click();
    await page.locator('#detail-title').waitFor();
    expect(await page.locator('#list').isVisible()).toBe(false);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
    await page.getByRole('link', { name: '← All memories' }).click();
    await row(page, 'cello').waitFor();
  });

  test.runIf(TIMES)('times with ten thousand memories', { timeout: 300_000 }, async () => {
    const paints: number[] = [];
    const lists: number[] = [];
    const searches: number[] = [];
    for (let run = 0; run < 9; run += 1) {
      const page = await open();
      paints.push(
        await page.evaluate<number>(
          `performance.getEntriesByName('first-contentful-paint')[0].startTime`,
        ),
      );
      let started = performance.now();
      await page.locator('#namespace').selectOption(ARCHIVE);
      await row(page, `Valve ${ARCHIVE_SIZE - 1} `).waitFor();
      lists.push(performance.now() - started);
      const wanted = 1000 + run * 17;
      started = performance.now();
      await page.locator('#search').fill(`valve ${wanted}`);
      await row(page, `Valve ${wanted} `).waitFor();
      searches.push(performance.now() - started);
      await page.context().close();
    }
    const median = (times: number[]) =>
      `${Math.round(times.sort((a, b) => a - b)[4] ?? 0)} ms (worst of 9: ${Math.round(times[8] ?? 0)} ms)`;
    process.stdout.write(
      `first contentful paint ${median(paints)}\nfirst page of ${ARCHIVE_SIZE} ${median(lists)}\nsearch, with the pause after typing ${median(searches)}\n`,
    );
  });
});
