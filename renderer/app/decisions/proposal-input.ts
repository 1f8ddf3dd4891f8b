/** What a proposal would do, read from its input: the parts that a person looks at and may change. */
import type { Minor } from '../../../shared/money.ts';

export interface OrderLine {
  variantId: number;
  title: string;
  sku: string | null;
  quantity: number;
  unitCost: Minor | null;
}

type Fields = Readonly<Record<string, unknown>>;

export function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}

/** Lines of a purchase order; none of another input. */
export function orderLines(input: unknown): OrderLine[] {
  const { lines } = fieldsOf(input);
  if (!Array.isArray(lines)) return [];
  return lines.flatMap((line: unknown) => {
    const { variantId, title, sku, quantity, unitCost } = fieldsOf(line);
    if (typeof variantId !== 'number' || typeof title !== 'string' || typeof quantity !== 'number') return [];
    return [
      {
        variantId,
        title,
        quantity,
        sku: typeof sku === 'string' ? sku : null,
        unitCost: typeof unitCost === 'number' ? unitCost : null,
      },
    ];
  });
}

export function supplierOf(input: unknown): string | null {
  const { supplier } = fieldsOf(input);
  return typeof supplier === 'string' && supplier !== '' ? supplier : null;
}

/** Input of `price.change`; null of another. */
export function priceOf(input: unknown): Minor | null {
  const { price } = fieldsOf(input);
  return typeof price === 'number' ? price : null;
}

/** Input of `order.tag`; null of another. */
export function tagsOf(input: unknown): string[] | null {
  const { tags } = fieldsOf(input);
  return Array.isArray(tags) && tags.every((tag) => typeof tag === 'string') ? tags : null;
}

/** The same purchase order with other lines: those left out are taken off, and nothing else is touched. */
export function withLines(
  input: unknown,
  changed: ReadonlyMap<number, { quantity?: number; unitCost?: Minor | null } | null>,
): unknown {
  const { lines } = fieldsOf(input);
  return {
    ...fieldsOf(input),
    lines: (Array.isArray(lines) ? lines : []).flatMap((line: unknown) => {
      const change = changed.get(Number(fieldsOf(line).variantId));
      return change === null ? [] : [{ ...fieldsOf(line), ...change }];
    }),
  };
}

/** What would be refused as a slip, as a question: "Candles: quantity 4,800 instead of 480: ten times as much." */
export function slipWords(
  { of, field, was, is }: { of: string | null; field: string; was: unknown; is: unknown },
  say: (value: unknown, field: string) => string,
): string {
  const name = FIELD_WORDS[field.split('.').at(-1) ?? ''] ?? field;
  const times = typeof was === 'number' && typeof is === 'number' && was > 0 && is > 0 ? is / was : null;
  const size =
    times === null ? '' : times > 1 ? `: ${timesWord(times)} as much` : `: ${timesWord(1 / times)} less`;
  return `${of ? `${of}: ` : ''}${name} ${say(is, field)} instead of ${say(was, field)}${size}.`;
}

function timesWord(times: number): string {
  return times < 1.95 ? `${Math.round(times * 10) / 10} times` : `${Math.round(times)} times`;
}

const FIELD_WORDS: Readonly<Record<string, string>> = {
  quantity: 'quantity',
  unitCost: 'cost of one',
  price: 'price',
  change: 'price',
};
