/** What a terminal shows: colour where it is wanted, aligned tables, one line that says how far something is. */
import { stripVTControlCharacters, styleText } from 'node:util';
import { EXIT } from './exit-codes.ts';

export interface Output {
  isTTY?: boolean;
  columns?: number;
  write(text: string): unknown;
}

type Style = Parameters<typeof styleText>[0];

export interface Terminal {
  /** One JSON value and nothing else goes to stdout where set. */
  json: boolean;
  line(text?: string): void;
  /** Text under a mark such as a bullet; on a terminal it is broken between words and its lines hang below the first. */
  paragraph(mark: string, text: string): void;
  /** Where the person's eye should go next. */
  hint(text: string): void;
  /** A hint beside a value that scripts take out of stdout: it goes to stderr. */
  aside(text: string): void;
  error(text: string): void;
  style(style: Style, text: string): string;
  /** Replaces the progress line; nothing unless stderr is a terminal. */
  progress(text: string): void;
  endProgress(): void;
  table(
    rows: readonly (readonly string[])[],
    options: { head: readonly string[]; right?: readonly number[] },
  ): void;
  value(value: unknown): void;
}

/**
 * What is written after the reader has gone (`royal … | head`) is lost; the work itself goes on to its end. So it does
 * where standard output does not fit on the disk: that is said once, and is the exit status.
 */
export function outliveReaders(): void {
  if (process.stderr.listenerCount('error') === 0) process.stderr.on('error', () => {});
  if (process.stdout.listenerCount('error') > 0) return;
  let told = false;
  process.stdout.on('error', ({ code }: NodeJS.ErrnoException) => {
    if (code === 'EPIPE' || told) return;
    told = true;
    process.stderr.write(`Standard output can't be written (${code}): what was to stand there is lost.\n`);
    process.once('exit', () => {
      process.exitCode = EXIT.folder;
    });
  });
}

export function createTerminal(options: {
  json: boolean;
  env?: NodeJS.ProcessEnv;
  stdout?: Output;
  stderr?: Output;
}): Terminal {
  const env = options.env ?? process.env;
  const stdout: Output = options.stdout ?? process.stdout;
  const stderr: Output = options.stderr ?? process.stderr;
  const coloured = (to: Output): boolean => !env.NO_COLOR && env.TERM !== 'dumb' && to.isTTY === true;
  const paint = (to: Output, style: Style, text: string): string =>
    coloured(to) ? styleText(style, text, { validateStream: false }) : text;
  let shown = false;
  const clear = (): void => {
    if (shown) stderr.write('\r\u001b[2K');
    shown = false;
  };
  const line = (text = ''): void => {
    clear();
    if (!options.json) stdout.write(`${text}\n`);
  };
  return {
    json: options.json,
    line,
    paragraph(mark, text) {
      const columns = stdout.isTTY === true ? (stdout.columns ?? 80) : Number.POSITIVE_INFINITY;
      wrap(text, columns - width(mark)).forEach((part, index) => {
        line(`${index === 0 ? mark : ' '.repeat(width(mark))}${part}`);
      });
    },
    hint: (text) => line(paint(stdout, 'dim', text)),
    aside(text) {
      clear();
      if (!options.json) stderr.write(`${paint(stderr, 'dim', text)}\n`);
    },
    error(text) {
      clear();
      stderr.write(`${text}\n`);
    },
    style: (style, text) => paint(stdout, style, text),
    progress(text) {
      if (options.json || stderr.isTTY !== true) return;
      stderr.write(`\r\u001b[2K${clip(text, (stderr.columns ?? 80) - 1)}`);
      shown = true;
    },
    endProgress: clear,
    table(rows, { head, right = [] }) {
      const widths = fitted(
        head.map((title, column) =>
          rows.reduce((most, row) => Math.max(most, width(row[column] ?? '')), width(title)),
        ),
        right,
        stdout.isTTY === true ? (stdout.columns ?? 80) : Number.POSITIVE_INFINITY,
      );
      const render = (row: readonly string[]): string =>
        row
          .map((whole, column) => {
            const cell = clip(whole, widths[column]!);
            const gap = ' '.repeat(Math.max(0, widths[column]! - width(cell)));
            return right.includes(column) ? gap + cell : cell + gap;
          })
          .join('  ')
          .trimEnd();
      line(paint(stdout, 'dim', render(head)));
      for (const row of rows) line(render(row));
    },
    value(value) {
      clear();
      if (options.json) stdout.write(`${JSON.stringify(value)}\n`);
    },
  };
}

/** Narrows columns of text, the widest first, until a row fits; figures and short words stay whole. */
function fitted(widths: number[], right: readonly number[], columns: number): number[] {
  const narrow = [...widths];
  for (;;) {
    const over = narrow.reduce((sum, one) => sum + one + 2, -2) - columns;
    const widest = narrow.reduce(
      (best, one, index) => (!right.includes(index) && one > (narrow[best] ?? 0) ? index : best),
      -1,
    );
    if (over <= 0 || widest < 0 || narrow[widest]! <= NARROWEST) return narrow;
    narrow[widest] = narrow[widest]! - 1;
  }
}

const NARROWEST = 16;

const segments = new Intl.Segmenter();

/** Columns a text takes: one for each grapheme, two for wide ones (CJK, emoji), none for colour. */
function width(text: string): number {
  let columns = 0;
  for (const { segment } of segments.segment(stripVTControlCharacters(text)))
    columns +=
      /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u.test(
        segment,
      )
        ? 2
        : 1;
  return columns;
}

/** At most `columns` wide, with an ellipsis where something was left off. */
export function clip(text: string, columns: number): string {
  if (width(text) <= columns) return text;
  let out = '';
  for (const { segment } of segments.segment(text)) {
    if (width(out) + width(segment) > columns - 1) break;
    out += segment;
  }
  return `${out}…`;
}

/** Lines of at most `columns`, broken at spaces; a longer word stands alone. */
function wrap(text: string, columns: number): string[] {
  const lines: string[] = [];
  let current = '';
  for (const word of text.split(' ')) {
    if (current !== '' && width(current) + 1 + width(word) > columns) {
      lines.push(current);
      current = word;
    } else current = current === '' ? word : `${current} ${word}`;
  }
  return [...lines, current];
}

/** "3 min ago", "in 2 h"; "never" for null. */
export function relativeTime(at: number | null, now: number): string {
  if (at === null) return 'never';
  const seconds = Math.round((at - now) / 1000);
  const format = new Intl.RelativeTimeFormat('en-GB', { style: 'short', numeric: 'auto' });
  const size = Math.abs(seconds);
  if (size < 60) return format.format(seconds, 'second');
  if (size < 3600) return format.format(Math.round(seconds / 60), 'minute');
  if (size < 86_400) return format.format(Math.round(seconds / 3600), 'hour');
  return format.format(Math.round(seconds / 86_400), 'day');
}

export function duration(ms: number): string {
  if (ms < 950) return `${Math.round(ms)} ms`;
  if (ms < 59_500) return `${(ms / 1000).toFixed(ms < 9950 ? 1 : 0)} s`;
  return `${Math.floor(ms / 60_000)} min ${Math.round((ms % 60_000) / 1000)} s`;
}
