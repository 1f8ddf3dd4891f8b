/** Reads barcodes out of a camera's frames, for browsers without a reader of their own: Safari, Firefox, most desktops. */
// From its parts: the whole of it is several times as much, and warns the console of each frame without a code.
import BarcodeFormat from '@zxing/library/es2015/core/BarcodeFormat.js';
import BinaryBitmap from '@zxing/library/es2015/core/BinaryBitmap.js';
import HybridBinarizer from '@zxing/library/es2015/core/common/HybridBinarizer.js';
import DecodeHintType from '@zxing/library/es2015/core/DecodeHintType.js';
import Exception from '@zxing/library/es2015/core/Exception.js';
import MultiFormatOneDReader from '@zxing/library/es2015/core/oned/MultiFormatOneDReader.js';
import RGBLuminanceSource from '@zxing/library/es2015/core/RGBLuminanceSource.js';

const HINTS = new Map<DecodeHintType, unknown>([
  [
    DecodeHintType.POSSIBLE_FORMATS,
    [
      BarcodeFormat.EAN_13,
      BarcodeFormat.EAN_8,
      BarcodeFormat.UPC_A,
      BarcodeFormat.UPC_E,
      BarcodeFormat.CODE_128,
      BarcodeFormat.CODE_39,
      BarcodeFormat.ITF,
    ],
  ],
  // More of a picture's rows, and upside down.
  [DecodeHintType.TRY_HARDER, true],
]);
/** A code that fills a third of the picture has its thinnest line two pixels wide; more takes longer and reads no more. */
const WIDEST_PX = 800;

/** Bytes of brightness, row by row. */
interface Picture {
  pixels: Uint8ClampedArray;
  width: number;
  height: number;
}

export interface BarcodeReader {
  /** What is in sight, the same code as long as it stays there. */
  detect(image: HTMLVideoElement): Promise<{ rawValue: string }[]>;
}

export function frameReader(): BarcodeReader {
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d', { willReadFrequently: true })!;
  const read = codeReader();
  return {
    async detect(video) {
      if (video.videoWidth === 0) return [];
      const scale = Math.min(1, WIDEST_PX / video.videoWidth);
      canvas.width = Math.round(video.videoWidth * scale);
      canvas.height = Math.round(video.videoHeight * scale);
      context.drawImage(video, 0, 0, canvas.width, canvas.height);
      const { data, width, height } = context.getImageData(0, 0, canvas.width, canvas.height);
      const code = read({ pixels: brightness(data), width, height });
      return code === null ? [] : [{ rawValue: code }];
    },
  };
}

/** null where no code is found, or half of one. Codes that stand upright are read as those that lie. */
export function codeReader(): (picture: Picture) => string | null {
  const reader = new MultiFormatOneDReader(HINTS);
  const lying = ({ pixels, width, height }: Picture): string | null => {
    const source = new RGBLuminanceSource(pixels, width, height);
    try {
      return reader.decode(new BinaryBitmap(new HybridBinarizer(source)), HINTS).getText();
    } catch (error) {
      if (error instanceof Exception) return null;
      throw error;
    }
  };
  return (picture) => lying(picture) ?? lying(turned(picture));
}

function turned({ pixels, width, height }: Picture): Picture {
  const other = new Uint8ClampedArray(pixels.length);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) other[x * height + y] = pixels[y * width + x]!;
  return { pixels: other, width: height, height: width };
}

/** ITU-R BT.601: what is green looks brightest. */
function brightness(rgba: Uint8ClampedArray): Uint8ClampedArray {
  const pixels = new Uint8ClampedArray(rgba.length / 4);
  for (let at = 0, pixel = 0; at < rgba.length; at += 4, pixel += 1)
    pixels[pixel] = 0.299 * rgba[at]! + 0.587 * rgba[at + 1]! + 0.114 * rgba[at + 2]!;
  return pixels;
}
