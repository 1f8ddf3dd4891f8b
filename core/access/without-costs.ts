/**
 * The one place where costs are taken out of what a helper is answered: by the names of fields, and as amounts of
 * money in the sentences that explain actions and findings. The shape stays: a field that may be null is null, `effect`
 * is left out.
 */

/** In whatever answer they stand. */
export const COST_FIELDS: ReadonlySet<string> = new Set([
  'unitCost',
  'landedCost',
  'landedUnitCost',
  'cost',
  'costs',
  'knownCost',
  'margin',
  'marginShare',
  'grossMargin',
  'freight',
  'costPrice',
]);

/** Left out altogether: what an action is worth is its margin. */
const LEFT_OUT: ReadonlySet<string> = new Set(['effect']);

/** Sentences of the program itself. */
const SENTENCES: ReadonlySet<string> = new Set([
  'text',
  'lines',
  'warnings',
  'risks',
  'summary',
  'reason',
  'because',
]);

/** As Intl writes it: a sign of a currency, or its code with a hard space (shared/money.ts). */
const AMOUNT = /[-−]?(?:[A-Z]{0,3}\p{Sc}|[A-Z]{3}\u00a0)\d(?:[\d.,]*\d)?/gu;
const WITHHELD = '(amount withheld)';

/** The value itself is left as it is; what has no costs in it is handed on uncopied. */
export function withoutCosts<T>(value: T): T {
  return strip(value, false) as T;
}

function strip(value: unknown, sentence: boolean): unknown {
  if (typeof value === 'string') return sentence ? value.replace(AMOUNT, WITHHELD) : value;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return stripAll(value, sentence);
  const fields = value as Record<string, unknown>;
  const explains = 'evidence' in fields;
  const order = 'supplier' in fields && 'lines' in fields;
  let kept: Record<string, unknown> | null = null;
  for (const name in fields) {
    const field = fields[name];
    if (LEFT_OUT.has(name)) {
      kept ??= { ...fields };
      delete kept[name];
      continue;
    }
    const hidden = COST_FIELDS.has(name) || (order && name === 'total');
    const told = (SENTENCES.has(name) && !isObjects(field)) || (explains && name === 'title');
    const stripped = hidden ? null : strip(field, told);
    if (stripped === field) continue;
    kept ??= { ...fields };
    kept[name] = stripped;
  }
  return kept ?? fields;
}

function stripAll(values: readonly unknown[], sentence: boolean): unknown {
  let kept: unknown[] | null = null;
  for (let index = 0; index < values.length; index += 1) {
    const stripped = strip(values[index], sentence);
    if (stripped === values[index]) continue;
    kept ??= [...values];
    kept[index] = stripped;
  }
  return kept ?? values;
}

/** Lines of an order are objects, lines of a preview sentences. */
function isObjects(value: unknown): boolean {
  return Array.isArray(value) && typeof value[0] === 'object';
}
