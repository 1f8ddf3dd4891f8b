/** What an edit changed, and which of it looks like a slip of the hand. Pure. */

export interface FieldChange {
  /** "price", "lines.11.quantity"; a line by its variant. */
  field: string;
  /** A line's title; null for the whole. */
  of: string | null;
  /** null: not there. */
  was: unknown;
  is: unknown;
}

/** A value this many times what was proposed, or this part of it, asks again. */
const IMPLAUSIBLE_TIMES = 10;
const COUNTED = /quantity$|units$|cost$|price$|amount$/i;

type Fields = Record<string, unknown>;

export function changesBetween(was: unknown, is: unknown): FieldChange[] {
  const before = fieldsOf(was);
  const after = fieldsOf(is);
  const changes: FieldChange[] = [];
  for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const old = before[name];
    const now = after[name];
    if (Array.isArray(old) && Array.isArray(now)) changes.push(...changesOfLines(name, old, now));
    else changes.push(...changeOf(name, null, old, now));
  }
  return changes;
}

/** Counts and prices ten times as high or as low as proposed, or nothing; and the sum of all quantities. */
export function implausibleChanges(was: unknown, is: unknown): FieldChange[] {
  const found = changesBetween(was, is).filter(
    ({ field, was: old, is: now }) => COUNTED.test(field) && isFar(old, now),
  );
  const before = totalOf(was);
  const after = totalOf(is);
  if (found.length === 0 && before !== null && after !== null && isFar(before, after))
    found.push({ field: 'quantity', of: null, was: before, is: after });
  return found;
}

function isFar(was: unknown, is: unknown): boolean {
  if (typeof was !== 'number' || typeof is !== 'number' || was === is) return false;
  if (is === 0 || was === 0 || Math.sign(is) !== Math.sign(was)) return true;
  const times = Math.abs(is) / Math.abs(was);
  return times >= IMPLAUSIBLE_TIMES || times <= 1 / IMPLAUSIBLE_TIMES;
}

function changesOfLines(name: string, was: readonly unknown[], is: readonly unknown[]): FieldChange[] {
  const before = byKey(was);
  const after = byKey(is);
  const changes: FieldChange[] = [];
  for (const key of new Set([...before.keys(), ...after.keys()])) {
    const old = before.get(key);
    const now = after.get(key);
    const of = titleOf(now ?? old);
    if (old === undefined || now === undefined) changes.push(...changeOf(`${name}.${key}`, of, old, now));
    else
      for (const { field, was: oldField, is: nowField } of changesBetween(old, now))
        changes.push({ field: `${name}.${key}.${field}`, of, was: oldField, is: nowField });
  }
  return changes;
}

function changeOf(field: string, of: string | null, was: unknown, is: unknown): FieldChange[] {
  return JSON.stringify(was) === JSON.stringify(is) ? [] : [{ field, of, was: was ?? null, is: is ?? null }];
}

/** Lines by what they are about; by their place where they do not say. */
function byKey(lines: readonly unknown[]): Map<string, unknown> {
  return new Map(
    lines.map((line, index) => {
      const { variantId, lineId, locationId } = fieldsOf(line);
      const key = variantId ?? lineId;
      return [
        key === undefined ? `#${index}` : locationId === undefined ? `${key}` : `${key}@${locationId}`,
        line,
      ];
    }),
  );
}

function totalOf(input: unknown): number | null {
  const { lines } = fieldsOf(input);
  if (!Array.isArray(lines)) return null;
  return lines.reduce<number>((sum, line) => {
    const { quantity } = fieldsOf(line);
    return sum + (typeof quantity === 'number' ? quantity : 0);
  }, 0);
}

function titleOf(line: unknown): string | null {
  const { title } = fieldsOf(line);
  return typeof title === 'string' ? title : null;
}

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}
