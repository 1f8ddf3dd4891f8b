import { readFileSync, statSync } from 'node:fs';
import { Resvg } from '@resvg/resvg-js';
import { describe, expect, it } from 'vitest';
import { drawPng, INSTALLER_ICONS, RUNTIME_ICONS } from './icons.ts';

const svg = readFileSync('resources/icon.svg', 'utf8');

/** Rows of RGBA. Read back by the same library, so that only what is seen is compared, not how it is packed. */
function pixels(png: Buffer): { px: number; rgba: Buffer } {
  const px = png.readUInt32BE(16);
  const href = `data:image/png;base64,${png.toString('base64')}`;
  const picture = `<svg xmlns="http://www.w3.org/2000/svg" width="${px}" height="${px}"><image width="${px}" height="${px}" href="${href}"/></svg>`;
  return { px, rgba: new Resvg(picture).render().pixels };
}

/** The PNGs within an ICO, by its directory (https://en.wikipedia.org/wiki/ICO_(file_format)). */
function picturesOfIco(ico: Buffer): Buffer[] {
  return Array.from({ length: ico.readUInt16LE(4) }, (_, index) => {
    const entry = 6 + 16 * index;
    const start = ico.readUInt32LE(entry + 12);
    return ico.subarray(start, start + ico.readUInt32LE(entry + 8));
  });
}

const picturesOf = (name: string, content: Buffer): Buffer[] =>
  name.endsWith('.ico') ? picturesOfIco(content) : [content];

/** Alpha at the place, in parts of the side. */
function alphaAt({ px, rgba }: ReturnType<typeof pixels>, x: number, y: number): number {
  return rgba[4 * (Math.floor(y * px) * px + Math.floor(x * px)) + 3]!;
}

describe('the icons', () => {
  it.each(Object.entries(RUNTIME_ICONS))('%s is what resources/icon.svg gives', async (file, draw) => {
    const drawn = picturesOf(file, await draw(svg)).map(pixels);
    const kept = picturesOf(file, readFileSync(file)).map(pixels);
    expect(kept.map(({ px }) => px)).toEqual(drawn.map(({ px }) => px));
    const differences = drawn.map(({ rgba }, index) =>
      rgba.reduce((largest, value, at) => Math.max(largest, Math.abs(value - kept[index]!.rgba[at]!)), 0),
    );
    // Processors round differently; an edited drawing differs by far more.
    expect(Math.max(...differences), 'run `npm run icons`').toBeLessThanOrEqual(3);
    expect(statSync(file).size).toBeLessThan(200_000);
  });

  it('give Windows and macOS every size that they show', async () => {
    const ico = await INSTALLER_ICONS['dist/icons/icon.ico']!(svg);
    expect(picturesOfIco(ico).map((png) => png.readUInt32BE(16))).toEqual([16, 24, 32, 48, 64, 128, 256]);
    const icns = await INSTALLER_ICONS['dist/icons/icon.icns']!(svg);
    expect(icns.toString('latin1', 0, 4)).toBe('icns');
    const types: string[] = [];
    for (let at = 8; at < icns.length; at += icns.readUInt32BE(at + 4))
      types.push(icns.toString('latin1', at, at + 4));
    expect(types).toEqual(['ic11', 'ic12', 'ic07', 'ic13', 'ic08', 'ic14', 'ic09', 'ic10']);
  });

  it('draw the menu bar’s in black alone, the alert beside the crown', () => {
    const plain = pixels(drawPng(svg, 'menuBar', 36));
    const alert = pixels(drawPng(svg, 'menuBarAlert', 36));
    for (const { rgba } of [plain, alert])
      for (let at = 0; at < rgba.length; at += 4) expect(rgba[at]! + rgba[at + 1]! + rgba[at + 2]!).toBe(0);
    expect(alphaAt(plain, 0.5, 0.35)).toBe(255);
    expect(alphaAt(plain, 0.92, 0.78)).toBe(0);
    expect(alphaAt(alert, 0.92, 0.78)).toBe(255);
  });

  it('leave the corners of an application’s icon clear, and fill those that the system cuts', () => {
    expect(alphaAt(pixels(drawPng(svg, 'app', 64)), 0, 0)).toBe(0);
    expect(alphaAt(pixels(drawPng(svg, 'mac', 64)), 0.05, 0.5)).toBe(0);
    for (const [x, y] of [[0, 0] as const, [0.99, 0] as const, [0, 0.99] as const, [0.99, 0.99] as const])
      expect(alphaAt(pixels(drawPng(svg, 'maskable', 64)), x, y)).toBe(255);
  });
});
