import { describe, expect, it } from 'vitest';
import { codeReader } from './frame-reader.ts';
import { drawnEan13 } from './testing/drawn-barcode.ts';

const SIZE = { width: 640, height: 480, line: 3 };

describe('what a camera sees', () => {
  const read = codeReader();
  const seen = drawnEan13('4006381333931', SIZE);

  it('is read where a code of goods is in sight, lying, upright or upside down', () => {
    const { pixels, width, height } = seen;
    expect(read(seen)).toBe('4006381333931');
    expect(read({ ...seen, pixels: pixels.toReversed() })).toBe('4006381333931');
    const upright = new Uint8ClampedArray(pixels.length);
    for (let y = 0; y < height; y += 1)
      for (let x = 0; x < width; x += 1) upright[x * height + y] = pixels[y * width + x]!;
    expect(read({ pixels: upright, width: height, height: width })).toBe('4006381333931');
  });

  it('is nothing where there is none, half of one, or one whose digits do not agree', () => {
    const { pixels, width } = seen;
    expect(read({ ...seen, pixels: new Uint8ClampedArray(pixels.length).fill(200) })).toBeNull();
    expect(
      read({ ...seen, pixels: pixels.map((value, at) => (at % width > width / 2 ? 255 : value)) }),
    ).toBeNull();
    expect(read(drawnEan13('4006381333932', SIZE))).toBeNull();
  });
});
