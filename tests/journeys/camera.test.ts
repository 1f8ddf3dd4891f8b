/** Counting goods with a camera, in a browser that reads no barcodes by itself: most of them. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { addStores, syncAll } from '../../headless/demo/script.ts';
import { drawnEan13 } from '../../renderer/modules/inventory/scanning/testing/drawn-barcode.ts';
import { type BrowserHost, openBrowserHost } from './browser-host.ts';
import { isGone, isThere, shows } from './expect-soon.ts';
import { layerOf } from './page-parts.ts';

const WIDTH = 640;
const HEIGHT = 480;

const folder = mkdtempSync(join(tmpdir(), 'royal-camera-'));
const seen = join(folder, 'seen.y4m');
let host: BrowserHost;

beforeAll(async () => {
  host = await openBrowserHost([
    '--use-fake-ui-for-media-stream',
    '--use-fake-device-for-media-stream',
    `--use-file-for-fake-video-capture=${seen}`,
  ]);
  await addStores(host.client, host.sandbox);
  await syncAll(host.client);
});
afterAll(async () => {
  await host?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** An uncompressed film of two equal pictures, which Chromium shows over and over. */
function film(pixels: Uint8ClampedArray): Buffer {
  const colourless = Buffer.alloc(pixels.length / 2, 128);
  const frame = Buffer.concat([Buffer.from('FRAME\n'), Buffer.from(pixels), colourless]);
  return Buffer.concat([
    Buffer.from(`YUV4MPEG2 W${WIDTH} H${HEIGHT} F10:1 Ip A1:1 C420jpeg\n`),
    frame,
    frame,
  ]);
}

function isEan13(code: string | null): code is string {
  if (code === null || !/^\d{13}$/.test(code)) return false;
  const sum = [...code].reduce((sum, digit, at) => sum + Number(digit) * (at % 2 === 0 ? 1 : 3), 0);
  return sum % 10 === 0;
}

it('counts what it is shown once, for as long as it stays in sight', { timeout: 120_000 }, async () => {
  const { page, client, sandbox } = host;
  const { storeId } = sandbox.shops[0]!;
  const main = page.locator('main');
  const dialog = (): Locator => layerOf(page);
  const [place] = await client.purchaseOrders.locations({ storeId });
  const take = await client.stocktakes.create({ storeId, locationId: place!.locationId });
  const { rows } = await client.stocktakes.lines({ id: take.id, limit: 500 });
  const line = rows.find(({ barcode }) => isEan13(barcode))!;
  writeFileSync(seen, film(drawnEan13(line.barcode!, { width: WIDTH, height: HEIGHT, line: 4 }).pixels));

  await page.setViewportSize({ width: 390, height: 844 });
  await page.evaluate(`location.hash = '#/inventory/stocktakes/${take.id}'`);
  expect(await page.evaluate("'BarcodeDetector' in window")).toBe(false);
  await main.getByRole('button', { name: 'Camera' }).click();
  await isThere(dialog());
  await shows(dialog(), `${line.title}: 1 counted`);
  // A second of the film: it is looked at several times more.
  await page.evaluate(`new Promise((resolve) => {
    const video = document.querySelector('video');
    let frames = 0;
    const next = () => (++frames === 10 ? resolve() : video.requestVideoFrameCallback(next));
    video.requestVideoFrameCallback(next);
  })`);
  await dialog().getByRole('button', { name: 'Done' }).click();
  await isGone(dialog());
  const counted = await client.stocktakes.lines({ id: take.id, limit: 500 });
  expect(counted.rows.find(({ id }) => id === line.id)!.counted).toBe(1);
});
