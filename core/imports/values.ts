/** Cells as values: money, counts, yes or no, ids, instants. Each throws CellError with what is wrong, never the cell. */
import { type Currency, type Minor, parseMoney } from '../../shared/money.ts';
import { DAY_MS, type EpochMs, zoneOffsetMs } from '../../shared/time.ts';

/** Names the column and what it should be; the cell itself may be personal and stays out. */
export class CellError extends Error {}

/** null where the cell is empty. */
export function moneyCell(text: string, currency: Currency, column: string): Minor | null {
  if (text === '') return null;
  const plain = plainNumber(text.replace(/^'/, ''));
  try {
    if (plain === null) throw new RangeError();
    return parseMoney(plain, currency);
  } catch {
    throw new CellError(`${column} is no amount of money`);
  }
}

/**
 * null where the cell is empty; "20.0" is 20 and "1,000" a thousand, as of money. "1.000" is refused: a thousand where a
 * point parts thousands, else one.
 */
export function countCell(text: string, column: string): number | null {
  if (text === '') return null;
  const match = /^-?\d+(?=(?:[.,]0{0,2})?$)|^-?\d{1,3}(?:,\d{3})+$/.exec(text.replace(/^'/, ''));
  const count = match ? Number(match[0].replaceAll(',', '')) : Number.NaN;
  if (!Number.isSafeInteger(count)) throw new CellError(`${column} is no whole number`);
  return count === 0 ? 0 : count;
}

const YES = new Set(['true', 'yes', '1', 'y', 'continue']);
const NO = new Set(['false', 'no', '0', 'n', 'deny']);

export function flagCell(text: string, otherwise: boolean, column: string): boolean {
  const plain = text.toLowerCase();
  if (plain === '') return otherwise;
  if (YES.has(plain)) return true;
  if (NO.has(plain)) return false;
  throw new CellError(`${column} is neither true nor false`);
}

/** null where there is none, or where a spreadsheet program has rounded it ("5.12E+12"). */
export function idCell(text: string): number | null {
  const match = /^'?(\d{1,16})(?:\.0)?$/.exec(text);
  const id = match ? Number(match[1]) : 0;
  return Number.isSafeInteger(id) && id > 0 ? id : null;
}

export function listCell(text: string): string[] {
  return [
    ...new Set(
      text
        .split(',')
        .map((one) => one.trim())
        .filter((one) => one !== ''),
    ),
  ];
}

export type DateOrder = 'day first' | 'month first';

const ISO =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?)?(?:\s*(?:UTC|Z|([+-]\d{2}):?(\d{2})))?$/;
const SLASHED =
  /^(\d{1,2})[/.](\d{1,2})[/.](\d{4})(?:[ ,]+(\d{1,2}):(\d{2})(?::(\d{2}))?)?(?:\s*([+-]\d{2}):?(\d{2}))?$/;

/** What a date tells of the order of its file; null where it has no slashes, and so but one way to be read. */
export function dateOrderOf(text: string): DateOrder | 'either' | null {
  const match = SLASHED.exec(text);
  if (!match) return null;
  if (Number(match[1]) > 12) return 'day first';
  return Number(match[2]) > 12 ? 'month first' : 'either';
}

/** null where the cell is empty. Without an offset the time is the store's. */
export function instantCell(text: string, zone: string, order: DateOrder, column: string): EpochMs | null {
  if (text === '') return null;
  const wrong = (): CellError => new CellError(`${column} is no date`);
  const iso = ISO.exec(text);
  const slashed = iso ? null : SLASHED.exec(text);
  const parts = iso ?? slashed;
  if (!parts) throw wrong();
  const dayFirst = order === 'day first';
  const [year, month, day] = iso
    ? [parts[1], parts[2], parts[3]]
    : [parts[3], dayFirst ? parts[2] : parts[1], dayFirst ? parts[1] : parts[2]];
  const [hour, minute, second] = [parts[4] ?? 0, parts[5] ?? 0, parts[6] ?? 0].map(Number) as [
    number,
    number,
    number,
  ];
  const date = Date.UTC(Number(year), Number(month) - 1, Number(day));
  const back = new Date(date);
  if (back.getUTCMonth() !== Number(month) - 1 || back.getUTCDate() !== Number(day)) throw wrong();
  if (hour > 23 || minute > 59 || second > 60) throw wrong();
  const wall = date + ((hour * 60 + minute) * 60 + second) * 1000;
  if (/(UTC|Z)$/.test(text)) return wall;
  if (parts[7] !== undefined) {
    const hours = Number(parts[7]);
    const minutes = Number(parts[8]) * (parts[7].startsWith('-') ? -1 : 1);
    return wall - hours * (DAY_MS / 24) - minutes * 60_000;
  }
  return wall - zoneOffsetMs(wall - zoneOffsetMs(wall, zone), zone);
}

/** "1,234.50", "1.234,50", "12,5" and "$12" as decimal strings; null where it is none. */
function plainNumber(text: string): string | null {
  const bare = text.replace(/^[^\d-]{1,3}(?=-?\d)/, '').replace(/\s/g, '');
  if (/^-?\d+(\.\d*)?$/.test(bare)) return bare;
  if (/^-?\d{1,3}(,\d{3})+(\.\d*)?$/.test(bare)) return bare.replaceAll(',', '');
  if (/^-?\d{1,3}(\.\d{3})+,\d+$/.test(bare)) return bare.replaceAll('.', '').replace(',', '.');
  if (/^-?\d+,\d{1,2}$/.test(bare)) return bare.replace(',', '.');
  return null;
}
