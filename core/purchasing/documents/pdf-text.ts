/** Text in Inter on a PDF page: each character from the part of the font that has it, measured and cut to its place. */
import PDFDocument from 'pdfkit';
import { oneLine } from '../../../shared/one-line.ts';
import inter from './inter.json' with { type: 'json' };

type FontPart = 'latin' | 'latinExt' | 'greek' | 'cyrillic';

interface TextOptions {
  size: number;
  color?: string;
  align?: 'left' | 'right';
  /** Points; what is longer is wrapped, and cut off after `lines`. */
  width: number;
  lines?: number;
}

export interface PdfText {
  doc: PDFKit.PDFDocument;
  /** Returns the height that was used, in points. */
  draw(text: string, x: number, y: number, options: TextOptions): number;
  heightOf(text: string, options: TextOptions): number;
  /** The file, once everything is drawn. */
  end(): Promise<Buffer>;
}

const LEADING = 1.35;
/** For scripts that the font does not have. */
export const UNKNOWN = '·';
/** Joiners, marks of direction and the like: nothing is missed where they are left out. */
const UNSEEN = /\p{Cf}|\p{Variation_Selector}/gu;
const SIGNS = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** As it is drawn: what the font lacks is one mark a sign. */
function drawable(text: string): string {
  // The font has most letters with their marks, and no marks by themselves.
  const whole = oneLine(text.replace(UNSEEN, '')).normalize('NFC');
  if ([...whole].every(isDrawn)) return whole;
  return Array.from(SIGNS.segment(whole), ({ segment }) =>
    [...segment].every(isDrawn) ? segment : UNKNOWN,
  ).join('');
}

/** Whether something of the text can't be drawn. */
export function lacksSigns(text: string): boolean {
  return drawable(text) !== oneLine(text.replace(UNSEEN, '')).normalize('NFC');
}

function isDrawn(char: string): boolean {
  return partOf(char.codePointAt(0)!) !== null;
}

/** A4, nothing drawn yet. */
export function openPdf(info: { Title: string; Author: string }, at: Date): PdfText {
  // Without `font` the document would read Helvetica's metrics from a file that a bundle does not have.
  const doc = new PDFDocument({
    size: 'A4',
    margin: 0,
    font: null as unknown as string,
    info: { ...info, CreationDate: at },
  });
  for (const part of ['latin', 'latinExt', 'greek', 'cyrillic'] as const)
    doc.registerFont(part, Buffer.from(inter[part], 'base64'));
  const chunks: Buffer[] = [];
  doc.on('data', (chunk: Buffer) => chunks.push(chunk));
  const ended = new Promise<Buffer>((resolve, reject) => {
    doc.on('end', () => resolve(Buffer.concat(chunks)));
    doc.on('error', reject);
  });

  const widthOf = (text: string, size: number): number =>
    runsOf(text).reduce((sum, run) => sum + doc.font(run.part).fontSize(size).widthOfString(run.text), 0);
  const charactersIn = (text: string, width: number, size: number): number => {
    const chars = [...text];
    let low = 0;
    let high = chars.length;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (widthOf(chars.slice(0, middle).join(''), size) <= width) low = middle;
      else high = middle - 1;
    }
    return low;
  };
  const wrap = (text: string, { width, size, lines: most = 1 }: TextOptions): string[] => {
    const lines: string[] = [];
    let rest = [...drawable(text)];
    while (rest.length > 0 && lines.length < most) {
      const fits = Math.max(1, charactersIn(rest.join(''), width, size));
      const last = lines.length === most - 1;
      if (fits >= rest.length) {
        lines.push(rest.join(''));
        return lines;
      }
      if (last) {
        lines.push(
          `${rest
            .slice(0, Math.max(1, fits - 2))
            .join('')
            .trimEnd()}…`,
        );
        return lines;
      }
      const space = rest.slice(0, fits + 1).lastIndexOf(' ');
      const cut = space > 0 ? space : fits;
      lines.push(rest.slice(0, cut).join(''));
      rest = rest.slice(rest[cut] === ' ' ? cut + 1 : cut);
    }
    return lines;
  };

  return {
    doc,
    draw(text, x, y, options) {
      const { size, width, align = 'left', color = '#111318' } = options;
      const lines = wrap(text, options);
      for (const [at, line] of lines.entries()) {
        let left = align === 'right' ? x + width - widthOf(line, size) : x;
        for (const run of runsOf(line)) {
          doc.font(run.part).fontSize(size).fillColor(color);
          doc.text(run.text, left, y + at * size * LEADING, { lineBreak: false });
          left += doc.widthOfString(run.text);
        }
      }
      return lines.length * size * LEADING;
    },
    heightOf: (text, options) => Math.max(1, wrap(text, options).length) * options.size * LEADING,
    end() {
      doc.end();
      return ended;
    },
  };
}

function runsOf(text: string): { part: FontPart; text: string }[] {
  const runs: { part: FontPart; text: string }[] = [];
  for (const char of text) {
    const part = partOf(char.codePointAt(0)!) ?? 'latin';
    const last = runs.at(-1);
    if (last?.part === part) last.text += char;
    else runs.push({ part, text: char });
  }
  return runs;
}

/** The ranges that the four parts of the font were cut by. */
function partOf(code: number): FontPart | null {
  const within = (ranges: readonly (readonly [number, number])[]) =>
    ranges.some(([from, to]) => code >= from && code <= to);
  if (within(LATIN)) return 'latin';
  if (within(LATIN_EXT)) return 'latinExt';
  if (within(GREEK)) return 'greek';
  return within(CYRILLIC) ? 'cyrillic' : null;
}

const LATIN = [
  [0x20, 0x7e],
  [0xa0, 0xff],
  [0x131, 0x131],
  [0x152, 0x153],
  [0x2c6, 0x2c6],
  [0x2da, 0x2da],
  [0x2dc, 0x2dc],
  [0x2010, 0x2027],
  [0x2030, 0x203a],
  [0x20ac, 0x20ac],
  [0x2122, 0x2122],
  [0x2212, 0x2212],
] as const;
const LATIN_EXT = [
  [0x100, 0x2ba],
  [0x1e00, 0x1e9f],
  [0x1ef2, 0x1eff],
  [0x20a0, 0x20ab],
  [0x20ad, 0x20c0],
] as const;
const GREEK = [
  [0x384, 0x38a],
  [0x38c, 0x38c],
  [0x38e, 0x3a1],
  [0x3a3, 0x3ce],
] as const;
const CYRILLIC = [
  [0x400, 0x45f],
  [0x490, 0x491],
  [0x2116, 0x2116],
] as const;
