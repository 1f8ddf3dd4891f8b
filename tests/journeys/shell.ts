/** The shell around the modules: bell, palette, rail, back and forward, and what it owes to who wants no motion. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addStores, syncAll } from '../../headless/demo/script.ts';
import { isGone, isThere, shows } from './expect-soon.ts';
import type { JourneyHost, OpenJourneyHost } from './journey-host.ts';
import { partsOf } from './page-parts.ts';

/** Run in the page: animations that run or will, and transitions that take time. */
const MOVING = `(() => {
  const running = document.getAnimations().filter(({ playState }) => playState === 'running').length;
  const slow = [...document.querySelectorAll('*')].flatMap((element) =>
    ['', '::before', '::after'].map((part) => getComputedStyle(element, part || null)).filter((style) =>
      style.animationName !== 'none' || style.transitionDuration.split(',').some((time) => parseFloat(time) > 0)),
  ).length;
  return { running, slow };
})()`;

/** Run in the page: how much of it moved without anybody touching it, as the browser adds it up, and what moved most. */
const MOVED = `new Promise((resolve) => {
  let score = 0;
  const moves = [];
  new PerformanceObserver((list) => {
    for (const { hadRecentInput, value, sources } of list.getEntries()) {
      if (hadRecentInput) continue;
      score += value;
      for (const { node, previousRect, currentRect } of sources)
        moves.push(value.toFixed(4) + ' ' + (node?.className ?? node?.nodeName) + ': ' +
          previousRect.y + ' > ' + currentRect.y);
    }
  }).observe({ type: 'layout-shift', buffered: true });
  requestAnimationFrame(() => setTimeout(() => resolve({ score, moves: score < 0.02 ? [] : moves }), 0));
})`;

export function describeShell(name: string, open: OpenJourneyHost): void {
  describe(`the shell at ${name}`, () => {
    let host: JourneyHost;
    beforeAll(async () => {
      host = await open();
      await addStores(host.client, host.sandbox);
      await syncAll(host.client);
    });
    afterAll(() => host?.close());

    const page = (): Page => host.page;
    const bell = () => page().getByRole('button', { name: /^Notifications/ });
    const place = (): Promise<string> => page().evaluate('location.hash');
    const focused = (): Promise<string> => page().evaluate('document.activeElement?.textContent ?? ""');

    it('says under the bell what needs a look, interrupts with it, and leads to it', async () => {
      await shows(partsOf(page()).connection, 'Live');
      await isThere(bell());
      await host.client.stop.pull({ reason: 'a look is needed' });
      const sheet = page().getByRole('dialog', { name: 'Notifications' });
      // Said at once to who looks at the page …
      await isThere(
        page().getByRole('dialog').or(page().locator('.toast')).getByText('Everything is stopped'),
      );
      // … and kept under the bell.
      await expect.poll(() => bell().getAttribute('aria-label')).toBe('Notifications, 1 unread');
      await bell().click();
      await isThere(sheet);
      await sheet.getByRole('listitem', { name: 'Everything is stopped' }).click();
      await isGone(sheet);
      await expect.poll(place).toMatch(/^#\/(system)?/);
      await expect.poll(() => bell().getAttribute('aria-label')).toBe('Notifications');
      await host.client.stop.lift({});
    });

    it('opens and closes the bell by keyboard alone, and gives the focus back', async () => {
      await bell().focus();
      await page().keyboard.press('Enter');
      await isThere(page().getByRole('dialog', { name: 'Notifications' }));
      await page().keyboard.press('Escape');
      await isGone(page().getByRole('dialog', { name: 'Notifications' }));
      await expect.poll(() => bell().evaluate((element) => element.matches(':focus'))).toBe(true);
    });

    it('finds by the palette what the database holds, and runs a command', async () => {
      const [store] = await host.client.stores.list();
      const [order] = (await host.client.orders.page({ storeId: store!.id })).rows;
      await page().keyboard.press('Control+k');
      const palette = page().getByRole('combobox', { name: 'Search or run a command' });
      await isThere(palette);
      await palette.fill('no such thing anywhere');
      await isThere(page().getByText('Nothing is called so.'));
      await palette.fill('open notif');
      await isThere(page().getByRole('option', { name: /Open notifications/ }));
      await page().keyboard.press('Enter');
      await isThere(page().getByRole('dialog', { name: 'Notifications' }));
      await page().keyboard.press('Escape');
      expect((await host.client.search.find({ text: order!.name })).groups).not.toEqual([]);
    });

    it('walks the rail by keyboard: arrows, Home, End; Enter goes there, back and forward return', async () => {
      const links = page().getByRole('navigation', { name: 'Modules' }).getByRole('link');
      const titles = await links.allTextContents();
      await links.first().focus();
      await page().keyboard.press('End');
      expect(await focused()).toBe(titles.at(-1));
      await page().keyboard.press('Home');
      expect(await focused()).toBe(titles[0]);
      if (titles.length < 2) return;
      await page().keyboard.press('ArrowDown');
      expect(await focused()).toBe(titles[1]);
      await page().keyboard.press('Enter');
      const there = await links.nth(1).getAttribute('href');
      await expect.poll(place).toBe(there);
      await page().goBack();
      await expect.poll(place).not.toBe(there);
      await page().goForward();
      await expect.poll(place).toBe(there);
      await page().goBack();
    });

    it('moves nothing for who wants no motion, and keeps its signs in forced colours', async () => {
      await page().emulateMedia({ reducedMotion: 'reduce' });
      expect(await page().evaluate(MOVING)).toEqual({ running: 0, slow: 0 });
      await page().emulateMedia({ reducedMotion: null, forcedColors: 'active' });
      const current = page().locator('.rail-link[aria-current="page"]').first();
      const outline = await current.evaluate((element) => {
        const { outlineStyle, outlineWidth } = (
          globalThis as unknown as {
            getComputedStyle(of: unknown): { outlineStyle: string; outlineWidth: string };
          }
        ).getComputedStyle(element);
        return `${outlineStyle} ${outlineWidth}`;
      });
      expect(outline).toBe('solid 2px');
      await page().emulateMedia({ forcedColors: null });
    });

    it('moves nothing while nobody sees it', async () => {
      const states = await page().evaluate(`(() => {
        const bar = document.createElement('progress');
        bar.className = 'progress';
        document.body.append(bar);
        document.documentElement.toggleAttribute('data-hidden', true);
        const state = getComputedStyle(bar).animationPlayState;
        document.documentElement.toggleAttribute('data-hidden', false);
        const seen = getComputedStyle(bar).animationPlayState;
        bar.remove();
        return { state, seen };
      })()`);
      expect(states).toEqual({ state: 'paused', seen: 'running' });
    });

    it('keeps the module that is shown in sight of a narrow rail, also where a count widens one before it', async () => {
      await page().setViewportSize({ width: 390, height: 844 });
      await page().evaluate("location.hash = '#/settings'");
      const beyond = (): Promise<number> =>
        page().evaluate(`(() => {
          const current = document.querySelector('[data-module][aria-current="page"]');
          if (current?.dataset.module !== 'settings') return Infinity;
          return current.getBoundingClientRect().right - current.closest('ul').getBoundingClientRect().right;
        })()`);
      await expect.poll(beyond).toBeLessThan(1);
      await page().evaluate(
        'document.querySelector(\'[data-module="approvals"]\').style.paddingInlineEnd = "5rem"',
      );
      await expect.poll(beyond).toBeLessThan(1);
    });

    it.each([1440, 768, 390])('fills a page of %i px without moving it under the eye', async (width) => {
      await page().setViewportSize({ width, height: 900 });
      await page().reload();
      await shows(partsOf(page()).connection, 'Live');
      await isThere(page().locator('main .card'));
      await isGone(page().locator('main .skeleton'));
      const { score, moves } = (await page().evaluate(MOVED)) as { score: number; moves: string[] };
      expect(score, moves.join('\n')).toBeLessThan(0.02);
    });
  });
}
