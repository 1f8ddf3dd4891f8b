/** Supply terms out of a spreadsheet's cells: separator, columns and numbers are told by what stands there. Saves nothing. */
import type { SupplyPasteView } from '../../shared/contract/supply-schemas.ts';
import { type Currency, parseMoney } from '../../shared/money.ts';
import { readNumber } from '../../shared/written-number.ts';

type PasteColumn = NonNullable<SupplyPasteView['columns'][number]>;

/** What a cell of the code column names. */
export interface PasteMatch {
  variantId: number;
  title: string;
  by: 'sku' | 'barcode';
  /** What the row's supplier is paid in, or its present one where the row names none. */
  currencyOf(supplier: string | null): Currency;
}

type Row = SupplyPasteView['rows'][number];

const SEPARATORS = { tab: '\t', semicolon: ';', comma: ',' } as const;
/** The order of columns where nothing says which is which. */
const USUAL: readonly PasteColumn[] = [
  'code',
  'supplier',
  'supplierSku',
  'leadTimeDays',
  'packSize',
  'minimumUnits',
  'unitCost',
];
const NAMES: Record<PasteColumn, readonly string[]> = {
  code: [
    'sku',
    'barcode',
    'code',
    'ean',
    'upc',
    'gtin',
    'variant sku',
    'article',
    'item',
    'barkod',
    'stok kodu',
  ],
  supplier: ['supplier', 'vendor', 'supplier name', 'lieferant', 'fournisseur', 'tedarikçi'],
  supplierSku: ['supplier sku', 'supplier code', 'vendor sku', 'supplier item', 'supplier ref', 'reference'],
  leadTimeDays: [
    'lead time',
    'lead time days',
    'lead',
    'lead days',
    'delivery days',
    'days',
    'lieferzeit',
    'süre',
  ],
  packSize: ['pack', 'pack size', 'case', 'case size', 'case pack', 'units per case', 'koli'],
  minimumUnits: ['minimum', 'minimum units', 'moq', 'min', 'min qty', 'minimum order quantity'],
  shelfLifeDays: ['shelf life', 'shelf life days', 'keeps', 'keeps days', 'haltbarkeit', 'raf ömrü'],
  unitCost: ['cost', 'unit cost', 'cost per item', 'price', 'unit price', 'buying price', 'maliyet'],
};
const BY_NAME = new Map(
  Object.entries(NAMES).flatMap(([column, names]) => names.map((name) => [name, column as PasteColumn])),
);
const TERM_COLUMNS = (Object.keys(NAMES) as PasteColumn[]).filter((column) => column !== 'code');
const LEAST = { leadTimeDays: 0, packSize: 1, minimumUnits: 0, shelfLifeDays: 0.5 } as const;
const MOST_ROWS = 20_000;

export function readPaste(text: string, match: (code: string) => PasteMatch | string): SupplyPasteView {
  const separator = separatorOf(text);
  const table = cellsOf(text, SEPARATORS[separator]);
  const named = (table[0]?.cells ?? []).map((cell) => BY_NAME.get(plain(cell)) ?? null);
  const hasHeader = named.includes('code');
  const width = Math.max(0, ...table.map((row) => row.cells.length));
  const columns = hasHeader
    ? named.map((column, at) => (named.indexOf(column) === at ? column : null))
    : Array.from({ length: width }, (_, at) => USUAL[at] ?? null);
  const rows: Row[] = [];
  const refused: SupplyPasteView['refused'] = [];
  const seen = new Map<number, number>();
  for (const { line, cells } of table.slice(hasHeader ? 1 : 0, MOST_ROWS + 1)) {
    const row = readRow(line, cells, columns, match);
    const before = typeof row === 'string' ? undefined : seen.get(row.variantId);
    if (typeof row === 'string') refused.push({ line, text: shown(cells), reason: row });
    else if (before !== undefined)
      refused.push({ line, text: shown(cells), reason: `Line ${before} names the same variant.` });
    else {
      seen.set(row.variantId, line);
      rows.push(row);
    }
  }
  const rest = table.length - (hasHeader ? 1 : 0) - MOST_ROWS;
  if (rest > 0)
    refused.push({
      line: MOST_ROWS + 1,
      text: '',
      reason: `${rest} more lines than the ${MOST_ROWS} that one paste takes: paste them apart.`,
    });
  return { separator, hasHeader, columns, rows, refused };
}

function readRow(
  line: number,
  cells: readonly string[],
  columns: readonly (PasteColumn | null)[],
  match: (code: string) => PasteMatch | string,
): Row | string {
  const cell = (column: PasteColumn): string | undefined => {
    const at = columns.indexOf(column);
    const text = at < 0 ? '' : (cells[at] ?? '').trim();
    return text === '' ? undefined : text;
  };
  const code = cell('code');
  if (code === undefined) return 'It names no SKU or barcode.';
  const found = match(code);
  if (typeof found === 'string') return found;
  const row: Row = {
    line,
    code,
    variantId: found.variantId,
    title: found.title,
    matchedBy: found.by,
    currency: found.currencyOf(cell('supplier') ?? null),
  };
  for (const column of ['supplier', 'supplierSku'] as const) {
    const text = cell(column);
    if (text === undefined) continue;
    if (text.length > 255) return `The ${WORDS[column]} is longer than 255 characters.`;
    row[column] = text;
  }
  for (const column of ['leadTimeDays', 'packSize', 'minimumUnits', 'shelfLifeDays'] as const) {
    const text = cell(column);
    if (text === undefined) continue;
    const number = readNumber(text.replace(/\s*(days?|units?|pcs|d|gün)\.?$/i, ''));
    if (typeof number !== 'string') return `The ${WORDS[column]} ${quoted(text)}: ${number.problem}`;
    const value = Number(number);
    const whole = column === 'packSize' || column === 'minimumUnits';
    if (value < LEAST[column] || value > (whole ? 1_000_000 : 3650))
      return `The ${WORDS[column]} ${quoted(text)} is out of range.`;
    if (whole && !Number.isInteger(value)) return `The ${WORDS[column]} ${quoted(text)} is not whole.`;
    row[column] = value;
  }
  const cost = cell('unitCost');
  if (cost !== undefined) {
    const number = readNumber(
      cost.replace(/^[\p{Sc}\s]+|[\p{Sc}\s]+$/gu, '').replace(/^[A-Z]{3}\s*|\s*[A-Z]{3}$/g, ''),
    );
    if (typeof number !== 'string') return `The ${WORDS.unitCost} ${quoted(cost)}: ${number.problem}`;
    if (number.startsWith('-')) return `The ${WORDS.unitCost} ${quoted(cost)} is below zero.`;
    if (Number(number) > 1_000_000_000) return `The ${WORDS.unitCost} ${quoted(cost)} is out of range.`;
    row.unitCost = parseMoney(number, row.currency);
  }
  return TERM_COLUMNS.some((column) => row[column] !== undefined) ? row : 'It says nothing but the code.';
}

const WORDS: Record<Exclude<PasteColumn, 'code'>, string> = {
  supplier: 'supplier',
  supplierSku: 'supplier’s SKU',
  leadTimeDays: 'lead time',
  packSize: 'pack size',
  minimumUnits: 'minimum',
  shelfLifeDays: 'shelf life',
  unitCost: 'cost',
};

/** The one that most of the first lines have the same number of; a comma may be a decimal one. */
function separatorOf(text: string): keyof typeof SEPARATORS {
  const [first = ''] = text.split(/\r?\n/, 1);
  for (const name of ['tab', 'semicolon', 'comma'] as const)
    if (first.includes(SEPARATORS[name])) return name;
  return 'tab';
}

/** RFC 4180 with any separator; blank lines are left out. */
function cellsOf(text: string, separator: string): { line: number; cells: string[] }[] {
  const rows: { line: number; cells: string[] }[] = [];
  let cells: string[] = [];
  let cell = '';
  let quotedCell = false;
  let line = 1;
  let began = 1;
  const endCell = (): void => {
    cells.push(cell);
    cell = '';
  };
  const endRow = (): void => {
    endCell();
    if (cells.some((one) => one.trim() !== '')) rows.push({ line: began, cells });
    cells = [];
    began = line;
  };
  const body = text.startsWith('\uFEFF') ? text.slice(1) : text;
  for (let at = 0; at < body.length; at += 1) {
    const char = body[at]!;
    if (char === '\n') line += 1;
    if (quotedCell) {
      if (char !== '"') cell += char;
      else if (body[at + 1] === '"') {
        cell += '"';
        at += 1;
      } else quotedCell = false;
    } else if (char === '"' && cell === '') quotedCell = true;
    else if (char === separator) endCell();
    else if (char === '\n') endRow();
    else if (char !== '\r') cell += char;
  }
  endRow();
  return rows;
}

function plain(cell: string): string {
  return cell
    .trim()
    .toLowerCase()
    .replace(/\(.*\)/, '')
    .replace(/[_\-.:]+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

function quoted(text: string): string {
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text);
}

function shown(cells: readonly string[]): string {
  return cells.join(' | ').slice(0, 200);
}
