/** Draws an EAN-13 barcode as a camera would see it: black on white, a byte of brightness for each pixel. */

interface Picture {
  pixels: Uint8ClampedArray;
  width: number;
  height: number;
}

/** GS1 General Specifications, section 5.2.1: seven modules a digit; L as they are, G mirrored R, R inverted L. */
const L = [
  '0001101',
  '0011001',
  '0010011',
  '0111101',
  '0100011',
  '0110001',
  '0101111',
  '0111011',
  '0110111',
  '0001011',
];
/** Which of the left six are G, by the first digit. */
const PARITY = [
  'LLLLLL',
  'LLGLGG',
  'LLGGLG',
  'LLGGGL',
  'LGLLGG',
  'LGGLLG',
  'LGGGLL',
  'LGLGLG',
  'LGLGGL',
  'LGGLGL',
];

const inverted = (modules: string): string => [...modules].map((bit) => (bit === '1' ? '0' : '1')).join('');
const mirrored = (modules: string): string => [...modules].reverse().join('');

function modulesOf(code: string): string {
  const [first, ...digits] = [...code].map(Number) as [number, ...number[]];
  const left = digits.slice(0, 6).map((digit, at) => {
    const modules = L[digit]!;
    return PARITY[first]![at] === 'L' ? modules : mirrored(inverted(modules));
  });
  const right = digits.slice(6).map((digit) => inverted(L[digit]!));
  return `101${left.join('')}01010${right.join('')}101`;
}

/** In the middle; `line` pixels a module. The last digit is drawn as given, right or wrong. */
export function drawnEan13(
  code: string,
  { width, height, line }: Omit<Picture, 'pixels'> & { line: number },
): Picture {
  const modules = modulesOf(code);
  const pixels = new Uint8ClampedArray(width * height).fill(255);
  const left = Math.floor((width - modules.length * line) / 2);
  for (let y = Math.floor(height / 4); y < (height * 3) / 4; y += 1)
    for (let x = 0; x < modules.length * line; x += 1)
      if (modules[Math.floor(x / line)] === '1') pixels[y * width + left + x] = 0;
  return { pixels, width, height };
}
