/**
 * Every view and what opens in it, wide and narrow, on programs with nothing, little and the worst in them: no number
 * that is none, nothing cut off, nothing that does nothing, no complaint of the browser's or of axe.
 */
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startHeadless } from '../../headless/host.ts';
import { openWeb } from '../../headless/web.ts';
import type { RoyalClient } from '../../shared/contract/contract.ts';
import { CHROMIUM, CHROMIUM_ARGS } from '../chromium.ts';
import { moduleAddresses, type Walked, walk } from './walk.ts';
import { PROGRAMS } from './walked-stores.ts';

const WIDTHS = [1440, 390];
/** A person waits two seconds at most; these are on a machine that others use too. */
const SLOW_MS = 5_000;
/** A link that the page itself gives leads somewhere. */
const NOWHERE = /There is no such/;
/** A folder of `bench ui --folder`, with a million orders in it. */
const LARGE = process.env.ROYAL_LARGE_FOLDER;

describe('every view there is', { timeout: 600_000 }, () => {
  let browser: Browser;
  let scratch: string;
  const seenByAxe = new Set<string>();

  beforeAll(async () => {
    process.env.ROYAL_SECRETS = 'file';
    scratch = mkdtempSync(join(tmpdir(), 'royal-walk-'));
    browser = await chromium.launch({
      executablePath: CHROMIUM,
      args: [...CHROMIUM_ARGS],
    });
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(scratch, { recursive: true, force: true });
  });

  async function walked(folder: string, fill: (client: RoyalClient) => Promise<void>): Promise<Walked> {
    const host = await startHeadless({ folder, schedule: false });
    const listen = { address: '127.0.0.1', port: 0 };
    const web = await openWeb({ folder, env: process.env, host, listen });
    const context = await browser.newContext({ locale: 'en-GB' });
    try {
      await fill(host.client);
      const { token } = await host.client.access.invite({});
      const page = await context.newPage();
      await page.goto(`${web.url}/#enter=${token}`);
      await page.locator('main').waitFor();
      return await walk(page, { widths: WIDTHS, seenByAxe, never: NOWHERE, slowMs: SLOW_MS });
    } finally {
      await context.close();
      await web.close();
      await host.close();
    }
  }

  for (const { name, fill } of PROGRAMS)
    it(`is sound with ${name}`, async () => {
      const files = join(scratch, name);
      mkdirSync(files);
      const { views, faults } = await walked(join(files, 'data'), (client) => fill(client, files));
      expect(views).toEqual(expect.arrayContaining(moduleAddresses()));
      expect(faults).toEqual([]);
    });

  it.skipIf(!LARGE || !existsSync(LARGE))(
    'is sound with a million orders (skipped where ROYAL_LARGE_FOLDER names no folder of `bench ui --folder`)',
    async () => {
      const folder = join(scratch, 'large');
      cpSync(LARGE!, folder, { recursive: true });
      const { views, faults, filledMs } = await walked(folder, async () => {});
      process.stdout.write(`Slowest of ${views.length} views: ${JSON.stringify(filledMs.slice(0, 5))}\n`);
      expect(views).toEqual(expect.arrayContaining(moduleAddresses()));
      expect(faults).toEqual([]);
    },
  );
});
