/** The browser's own reader of barcodes, where it has one; TypeScript's library does not know it yet. */

export interface BarcodeReader {
  detect(image: HTMLVideoElement): Promise<{ rawValue: string }[]>;
}

interface ReaderMaker {
  new (options: { formats: string[] }): BarcodeReader;
  getSupportedFormats(): Promise<string[]>;
}

declare global {
  interface Window {
    BarcodeDetector?: ReaderMaker;
  }
}

/** Of goods; a browser that knows only some takes those. */
const FORMATS = ['ean_13', 'ean_8', 'upc_a', 'upc_e', 'code_128', 'code_39', 'itf', 'qr_code'];

export function canReadBarcodes(): boolean {
  return window.BarcodeDetector !== undefined && navigator.mediaDevices !== undefined;
}

/** null where the browser reads none of them after all. */
export async function barcodeReader(): Promise<BarcodeReader | null> {
  const Maker = window.BarcodeDetector;
  if (!Maker) return null;
  const known = await Maker.getSupportedFormats();
  const formats = FORMATS.filter((format) => known.includes(format));
  return formats.length > 0 ? new Maker({ formats }) : null;
}
