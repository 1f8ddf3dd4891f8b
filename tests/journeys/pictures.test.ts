/** The pictures that are kept: all there, of the widths they say, each the one that was taken last. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { pictureList } from './picture-list.ts';
import { PICTURE_HEIGHTS, PICTURE_WIDTHS, PICTURED } from './pictured-views.ts';
import { moduleAddresses } from './walk.ts';

const FOLDER = new URL('../../docs/screenshots/', import.meta.url);
const LARGEST_BYTES = 600_000;
/** Of a PNG, where its width and height lie. */
const [WIDTH_AT, HEIGHT_AT] = [16, 20];

const kept = pictureList.parse(JSON.parse(readFileSync(new URL('pictures.json', FOLDER), 'utf8')));

describe('the pictures in docs/screenshots', () => {
  it('are of each module, at each width, with what to look for', () => {
    expect(new Set(PICTURED.map(({ module }) => `#/${module}`))).toEqual(new Set(moduleAddresses()));
    const wanted = PICTURED.flatMap(({ name, look }) =>
      PICTURE_WIDTHS.map((width) => ({ file: `${name}-${width}.png`, width, look })),
    );
    expect(kept.map(({ sha256: _, ...one }) => one)).toEqual(wanted);
    const there = readdirSync(FOLDER).filter((name) => name.endsWith('.png'));
    expect(there.sort()).toEqual(kept.map(({ file }) => file).sort());
  });

  it.each(kept)('$file is what was taken, of its width and not too large', ({ file, width, sha256 }) => {
    const picture = readFileSync(new URL(file, FOLDER));
    expect(createHash('sha256').update(picture).digest('hex')).toBe(sha256);
    expect(picture.readUInt32BE(WIDTH_AT)).toBe(width);
    expect(picture.readUInt32BE(HEIGHT_AT)).toBe(PICTURE_HEIGHTS[width]);
    expect(picture.length).toBeLessThan(LARGEST_BYTES);
  });
});
