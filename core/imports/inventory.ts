/** A row of an inventory export, long (a location a row) or wide (a location a column), as stock. Pure. */
import type { Cells, InventoryField, LocationColumn } from './headers.ts';
import { optionValues } from './products.ts';
import { CellError, countCell } from './values.ts';

export interface StockRow {
  handle: string;
  options: string[];
  sku: string | null;
  levels: { location: string; quantities: Quantities | null }[];
}

export interface Quantities {
  available: number;
  onHand: number;
  committed: number;
  incoming: number;
}

/** Quantities are null where the item is not stocked. Throws CellError. */
export function readStock(
  cells: Cells<InventoryField>,
  raw: readonly string[],
  locations: readonly LocationColumn[],
): StockRow {
  const handle = cells('handle');
  if (handle === '') throw new CellError('the handle is missing');
  const levels =
    locations.length > 0
      ? locations.map(({ name, column }) => ({
          location: name,
          quantities: wideQuantities(raw[column]?.trim() ?? '', name),
        }))
      : [{ location: locationOf(cells), quantities: longQuantities(cells) }];
  return { handle, options: optionValues(cells), sku: cells('sku').replace(/^'/, '') || null, levels };
}

function locationOf(cells: Cells<InventoryField>): string {
  const location = cells('location');
  if (location === '') throw new CellError('the location is missing');
  return location;
}

function notStocked(text: string): boolean {
  return text.toLowerCase() === 'not stocked';
}

function wideQuantities(text: string, location: string): Quantities | null {
  if (text === '' || notStocked(text)) return null;
  const available = countCell(text, `the quantity at ${JSON.stringify(location)}`)!;
  return { available, onHand: available, committed: 0, incoming: 0 };
}

function longQuantities(cells: Cells<InventoryField>): Quantities | null {
  if (notStocked(cells('available')) || notStocked(cells('onHand'))) return null;
  const count = (field: InventoryField, column: string): number | null => {
    const text = cells(field);
    return notStocked(text) ? null : countCell(text, column);
  };
  const committed = count('committed', 'the committed quantity') ?? 0;
  const unavailable = count('unavailable', 'the unavailable quantity') ?? 0;
  const incoming = count('incoming', 'the incoming quantity') ?? 0;
  const onHand = count('onHand', 'the quantity on hand');
  const available = count('available', 'the available quantity');
  if (onHand === null && available === null) return null;
  return {
    available: available ?? onHand! - committed - unavailable,
    onHand: onHand ?? available! + committed + unavailable,
    committed,
    incoming,
  };
}
