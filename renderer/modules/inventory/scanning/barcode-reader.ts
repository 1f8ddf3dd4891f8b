/** What reads barcodes: the browser's own reader where it has one, else ours, which comes when it is asked for. */
import { isDesktop } from '../../../app/shell.ts';
import type { BarcodeReader } from './frame-reader.ts';

/** TypeScript's library does not know it yet. */
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

/** Browsers hand out a camera over https and on the machine itself only; the desktop's window has none. */
export function hasCamera(): boolean {
  return !isDesktop && navigator.mediaDevices !== undefined;
}

export async function barcodeReader(): Promise<BarcodeReader> {
  const Maker = window.BarcodeDetector;
  const known = (await Maker?.getSupportedFormats().catch(() => [])) ?? [];
  const formats = FORMATS.filter((format) => known.includes(format));
  if (Maker && formats.length > 0) return new Maker({ formats });
  const { frameReader } = await import('./frame-reader.ts');
  return frameReader();
}
